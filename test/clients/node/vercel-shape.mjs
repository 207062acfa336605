/** The three calls of the Vercel AI SDK over one of its providers. */
import { generateText, streamText, tool } from 'ai';
import { description, sky, zodSchema } from './weather.mjs';

const getWeather = tool({ description, inputSchema: zodSchema, execute: sky });

/** `make(base)` is the model. */
export function shaped(make) {
  return {
    plain: async (base, prompt) => (await generateText({ model: make(base), prompt })).text,
    stream: async (base, prompt) => streamText({ model: make(base), prompt }).text,
    tools: async (base, prompt) =>
      (await generateText({ model: make(base), prompt, tools: { get_weather: getWeather } })).toolCalls,
  };
}
