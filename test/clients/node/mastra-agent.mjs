import { createOpenAI } from 'ai-sdk-openai-2';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { description, sky, zodSchema } from './weather.mjs';

const getWeather = createTool({
  id: 'get_weather',
  description,
  inputSchema: zodSchema,
  execute: async (input) => sky(input.context ?? input),
});
const agent = (baseURL, tools = {}) =>
  new Agent({
    id: 'clerk',
    name: 'clerk',
    instructions: 'Be brief.',
    model: createOpenAI({ baseURL, apiKey: 'sk-caller' }).chat('gpt-4.1-mini'),
    tools,
  });

export const plain = async (base, prompt) => (await agent(base).generate(prompt)).text;
export const tools = async (base, prompt) =>
  (await agent(base, { get_weather: getWeather }).generate(prompt)).text;
export const stream = async (base, prompt) => (await agent(base).stream(prompt)).text;
