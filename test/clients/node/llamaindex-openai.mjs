import { OpenAI } from '@llamaindex/openai';
import { tool } from 'llamaindex';
import { description, sky, zodSchema } from './weather.mjs';

const model = (baseURL) => new OpenAI({ model: 'gpt-4.1-mini', apiKey: 'sk-caller', baseURL });
const messages = (content) => [{ role: 'user', content }];
const getWeather = tool({ name: 'get_weather', description, parameters: zodSchema, execute: sky });

export const plain = async (base, prompt) =>
  (await model(base).chat({ messages: messages(prompt) })).message.content;
export const tools = async (base, prompt) =>
  (await model(base).chat({ messages: messages(prompt), tools: [getWeather] })).message;
export async function stream(base, prompt) {
  let text = '';
  for await (const chunk of await model(base).chat({ messages: messages(prompt), stream: true }))
    text += chunk.delta;
  return text;
}
