import Anthropic from '@anthropic-ai/sdk';
import { description, schema } from './weather.mjs';

const client = (baseURL) => new Anthropic({ baseURL, apiKey: 'sk-ant-caller' });
const request = (content, more = {}) => ({
  model: 'claude-sonnet-4-5',
  max_tokens: 200,
  messages: [{ role: 'user', content }],
  ...more,
});
const tool = { name: 'get_weather', description, input_schema: schema };

export const plain = async (base, prompt) =>
  (await client(base).messages.create(request(prompt))).content[0].text;
export const stream = async (base, prompt) => client(base).messages.stream(request(prompt)).finalText();
export const tools = async (base, prompt) =>
  (await client(base).messages.create(request(prompt, { tools: [tool] }))).content;
