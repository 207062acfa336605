/** The Anthropic SDK, through Weir by nothing but the base URL. */
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only, throughWeir } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { messageTruth, plainMessage } from './upstream/anthropic.ts';
import { GREETING, GREETING_PIECES, ask } from './upstream/wire.ts';

const client = (origin: string, path = '/anthropic') =>
  new Anthropic({ apiKey: 'sk-ant-caller', baseURL: origin + path, maxRetries: 0 });
const say = (content: string) => ({
  model: 'claude-sonnet-4-6',
  max_tokens: 300,
  messages: [{ role: 'user' as const, content }],
});
const tools: Anthropic.Tool[] = [
  { name: weatherTool.name, description: weatherTool.description, input_schema: weatherTool.schema },
];
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'anthropic',
  truth: messageTruth(scenario),
  outputs: plainMessage(scenario),
  streamed,
});

describe('anthropic: messages', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).messages.create(say(ask.text)),
    );
    expect(seen.content).toMatchObject([{ type: 'text', text: GREETING }]);
    expect(only(received).headers).toMatchObject({ authorization: 'Bearer sk-ant-caller' });
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams, pings and all', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).messages.create({ ...say(ask.text), stream: true })),
    );
    expect(seen.at(-1)?.type).toBe('message_stop');
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).messages.create({ ...say(ask.tools), tools }),
    );
    expect(seen.content.flatMap((block) => (block.type === 'tool_use' ? [block.input] : []))).toEqual(
      weatherArguments,
    );
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream, put together by the SDK', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin)
        .messages.stream({ ...say(ask.tools), tools })
        .finalMessage(),
    );
    expect(seen.content.flatMap((block) => (block.type === 'tool_use' ? [block.input] : []))).toEqual(
      weatherArguments,
    );
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'This request would exceed your rate limit.'],
    [400, ask.invalid, 'at least one message is required'],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) =>
      failureOf(client(origin).messages.create(say(prompt))),
    );
    expect(seen).toBeInstanceOf(status === 429 ? Anthropic.RateLimitError : Anthropic.BadRequestError);
    expect(seen).toMatchObject({ status, message: expect.stringContaining(words) });
    expectRefusal(only(traces), { provider: 'anthropic', status, words });
  });

  it('fails in mid-stream, with what came so far on the trace', async () => {
    const { seen, traces } = await compare(async (origin) => {
      const events: unknown[] = [];
      const failure = await failureOf(
        (async () => {
          const stream = await client(origin).messages.create({ ...say(ask.broken), stream: true });
          for await (const event of stream) events.push(event);
        })(),
      );
      return { events, failure };
    });
    expect(seen.failure.message).toContain('Overloaded');
    const { info, spans } = only(traces);
    expect(info).toMatchObject({
      state: 'ERROR',
      status: 200,
      usage: { input_tokens: messageTruth('text').input },
    });
    expect(spans[0]?.status.message).toContain('Overloaded');
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(GREETING_PIECES[0]);
  });

  it('retries by itself, and both attempts are traces', async () => {
    const { traces } = await compare((origin) =>
      new Anthropic({ apiKey: 'sk', baseURL: `${origin}/anthropic` }).messages.create(say(ask.limitedOnce)),
    );
    expect(traces.map(({ info }) => [info.state, info.status])).toEqual([
      ['ERROR', 429],
      ['OK', 200],
    ]);
  });

  it('counts tokens', async () => {
    const { seen, traces } = await compare((origin) => {
      const { model, messages } = say(ask.text);
      return client(origin).messages.countTokens({ model, messages });
    });
    expect(seen).toEqual({ input_tokens: 14 });
    // Counting costs nothing and generates nothing.
    expect(only(traces).info).toMatchObject({
      state: 'OK',
      provider: 'anthropic',
      cost: { total_cost: null },
    });
  });

  it.each(['/anthropic/', '/anthropic/v1', '/anthropic/v1/'])('takes %s as base URL', async (path) => {
    const { traces, received } = await throughWeir((origin) =>
      client(origin, path).messages.create(say(ask.text)),
    );
    expect(only(received).path).toBe('/anthropic/v1/messages');
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });
});
