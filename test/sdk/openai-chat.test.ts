/** The OpenAI SDK's chat completions, through Weir by nothing but the base URL. */
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { WEATHER, ask } from './upstream/wire.ts';

const client = (origin: string, path = '/openai/v1') => new OpenAI({ apiKey: 'sk-caller', baseURL: origin + path });

const MODEL = 'gpt-4.1-mini';
const say = (content: string) => ({ model: MODEL, messages: [{ role: 'user' as const, content }] });
const tools: OpenAI.Chat.Completions.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: WEATHER.name,
      description: 'Weather now',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

describe('openai: chat completions', () => {
  it('plain', async () => {
    const { seen, traces, received } = await compare((origin) => client(origin).chat.completions.create(say(ask.text)));
    expect(seen.usage?.prompt_tokens).toBe(1210);
    expectTrace(only(traces), {
      provider: 'openai',
      truth: chatTruth('openai', 'text'),
      received: only(received),
      outputs: plainChat('openai', 'text'),
      streamed: false,
    });
  });
});
void collect; void failureOf; void expectRefusal; void tools;
