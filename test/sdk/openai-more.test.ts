/** The OpenAI SDK's Responses and embeddings, and a Realtime session through `ws`. */
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { directOrigin, weirOrigin } from './support/origins.ts';
import { readTrace } from './support/traces.ts';
import { readEndedNotes, readNotes } from './support/upstream-notes.ts';
import { weatherTool } from './support/weather-tool.ts';
import { VECTOR, embeddingTruth } from './upstream/embeddings.ts';
import { plainResponse, responsesTruth } from './upstream/openai-responses.ts';
import { realtimeTruth } from './upstream/realtime.ts';
import { GREETING, ask } from './upstream/wire.ts';

const client = (origin: string) =>
  new OpenAI({ apiKey: 'sk-caller', baseURL: `${origin}/openai/v1`, maxRetries: 0 });
const say = (input: string) => ({ model: 'gpt-5-mini', input });
const tools: OpenAI.Responses.FunctionTool[] = [
  {
    type: 'function',
    name: weatherTool.name,
    description: weatherTool.description,
    parameters: weatherTool.schema,
    strict: false,
  },
];
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'openai',
  truth: responsesTruth(scenario),
  outputs: plainResponse(scenario),
  streamed,
});

describe('openai: responses', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).responses.create(say(ask.text)),
    );
    expect(seen.output_text).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).responses.create({ ...say(ask.text), stream: true })),
    );
    expect(seen.at(-1)?.type).toBe('response.completed');
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).responses.create({ ...say(ask.tools), tools }),
    );
    expect(seen.output.filter(({ type }) => type === 'function_call')).toHaveLength(2);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream, put together by the SDK', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin)
        .responses.stream({ ...say(ask.tools), tools })
        .finalResponse(),
    );
    expect(seen.output.filter(({ type }) => type === 'function_call')).toHaveLength(2);
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('fails with 400', async () => {
    const { seen, traces } = await compare((origin) =>
      failureOf(client(origin).responses.create(say(ask.invalid))),
    );
    expect(seen).toBeInstanceOf(OpenAI.BadRequestError);
    expectRefusal(only(traces), { provider: 'openai', status: 400, words: 'Refused as asked.' });
  });
});

describe('openai: embeddings', () => {
  it.each([undefined, 'float' as const])('answers with encoding %s', async (encoding) => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).embeddings.create({
        model: 'text-embedding-3-small',
        input: ['first text', 'second text'],
        ...(encoding === undefined ? {} : { encoding_format: encoding }),
      }),
    );
    expect(seen.data.map(({ embedding }) => embedding)).toEqual([VECTOR, VECTOR]);
    const { info, spans } = only(traces);
    expect(spans[0]?.type).toBe('EMBEDDING');
    expect(spans[0]?.attributes['mlflow.spanInputs']).toEqual(
      JSON.parse(Buffer.from(only(received).bodyBase64, 'base64').toString()),
    );
    expect(info).toMatchObject({ state: 'OK', provider: 'openai', usage: { input_tokens: 23 } });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(embeddingTruth('openai')) ?? 0, 12);
  });
});

describe('openai: realtime', () => {
  const script = [
    { type: 'session.update', session: { type: 'realtime', instructions: 'Be friendly.' } },
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: ask.text }] },
    },
    { type: 'response.create' },
  ];

  it('passes a session, which becomes one trace', async () => {
    const start = (await readNotes()).length;
    const direct = await converse(directOrigin, script);
    const through = await converse(weirOrigin, script);
    expect(through.messages).toEqual(direct.messages);
    expect(through.messages.at(-1)).toMatchObject({ type: 'response.done' });
    const notes = await readEndedNotes(start);
    expect(notes.map(({ path, query, end }) => [path, query, end])).toEqual([
      ['/openai/v1/realtime', '?model=gpt-realtime', 'complete'],
      ['/openai/v1/realtime', '?model=gpt-realtime', 'complete'],
    ]);
    expect(notes[1]?.headers.authorization).toBe('Bearer sk-caller');
    const { info, spans } = await readTrace(through.traceId);
    expect(info).toMatchObject({
      state: 'OK',
      status: 101,
      provider: 'openai',
      model: realtimeTruth.model,
      usage: {
        input_tokens: realtimeTruth.input,
        output_tokens: realtimeTruth.output,
        cache_read_input_tokens: realtimeTruth.cacheRead,
      },
    });
    expect(info.cost.total_cost).toBeCloseTo(trueCost(realtimeTruth) ?? 0, 12);
    expect(info.time_to_first_token_ms).toBeGreaterThanOrEqual(0);
    expect(spans[0]?.type).toBe('CHAT_MODEL');
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanInputs'])).toContain(ask.text);
    expect(JSON.stringify(spans[0]?.attributes['mlflow.spanOutputs'])).toContain(JSON.stringify(GREETING));
  });
});

interface Session {
  messages: Record<string, unknown>[];
  traceId: string;
}

/** Says the script, one event after each event that answers the one before, and closes after the response. */
function converse(origin: string, script: readonly object[]): Promise<Session> {
  const url = `${origin.replace('http', 'ws')}/openai/v1/realtime?model=gpt-realtime`;
  const socket = new WebSocket(url, { headers: { authorization: 'Bearer sk-caller' } });
  const session: Session = { messages: [], traceId: '' };
  const remaining = [...script];
  return new Promise((resolve, reject) => {
    socket.on('upgrade', ({ headers }) => {
      session.traceId = String(headers['x-weir-trace-id']);
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Record<string, unknown>;
      session.messages.push(message);
      if (message.type === 'response.done') socket.close(1000);
      if (/^(?:session\.|conversation\.item\.added)/.test(String(message.type))) {
        const next = remaining.shift();
        if (next !== undefined) socket.send(JSON.stringify(next));
      }
    });
    socket.on('close', () => resolve(session));
    socket.on('error', reject);
  });
}
