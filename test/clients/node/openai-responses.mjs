import OpenAI from 'openai';
import { description, schema } from './weather.mjs';

const ask = (baseURL, input, more = {}) =>
  new OpenAI({ baseURL, apiKey: 'sk-caller' }).responses.create({ model: 'gpt-5-mini', input, ...more });
const tool = { type: 'function', name: 'get_weather', description, parameters: schema, strict: true };

export const plain = async (base, prompt) => (await ask(base, prompt)).output_text;
export const tools = async (base, prompt) => (await ask(base, prompt, { tools: [tool] })).output;
export async function stream(base, prompt) {
  let text = '';
  for await (const event of await ask(base, prompt, { stream: true }))
    if (event.type === 'response.output_text.delta') text += event.delta;
  return text;
}
