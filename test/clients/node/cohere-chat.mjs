import { CohereClientV2 } from 'cohere-ai';
import { openaiTool } from './weather.mjs';

const client = (baseUrl) => new CohereClientV2({ token: 'co-caller', environment: baseUrl });
const request = (content, more = {}) => ({
  model: 'command-r7b-12-2024',
  messages: [{ role: 'user', content }],
  ...more,
});

export const plain = async (base, prompt) =>
  (await client(base).chat(request(prompt))).message.content.map((part) => part.text).join('');
export const tools = async (base, prompt) =>
  (await client(base).chat(request(prompt, { tools: [openaiTool] }))).message.toolCalls;
export async function stream(base, prompt) {
  let text = '';
  for await (const event of await client(base).chatStream(request(prompt)))
    if (event.type === 'content-delta') text += event.delta.message.content.text;
  return text;
}
