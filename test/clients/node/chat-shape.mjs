/** The three calls of every library that has OpenAI's `chat.completions.create` in its own name. */
import { openaiTool } from './weather.mjs';

/** `create(base, request)` makes a client for the base URL and calls it. */
export function chat(create, model = 'gpt-4.1-mini') {
  const ask = (base, prompt, more = {}) =>
    create(base, { model, messages: [{ role: 'user', content: prompt }], ...more });
  return {
    plain: async (base, prompt) => (await ask(base, prompt)).choices[0].message.content,
    async stream(base, prompt) {
      let text = '';
      for await (const chunk of await ask(base, prompt, { stream: true }))
        text += chunk.choices[0]?.delta?.content ?? '';
      return text;
    },
    tools: async (base, prompt) => (await ask(base, prompt, { tools: [openaiTool] })).choices[0].message,
  };
}
