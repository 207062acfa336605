/** Mistral's SDK, through Weir by nothing but the server URL. */
import { Mistral } from '@mistralai/mistralai';
import { MistralError } from '@mistralai/mistralai/models/errors';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { VECTOR, embeddingTruth } from './upstream/embeddings.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { GREETING, ask } from './upstream/wire.ts';

const client = (origin: string) => new Mistral({ apiKey: 'mistral-caller', serverURL: `${origin}/mistral` });
const say = (content: string) => ({
  model: 'mistral-small-latest',
  messages: [{ role: 'user' as const, content }],
});
const tools = [
  {
    type: 'function' as const,
    function: {
      name: weatherTool.name,
      description: weatherTool.description,
      parameters: weatherTool.schema,
    },
  },
];
/** Mistral numbers its tool calls by `index`, which traces leave out: their order says it. */
const plain = (scenario: 'text' | 'tools') =>
  JSON.parse(
    JSON.stringify(plainChat('mistral', scenario)).replaceAll(
      /"type":"function","index":\d/g,
      '"type":"function"',
    ),
  ) as unknown;
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'mistral',
  truth: chatTruth('mistral', scenario),
  outputs: plain(scenario),
  streamed,
});

describe('@mistralai/mistralai', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) => client(origin).chat.complete(say(ask.text)));
    expect(seen.choices[0]?.message?.content).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams, unasked for usage it sends by itself', async () => {
    const { traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat.stream(say(ask.text))),
    );
    expect(Buffer.from(only(received).bodyBase64, 'base64').toString()).not.toContain('stream_options');
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat.complete({ ...say(ask.tools), tools }),
    );
    const calls = seen.choices[0]?.message?.toolCalls ?? [];
    expect(calls.map((call) => JSON.parse(String(call.function.arguments)))).toEqual(weatherArguments);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat.stream({ ...say(ask.tools), tools })),
    );
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'Requests rate limit exceeded'],
    [400, ask.invalid, 'Invalid model: purple'],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) => failureOf(client(origin).chat.complete(say(prompt))));
    expect(seen).toBeInstanceOf(MistralError);
    expect(seen).toMatchObject({ statusCode: status });
    expectRefusal(only(traces), { provider: 'mistral', status, words });
  });

  it('embeds', async () => {
    const { seen, traces } = await compare((origin) =>
      client(origin).embeddings.create({ model: 'mistral-embed', inputs: ['first text', 'second text'] }),
    );
    expect(seen.data.map(({ embedding }) => embedding)).toEqual([VECTOR, VECTOR]);
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'OK', provider: 'mistral', usage: { input_tokens: 23 } });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(embeddingTruth('mistral')) ?? 0, 12);
    expect(spans[0]?.type).toBe('EMBEDDING');
  });
});
