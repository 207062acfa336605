import { OpenRouter } from '@openrouter/sdk';
import { openaiTool } from './weather.mjs';

const client = (serverURL) => new OpenRouter({ apiKey: 'sk-or-caller', serverURL }).chat;
const request = (content, more = {}) => ({
  chatRequest: { model: 'gpt-4.1-mini', messages: [{ role: 'user', content }], ...more },
});

export const plain = async (base, prompt) =>
  (await client(base).send(request(prompt))).choices[0].message.content;
export const tools = async (base, prompt) =>
  (await client(base).send(request(prompt, { tools: [openaiTool] }))).choices[0].message;
export async function stream(base, prompt) {
  let text = '';
  for await (const chunk of await client(base).send(request(prompt, { stream: true })))
    text += chunk.choices[0]?.delta?.content ?? '';
  return text;
}
