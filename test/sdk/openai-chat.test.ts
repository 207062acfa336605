/** The OpenAI SDK's chat completions, through Weir by nothing but the base URL. */
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only, throughWeir } from './support/compare.ts';
import { expectRefusal, expectTrace, tidy } from './support/expect-trace.ts';
import { weirOrigin } from './support/origins.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { GREETING, ask } from './upstream/wire.ts';

const MODEL = 'gpt-4.1-mini';

const client = (origin: string, path = '/openai/v1') =>
  new OpenAI({ apiKey: 'sk-caller', baseURL: origin + path });
const say = (content: string) => ({ model: MODEL, messages: [{ role: 'user' as const, content }] });
const tools: OpenAI.Chat.Completions.ChatCompletionTool[] = [
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
  provider: 'openai',
  truth: chatTruth('openai', scenario),
  outputs: plainChat('openai', scenario),
  streamed,
});

describe('openai: chat completions', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat.completions.create(say(ask.text)),
    );
    expect(seen.choices[0]?.message.content).toBe(GREETING);
    expect(only(received).headers.authorization).toBe('Bearer sk-caller');
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams; usage that Weir asked for does not reach a caller who did not', async () => {
    // Asked for usage, OpenAI puts `usage: null` into all other chunks; that much of the edit is seen.
    const view = (chunks: OpenAI.ChatCompletionChunk[]) =>
      chunks.map((chunk) => ({ ...chunk, usage: undefined }));
    const { seen, traces, received } = await compare(
      async (origin) =>
        collect(await client(origin).chat.completions.create({ ...say(ask.text), stream: true })),
      { view },
    );
    expect(seen.every((chunk) => chunk.choices.length === 1 && !chunk.usage)).toBe(true);
    const body = Buffer.from(only(received).bodyBase64, 'base64').toString();
    expect(body).toContain('"stream_options":{"include_usage":true}');
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
    expect(only(traces).spans[0]?.attributes['weir.usage.asked']).toBe(true);
  });

  it('streams with usage for a caller who asks', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const request = { ...say(ask.text), stream: true, stream_options: { include_usage: true } } as const;
      return collect(await client(origin).chat.completions.create(request));
    });
    expect(seen.at(-1)?.usage?.total_tokens).toBe(1257);
    const trace = only(traces);
    expectTrace(trace, { ...expected('text', true), received: only(received) });
    expect(trace.spans[0]?.attributes['weir.usage.asked']).toBeUndefined();
  });

  it('leaves the stream alone on request, and estimates what it was not told', async () => {
    const { traces, received } = await compare(async (origin) => {
      const headers = { 'x-weir-stream-usage': 'untouched' };
      const options = origin === weirOrigin ? { headers } : {};
      return collect(
        await client(origin).chat.completions.create({ ...say(ask.text), stream: true }, options),
      );
    });
    expect(Buffer.from(only(received).bodyBase64, 'base64').toString()).not.toContain('include_usage');
    const trace = only(traces);
    expect(trace.info.usage.output_tokens).toBeGreaterThan(0);
    expect(trace.spans[0]?.attributes['weir.usage.estimated']).toBe(true);
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat.completions.create({ ...say(ask.tools), tools }),
    );
    const calls = seen.choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments))).toEqual(
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
        .chat.completions.stream({ ...say(ask.tools), tools })
        .finalMessage(),
    );
    expect(seen.tool_calls).toHaveLength(2);
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('goes on with the tools’ results', async () => {
    const { traces, received } = await compare((origin) => {
      const answered = (plainChat('openai', 'tools').choices as { message: never }[])[0]?.message as never;
      const results = ['call_0', 'call_1'].map((tool_call_id) => ({
        role: 'tool' as const,
        tool_call_id,
        content: 'sunny',
      }));
      const messages = [...say(ask.tools).messages, answered, ...results];
      return client(origin).chat.completions.create({ model: MODEL, messages, tools });
    });
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it.each([
    [429, ask.limited, 'Rate limit reached'],
    [400, ask.invalid, "Invalid value: 'purple'."],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) =>
      failureOf(
        new OpenAI({ apiKey: 'sk', baseURL: `${origin}/openai/v1`, maxRetries: 0 }).chat.completions.create(
          say(prompt),
        ),
      ),
    );
    expect(seen).toBeInstanceOf(OpenAI.APIError);
    expect(seen).toMatchObject({ status, message: expect.stringContaining(words) });
    if (status === 429) {
      expect(seen).toBeInstanceOf(OpenAI.RateLimitError);
      expect((seen as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7');
    }
    expectRefusal(only(traces), { provider: 'openai', status, words });
  });

  it('retries by itself, and both attempts are traces', async () => {
    const { seen, traces } = await compare((origin) =>
      client(origin).chat.completions.create(say(ask.limitedOnce)),
    );
    expect(seen.choices[0]?.message.content).toBe(GREETING);
    expect(traces.map(({ info }) => [info.state, info.status])).toEqual([
      ['ERROR', 429],
      ['OK', 200],
    ]);
  });

  it.each(['/openai', '/openai/', '/openai/v1/', '/openai/v1/v1'])('takes %s as base URL', async (path) => {
    const { seen, traces, received } = await throughWeir((origin) =>
      client(origin, path).chat.completions.create(say(ask.text)),
    );
    expect(tidy(seen)).toEqual(tidy(plainChat('openai', 'text')));
    expect(only(received).path).toBe('/openai/v1/chat/completions');
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('gives the trace id with the raw response, and keeps what headers say of the call', async () => {
    const headers = {
      'x-weir-session': 'session-81',
      'x-weir-user': 'user-7',
      'x-weir-request-id': 'order-4711',
      'x-weir-tag-env': 'test',
      'helicone-property-team': 'search',
    };
    const { seen, traces, received } = await throughWeir((origin) =>
      client(origin).chat.completions.create(say(ask.text), { headers }).withResponse(),
    );
    const { info } = only(traces);
    expect(seen.response.headers.get('x-weir-trace-id')).toBe(info.trace_id);
    expect(info).toMatchObject({ session: 'session-81', user: 'user-7', client_request_id: 'order-4711' });
    expect(info.tags).toMatchObject({ env: 'test', team: 'search' });
    const foreign = Object.keys(only(received).headers).filter((name) => /weir|helicone/.test(name));
    expect(foreign).toEqual([]);
  });
});
