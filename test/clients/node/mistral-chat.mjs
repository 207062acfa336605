import { Mistral } from '@mistralai/mistralai';
import { openaiTool } from './weather.mjs';

const client = (serverURL) => new Mistral({ apiKey: 'caller', serverURL }).chat;
const request = (content, more = {}) => ({
  model: 'mistral-small-latest',
  messages: [{ role: 'user', content }],
  ...more,
});

export const plain = async (base, prompt) =>
  (await client(base).complete(request(prompt))).choices[0].message.content;
export const tools = async (base, prompt) =>
  (await client(base).complete(request(prompt, { tools: [openaiTool] }))).choices[0].message;
export async function stream(base, prompt) {
  let text = '';
  for await (const event of await client(base).stream(request(prompt)))
    text += event.data.choices[0].delta.content ?? '';
  return text;
}
