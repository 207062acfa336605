import { Ollama } from 'ollama';
import { openaiTool } from './weather.mjs';

const ask = (host, content, more = {}) =>
  new Ollama({ host }).chat({ model: 'llama3.2', messages: [{ role: 'user', content }], ...more });

export const plain = async (base, prompt) => (await ask(base, prompt)).message.content;
export const tools = async (base, prompt) => (await ask(base, prompt, { tools: [openaiTool] })).message;
export async function stream(base, prompt) {
  let text = '';
  for await (const chunk of await ask(base, prompt, { stream: true })) text += chunk.message.content;
  return text;
}
