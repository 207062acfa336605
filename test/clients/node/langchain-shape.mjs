/** The three calls of every chat model of LangChain. */
import { tool } from '@langchain/core/tools';
import { description, sky, zodSchema } from './weather.mjs';

const getWeather = tool(sky, { name: 'get_weather', description, schema: zodSchema });
const textOf = (content) =>
  typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');

/** `make(base)` is the chat model. */
export function shaped(make) {
  return {
    plain: async (base, prompt) => textOf((await make(base).invoke(prompt)).content),
    async stream(base, prompt) {
      let text = '';
      for await (const chunk of await make(base).stream(prompt)) text += textOf(chunk.content);
      return text;
    },
    tools: async (base, prompt) => (await make(base).bindTools([getWeather]).invoke(prompt)).tool_calls,
  };
}
