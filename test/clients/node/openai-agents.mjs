import { Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import { description, sky, zodSchema } from './weather.mjs';

const getWeather = tool({ name: 'get_weather', description, parameters: zodSchema, execute: sky });
const runner = new Runner({ tracingDisabled: true });

/** The three calls of an agent over one of OpenAI's APIs. */
export function shaped(Model, name) {
  const agent = (baseURL, tools = []) =>
    new Agent({ name: 'clerk', model: new Model(new OpenAI({ baseURL, apiKey: 'sk-caller' }), name), tools });
  return {
    plain: async (base, prompt) => (await runner.run(agent(base), prompt)).finalOutput,
    async stream(base, prompt) {
      const result = await runner.run(agent(base), prompt, { stream: true });
      for await (const _ of result);
      return result.finalOutput;
    },
    tools: async (base, prompt) => (await runner.run(agent(base, [getWeather]), prompt)).history,
  };
}

export const chat = () => shaped(OpenAIChatCompletionsModel, 'gpt-4.1-mini');
export const responses = () => shaped(OpenAIResponsesModel, 'gpt-5-mini');
