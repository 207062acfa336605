/** Cohere's SDK (the v2 API), through Weir by nothing but the base URL. */
import { CohereClientV2, CohereError } from 'cohere-ai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { cohereEmbeddingTruth, cohereTruth, plainCohere } from './upstream/cohere.ts';
import { VECTOR } from './upstream/embeddings.ts';
import { ask } from './upstream/wire.ts';

const client = (origin: string) =>
  new CohereClientV2({ token: 'co-caller', environment: `${origin}/cohere`, maxRetries: 0 });
const say = (content: string) => ({
  model: 'command-r7b-12-2024',
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
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'cohere',
  truth: cohereTruth(scenario),
  outputs: plainCohere(scenario),
  streamed,
});

describe('cohere-ai', () => {
  it('answers plainly', async () => {
    const { traces, received } = await compare((origin) => client(origin).chat(say(ask.text)));
    expect(only(received).headers.authorization).toBe('Bearer co-caller');
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).chatStream(say(ask.text))),
    );
    expect(seen.at(-1)?.type).toBe('message-end');
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat({ ...say(ask.tools), tools }),
    );
    expect(seen.message.toolCalls?.map((call) => JSON.parse(call.function?.arguments ?? ''))).toEqual(
      weatherArguments,
    );
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).chatStream({ ...say(ask.tools), tools })),
    );
    expect(seen.filter(({ type }) => type === 'tool-call-start')).toHaveLength(2);
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'You are using a Trial key'],
    [400, ask.invalid, 'message is empty'],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) => failureOf(client(origin).chat(say(prompt))));
    expect(seen).toBeInstanceOf(CohereError);
    expect(seen).toMatchObject({ statusCode: status });
    expectRefusal(only(traces), { provider: 'cohere', status, words });
  });

  it('embeds', async () => {
    const { seen, traces } = await compare((origin) =>
      client(origin).embed({
        model: 'embed-v4.0',
        inputType: 'search_document',
        embeddingTypes: ['float'],
        texts: ['first text', 'second text'],
      }),
    );
    expect(seen.embeddings.float).toEqual([VECTOR, VECTOR]);
    const { info, spans } = only(traces);
    expect(info).toMatchObject({
      state: 'OK',
      provider: 'cohere',
      model: 'embed-v4.0',
      usage: { input_tokens: 19 },
    });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(cohereEmbeddingTruth) ?? 0, 12);
    expect(spans[0]?.type).toBe('EMBEDDING');
  });
});
