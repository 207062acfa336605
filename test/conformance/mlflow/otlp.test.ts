/** `POST /v1/traces`: OTLP over HTTP, as MLflow's clients and OpenTelemetry SDKs send it. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, wireAdminKey, type Loose } from '../../helpers/mlflow-wire.ts';
import {
  endNs,
  newHexTraceId,
  otlpBinary,
  otlpJson,
  startNs,
  type OtlpSpanSketch,
} from '../../helpers/otlp.ts';

const wire = createWire();

interface Sent {
  body?: BodyInit;
  contentType?: string | null;
  encoding?: string;
  experiment?: string | null;
  key?: string;
  headers?: Record<string, string>;
}

async function post(sent: Sent): Promise<{ status: number; text: string; headers: Headers; json: Loose }> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${sent.key ?? wireAdminKey}`,
    ...sent.headers,
  };
  const { contentType = 'application/x-protobuf', experiment = '0' } = sent;
  if (contentType !== null) headers['content-type'] = contentType;
  if (experiment !== null) headers['x-mlflow-experiment-id'] = experiment;
  if (sent.encoding !== undefined) headers['content-encoding'] = sent.encoding;
  const response = await wire.fetch('/v1/traces', {
    method: 'POST',
    headers,
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  const text = new TextDecoder().decode(await response.arrayBuffer());
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Protobuf answers are no JSON.
  }
  return { status: response.status, text, headers: response.headers, json };
}

const ingest = async (sketches: OtlpSpanSketch[], sent: Sent = {}) => {
  const answer = await post({ body: otlpBinary(sketches), ...sent });
  expect(answer).toMatchObject({ status: 200 });
};
const read = async (hexTraceId: string) => {
  const trace = await wire.services.traces.get(`tr-${hexTraceId}`, null);
  if (trace === null) throw new Error('the trace was not stored');
  return trace;
};

/** A field that no version of OTLP has, of so many zero bytes. */
function unknownField(length: number): Uint8Array {
  return new BinaryWriter().tag(15, WireType.LengthDelimited).bytes(new Uint8Array(length)).finish();
}

describe('POST /v1/traces', () => {
  it('stores spans of protobuf, and answers with an empty message', async () => {
    const traceId = newHexTraceId();
    const [rootId, childId] = [randomHex(8), randomHex(8)];
    const answer = await post({
      body: otlpBinary(
        [
          { traceId, spanId: rootId, name: 'answer', attributes: { 'mlflow.spanType': 'AGENT' } },
          { traceId, spanId: childId, parentSpanId: rootId, name: 'search', startNs: '1792065600200000001' },
        ],
        { 'service.name': 'support-bot', 'deployment.environment.name': 'prod' },
      ),
    });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
    const { info, spans } = await read(traceId);
    expect(info).toMatchObject({
      experimentId: '0',
      name: 'answer',
      state: 'OK',
      source: 'otlp',
      requestTimeMs: 1792065600123,
      endTimeMs: 1792065601327,
      spanCount: 2,
      metadata: { 'weir.environment': 'prod' },
    });
    expect(
      spans.map(({ name, spanId, parentSpanId, type }) => ({ name, spanId, parentSpanId, type })),
    ).toEqual([
      { name: 'answer', spanId: rootId, parentSpanId: null, type: 'AGENT' },
      { name: 'search', spanId: childId, parentSpanId: rootId, type: 'UNKNOWN' },
    ]);
    expect(spans[0]).toMatchObject({ startNs, endNs });
    expect(spans[0]?.attributes).toMatchObject({
      'mlflow.traceRequestId': `tr-${traceId}`,
      'service.name': 'support-bot',
    });
    expect(spans[1]?.startNs).toBe('1792065600200000001');
  });

  it.each([
    ['numbers as text', (text: string) => text],
    ['plain 64-bit numbers', (text: string) => text.replaceAll(/"(\d{19})"/g, '$1')],
    [
      'upper-case ids',
      (text: string) =>
        text.replaceAll(
          /"(traceId|spanId)":"(\w+)"/g,
          (_, name: string, id: string) => `"${name}":"${id.toUpperCase()}"`,
        ),
    ],
    [
      'members nobody knows',
      (text: string) => text.replace('"kind":1', '"kind":1,"fromTheFuture":{"a":[1]}'),
    ],
  ])('reads JSON with %s', async (_, write) => {
    const traceId = newHexTraceId();
    const body = write(JSON.stringify(otlpJson([{ traceId, attributes: { n: 7, list: [1, 'a', null] } }])));
    const answer = await post({ body, contentType: 'application/json; charset=utf-8' });
    expect(answer).toMatchObject({ status: 200, json: {} });
    const { spans } = await read(traceId);
    expect(spans[0]).toMatchObject({ startNs, endNs, attributes: { n: 7, list: [1, 'a', null] } });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (bytes: Uint8Array) => bytes],
  ])('unpacks %s', async (encoding, pack) => {
    const traceId = newHexTraceId();
    await ingest([], { body: new Uint8Array(pack(otlpBinary([{ traceId }]))), encoding });
    expect((await read(traceId)).spans).toHaveLength(1);
  });

  it('joins spans of one trace over many requests, children first, and states its end with the root (F34)', async () => {
    const traceId = newHexTraceId();
    const rootId = randomHex(8);
    const usage = { input_tokens: 90, output_tokens: 12, total_tokens: 102 };
    const call = { 'mlflow.spanType': 'CHAT_MODEL', 'mlflow.chat.tokenUsage': usage };
    await ingest([{ traceId, parentSpanId: rootId, name: 'one', attributes: call }]);
    expect((await read(traceId)).info).toMatchObject({ state: 'IN_PROGRESS', usage: { inputTokens: 90 } });
    await ingest([
      { traceId, parentSpanId: rootId, name: 'two', attributes: { ...call, 'session.id': 's-1' } },
    ]);
    await ingest([
      {
        traceId,
        spanId: rootId,
        name: 'root',
        startNs: '1792065600000000000',
        attributes: {
          // An agent that repeats what its calls used (F35).
          'mlflow.spanType': 'AGENT',
          'mlflow.chat.tokenUsage': { input_tokens: 180, output_tokens: 24, total_tokens: 204 },
          'mlflow.spanInputs': { messages: [{ role: 'user', content: 'Where is my order?' }] },
          'mlflow.spanOutputs': { choices: [{ message: { role: 'assistant', content: 'On its way.' } }] },
          'user.id': 'u-1',
          'mlflow.traceTag.team': 'core',
        },
      },
    ]);
    expect((await read(traceId)).info).toMatchObject({
      state: 'OK',
      name: 'root',
      spanCount: 3,
      session: 's-1',
      user: 'u-1',
      requestTimeMs: 1792065600000,
      requestPreview: 'Where is my order?',
      responsePreview: 'On its way.',
      usage: { inputTokens: 180, outputTokens: 24, totalTokens: 204 },
      tags: { team: 'core' },
    });
  });

  it('links traces whose root came to the run of x-mlflow-run-id', async () => {
    const [whole, part] = [newHexTraceId(), newHexTraceId()];
    const spans = [{ traceId: whole }, { traceId: part, parentSpanId: randomHex(8) }];
    await ingest(spans, { headers: { 'x-mlflow-run-id': 'run-of-otlp' } });
    expect((await read(whole)).info.runIds).toEqual(['run-of-otlp']);
    expect((await read(part)).info.runIds).toEqual([]);
  });

  it('takes traces of many callers in one request', async () => {
    const ids = Array.from({ length: 20 }, newHexTraceId);
    await ingest(ids.map((traceId, index) => ({ traceId, name: `trace ${index}` })));
    for (const [index, id] of ids.entries()) expect((await read(id)).info.name).toBe(`trace ${index}`);
  });

  it('changes nothing when a request comes again', async () => {
    const traceId = newHexTraceId();
    const body = otlpBinary([{ traceId, attributes: { 'mlflow.spanInputs': 'x' } }]);
    await post({ body });
    const before = await read(traceId);
    await post({ body });
    expect(await read(traceId)).toEqual(before);
  });

  it('keeps every attribute of a long conversation, with session and user at its end (F72)', async () => {
    const traceId = newHexTraceId();
    const messages = Array.from({ length: 300 }, (_, index) => [
      [`gen_ai.prompt.${index}.role`, 'user'],
      [`gen_ai.prompt.${index}.content`, `message ${index}`],
    ]).flat();
    const attributes = { ...Object.fromEntries(messages), 'session.id': 's-72', 'user.id': 'u-72' };
    await ingest([{ traceId, attributes }]);
    const { info, spans } = await read(traceId);
    expect(info).toMatchObject({ session: 's-72', user: 'u-72', requestPreview: 'message 299' });
    const inputs = spans[0]?.attributes['mlflow.spanInputs'];
    expect(inputs).toMatchObject({ messages: { length: 300 } });
  });

  it('keeps integers beyond 2^53 exactly, and what no number is', async () => {
    const traceId = newHexTraceId();
    const text = JSON.stringify(otlpJson([{ traceId, attributes: { id: 'ID', nan: 'NAN' } }]))
      .replace('{"stringValue":"ID"}', '{"intValue":9223372036854775807}')
      .replace('{"stringValue":"NAN"}', '{"doubleValue":"NaN"}');
    await post({ body: text, contentType: 'application/json' });
    expect((await read(traceId)).spans[0]?.attributes).toMatchObject({
      id: '9223372036854775807',
      nan: 'NaN',
    });
  });

  it('prices a call whose model is known, by its own time', async () => {
    const traceId = newHexTraceId();
    await ingest([
      {
        traceId,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
          'gen_ai.usage.input_tokens': 1000,
          'gen_ai.usage.output_tokens': 100,
        },
      },
    ]);
    const { info, spans } = await read(traceId);
    expect(info).toMatchObject({ provider: 'openai', model: 'gpt-4.1-mini-2025-04-14' });
    expect(info.cost.totalCostUsd).toBeCloseTo(0.00056, 8);
    expect(spans[0]?.attributes['mlflow.llm.cost']).toMatchObject({ total_cost: info.cost.totalCostUsd });
  });

  it('keeps exceptions as events, and the root’s failure as the trace’s', async () => {
    const traceId = newHexTraceId();
    await ingest([
      {
        traceId,
        status: { code: 2, message: 'ValueError: no' },
        events: [
          { name: 'exception', attributes: { 'exception.type': 'ValueError', 'exception.message': 'no' } },
        ],
      },
    ]);
    const { info, spans } = await read(traceId);
    expect(info.state).toBe('ERROR');
    expect(spans[0]).toMatchObject({
      status: { code: 'ERROR', message: 'ValueError: no' },
      events: [{ name: 'exception', attributes: { 'exception.type': 'ValueError' } }],
    });
  });

  it('hangs a call through the proxy in the caller’s tree', async () => {
    const traceId = newHexTraceId();
    const rootId = randomHex(8);
    const demo = createWire({ WEIR_DEMO: 'on', WEIR_PROXY_AUTH: 'open' });
    const answer = await demo.fetch('/demo/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${rootId}-01` },
      body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'hello' }] }),
    });
    expect(answer.headers.get('x-weir-trace-id')).toBe(`tr-${traceId}`);
    await answer.text();
    await demo.settled();
    await ingest([{ traceId, spanId: rootId, name: 'agent', attributes: { 'mlflow.spanType': 'AGENT' } }]);
    const { info, spans } = await read(traceId);
    expect(info).toMatchObject({ name: 'agent', state: 'OK', spanCount: 2 });
    expect(spans.find(({ type }) => type === 'CHAT_MODEL')?.parentSpanId).toBe(rootId);
    expect(info.usage.totalTokens).toBeGreaterThan(0);
  });
});

describe('the experiment of POST /v1/traces', () => {
  const target = async (sent: Sent) => {
    const traceId = newHexTraceId();
    await ingest([{ traceId }], sent);
    return (await read(traceId)).info.experimentId;
  };

  it('is the one of x-mlflow-experiment-id, else of x-weir-experiment, else Default', async () => {
    const id = await wire.services.findExperimentId('0', null);
    expect(await target({ experiment: id })).toBe('0');
    const created = await target({ experiment: null, headers: { 'x-weir-experiment': 'agents of otlp' } });
    expect(await wire.services.findExperimentId('agents of otlp', null)).toBe(created);
    expect(await target({ experiment: created })).toBe(created);
    expect(await target({ experiment: null })).toBe('0');
  });

  it('is the one of a key that is bound to it', async () => {
    const bound = await target({ experiment: null, headers: { 'x-weir-experiment': 'bound otlp' } });
    const key = await wire.keyFor(['write'], bound);
    expect(await target({ experiment: null, key })).toBe(bound);
    expect(await target({ experiment: null, key, headers: { 'x-weir-experiment': 'elsewhere' } })).toBe(
      bound,
    );
    expect(await post({ body: otlpBinary([{ traceId: newHexTraceId() }]), key })).toMatchObject({
      status: 404,
    });
    const foreign = newHexTraceId();
    await ingest([{ traceId: foreign }]);
    const answer = await post({ body: otlpBinary([{ traceId: foreign }]), experiment: bound, key });
    expect(answer.status).toBe(200);
    expect((await read(foreign)).spans).toHaveLength(1);
    const own = await wire.services.traces.get(`tr-${foreign}`, bound);
    expect(own?.spans).toHaveLength(1);
    expect(own?.info.traceId).not.toBe(`tr-${foreign}`);
  });

  it('must exist and be active when it is named by id', async () => {
    const body = () => otlpBinary([{ traceId: newHexTraceId() }]);
    expect(await post({ body: body(), experiment: '424242' })).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: expect.stringContaining('424242') },
    });
    const gone = await target({ experiment: null, headers: { 'x-weir-experiment': 'gone otlp' } });
    await wire.services.experiments.update(gone, { lifecycleStage: 'deleted' }, 1);
    expect(await post({ body: body(), experiment: gone })).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('what POST /v1/traces refuses', () => {
  const span = { traceId: newHexTraceId() };

  it.each<[string, Sent, number, string]>([
    ['another content type', { contentType: 'text/plain', body: 'x' }, 400, 'Invalid Content-Type'],
    ['no content type', { contentType: null, body: new Uint8Array([1]) }, 400, 'Invalid Content-Type'],
    ['an unknown encoding', { encoding: 'br', body: otlpBinary([span]) }, 400, 'Content-Encoding'],
    ['corrupt gzip', { encoding: 'gzip', body: 'not gzip' }, 400, 'gzip'],
    ['corrupt deflate', { encoding: 'deflate', body: 'not deflate' }, 400, 'deflate'],
    ['an empty request', { body: new Uint8Array() }, 400, 'no spans found'],
    ['an empty JSON request', { contentType: 'application/json', body: '{}' }, 400, 'no spans found'],
    ['no protobuf', { body: 'definitely not' }, 400, 'Invalid OpenTelemetry format'],
    [
      'no JSON',
      { contentType: 'application/json', body: '{"resourceSpans": [' },
      400,
      'Invalid OpenTelemetry',
    ],
    ['JSON that is no object', { contentType: 'application/json', body: '[]' }, 400, 'Invalid OpenTelemetry'],
    [
      'no UTF-8',
      { contentType: 'application/json', body: new Uint8Array([0x7b, 0xff, 0x7d]) },
      400,
      'Invalid',
    ],
    [
      'ids that are no hex',
      { contentType: 'application/json', body: JSON.stringify(otlpJson([{ traceId: 'xyz' }])) },
      400,
      'Invalid',
    ],
    ['a span without trace id', { body: otlpBinary([{ traceId: '' }]) }, 422, 'Cannot convert'],
    ['a trace id of zeros', { body: otlpBinary([{ traceId: '0'.repeat(32) }]) }, 422, 'Cannot convert'],
    ['a short span id', { body: otlpBinary([{ ...span, spanId: 'abcd' }]) }, 422, 'Cannot convert'],
    [
      'a bomb',
      { encoding: 'gzip', body: new Uint8Array(gzipSync(unknownField(110 * 1024 * 1024))) },
      413,
      'larger',
    ],
    ['much that is nothing', { body: new Uint8Array(9 * 1024 * 1024) }, 400, 'Invalid'],
  ])('%s', async (_, sent, status, detail) => {
    expect(await post(sent)).toMatchObject({ status, json: { detail: expect.stringContaining(detail) } });
  });

  it('callers without a key, or without the scope write', async () => {
    const key = await wire.keyFor(['read', 'proxy']);
    expect(await post({ body: otlpBinary([span]), key })).toMatchObject({
      status: 403,
      json: { detail: expect.stringContaining('write') },
    });
    expect(await post({ body: otlpBinary([span]), key: 'weir_wrong' })).toMatchObject({
      status: 401,
      json: { detail: expect.any(String) },
    });
  });
});
