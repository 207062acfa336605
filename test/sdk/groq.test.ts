/** Groq's SDK, through Weir by nothing but the base URL. */
import Groq from 'groq-sdk';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { GREETING, ask } from './upstream/wire.ts';

const client = (origin: string) =>
  new Groq({ apiKey: 'gsk-caller', baseURL: `${origin}/groq`, maxRetries: 0 });
const say = (content: string) => ({
  model: 'llama-3.3-70b-versatile',
  messages: [{ role: 'user' as const, content }],
});
const tools: Groq.Chat.Completions.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: weatherTool.name,
      description: weatherTool.description,
      parameters: weatherTool.schema,
    },
  },
];
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'groq',
  truth: chatTruth('groq', scenario),
  outputs: plainChat('groq', scenario),
  streamed,
});

describe('groq-sdk', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat.completions.create(say(ask.text)),
    );
    expect(seen.choices[0]?.message.content).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat.completions.create({ ...say(ask.text), stream: true })),
    );
    expect(seen.at(-1)?.x_groq?.usage?.prompt_tokens).toBe(1210);
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat.completions.create({ ...say(ask.tools), tools }),
    );
    const calls = seen.choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => JSON.parse(call.function.arguments))).toEqual(weatherArguments);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat.completions.create({ ...say(ask.tools), tools, stream: true })),
    );
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'Rate limit reached'],
    [400, ask.invalid, "Invalid value: 'purple'."],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) =>
      failureOf(client(origin).chat.completions.create(say(prompt))),
    );
    expect(seen).toBeInstanceOf(Groq.APIError);
    expect(seen).toMatchObject({ status });
    expectRefusal(only(traces), { provider: 'groq', status, words });
  });
});
