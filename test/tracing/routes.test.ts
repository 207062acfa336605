/** Traces over REST: what is written comes back, in the documented shape, and nothing odd gets in. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import { sampleSpan, sampleTimeMs, sampleTrace } from '../contracts/sample-trace.ts';
import { adminKey, bearing, experiments, managementApp, traces } from '../helpers/management-app.ts';

const app = managementApp();
const headers = bearing(adminKey);
const get = async (path: string, more: Record<string, string> = {}) => {
  const response = await app.request(path, { headers: { ...headers, ...more } });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
};
const change = async (method: string, path: string, body?: unknown) => {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await app.request(path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...init,
  });
  return { status: response.status, body: await response.json() };
};
const idsIn = (body: Record<string, unknown>) =>
  (body['traces'] as { trace_id: string }[]).map((trace) => trace.trace_id);

let experimentId = '';
let search = '';
const newest = sampleTrace({
  session: 's1',
  user: 'u1',
  requestId: 'r1',
  tags: { 'env:x': 'a:b', team: 'core' },
});
const older = sampleTrace({
  requestTimeMs: sampleTimeMs - 60_000,
  state: 'ERROR',
  provider: 'acme',
  requestPreview: 'refund',
});
const oldest = sampleTrace({
  requestTimeMs: sampleTimeMs - 120_000,
  tags: { team: 'core', env: 'dev' },
  model: 'm2',
});

beforeAll(async () => {
  experimentId = (await experiments.create('trace routes', 1))?.experimentId ?? '';
  search = `/api/v1/traces?experiment=${experimentId}`;
  for (const trace of [newest, older, oldest]) trace.info.experimentId = experimentId;
  await traces.write([oldest, newest, older]);
});

describe('a trace over REST', () => {
  it('has the documented shape', async () => {
    const { status, body } = await get(`/api/v1/traces/${newest.info.traceId}`);
    const { traceId } = newest.info;
    const sizeBytes = (await traces.getInfo(traceId, null))?.sizeBytes;
    expect(status).toBe(200);
    expect(body['info']).toEqual({
      trace_id: traceId,
      experiment_id: experimentId,
      request_time: '2026-10-15T12:00:00.000Z',
      execution_duration_ms: 900,
      state: 'OK',
      name: 'chat',
      source: 'proxy',
      provider: 'openai',
      model: 'gpt-4.1-mini',
      session: 's1',
      user: 'u1',
      client_request_id: 'r1',
      status: 200,
      time_to_first_token_ms: 120,
      tokens_per_second: 6.4,
      usage: {
        input_tokens: 10,
        output_tokens: 5,
        total_tokens: 15,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
      },
      cost: { input_cost: 0.001, output_cost: 0.002, total_cost: 0.003 },
      duplicate_of: null,
      usage_estimated: false,
      estimated_tokens: null,
      estimated_cost_usd: null,
      unpriced_span_count: 0,
      span_count: 1,
      size_bytes: sizeBytes,
      request_preview: 'Where is my order?',
      response_preview: 'It left the warehouse yesterday.',
      metadata: {
        'mlflow.trace_schema.version': '3',
        'mlflow.trace.session': 's1',
        'mlflow.trace.user': 'u1',
        'mlflow.user': 'u1',
        'mlflow.trace.tokenUsage': '{"input_tokens":10,"output_tokens":5,"total_tokens":15}',
        'mlflow.trace.cost': '{"input_cost":0.001,"output_cost":0.002,"total_cost":0.003}',
        'mlflow.trace.sizeStats': JSON.stringify({
          total_size_bytes: sizeBytes,
          num_spans: 1,
          max: sizeBytes,
          p25: sizeBytes,
          p50: sizeBytes,
          p75: sizeBytes,
        }),
      },
      tags: {
        'env:x': 'a:b',
        team: 'core',
        'mlflow.traceName': 'chat',
        'mlflow.artifactLocation': `mlflow-artifacts:/${experimentId}/traces/${traceId}/artifacts`,
        'mlflow.trace.spansLocation': 'TRACKING_STORE',
      },
      assessments: [],
    });
    expect(body['spans']).toEqual([
      expect.objectContaining({
        parent_span_id: null,
        type: 'CHAT_MODEL',
        start_time_unix_nano: `${sampleTimeMs}000000`,
        attributes: newest.spans[0]?.attributes,
        status: { code: 'OK', message: '' },
        events: [],
      }),
    ]);
  });

  it('leaves out what is unknown', async () => {
    const unknown = {
      inputTokens: null,
      outputTokens: null,
      totalTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
    };
    const trace = sampleTrace({ experimentId: '0', endTimeMs: null, state: 'IN_PROGRESS' }, [
      sampleSpan({ usage: unknown, cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null } }),
    ]);
    await traces.write([trace]);
    const { body } = await get(`/api/v1/traces/${trace.info.traceId}`);
    expect(body['info']).toMatchObject({
      execution_duration_ms: null,
      tokens_per_second: null,
      usage: { input_tokens: null },
    });
    expect(Object.keys((body['info'] as { metadata: object }).metadata)).toEqual([
      'mlflow.trace_schema.version',
      'mlflow.trace.sizeStats',
    ]);
  });

  it('is searched by every parameter', async () => {
    const [a, b, c] = [newest, older, oldest].map((trace) => trace.info.traceId);
    const cases: [string, (string | undefined)[]][] = [
      ['', [a, b, c]],
      ['&state=ERROR', [b]],
      ['&provider=acme', [b]],
      ['&model=m2', [c]],
      ['&session=s1&user=u1', [a]],
      ['&tag=team:core', [a, c]],
      ['&tag=team:core&tag=env:dev', [c]],
      ['&tag=env%3Ax:a:b', []],
      ['&text=refund', [b]],
      [`&from=${sampleTimeMs - 60_000}&to=2026-10-15T12:00:00Z`, [b]],
      ['&from=2026-10-15T14:00:00%2B02:00', [a]],
      ['&from=2026-10-15T14:00:00+02:00', [a]],
      ['&to=2026-10-15', []],
    ];
    for (const [parameters, ids] of cases) {
      expect([parameters, idsIn((await get(search + parameters)).body)]).toEqual([parameters, ids]);
    }
    expect(
      idsIn((await get('/api/v1/traces?experiment=trace%20routes&experiment=0&text=refund')).body),
    ).toEqual([b]);
  });

  it('is paged', async () => {
    const first = await get(`${search}&page_size=2`);
    expect(idsIn(first.body)).toHaveLength(2);
    const second = await get(`${search}&page_size=2&page_token=${String(first.body['next_page_token'])}`);
    expect(idsIn(second.body)).toEqual([oldest.info.traceId]);
    expect(second.body['next_page_token']).toBeNull();
  });

  it.each([
    ['&page_size=0', 'query.page_size'],
    ['&page_size=1001', 'query.page_size'],
    ['&page_size=x', 'query.page_size'],
    ['&state=BROKEN', 'query.state'],
    ['&from=yesterday', 'from'],
    ['&to=2026', 'to'],
    ['&tag=novalue', 'tag'],
    ['&tag=:v', 'tag'],
    ['&page_token=nonsense', 'page_token'],
  ])('is not searched by %s', async (parameters, field) => {
    expect(await get(search + parameters)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', details: { field } },
    });
  });

  it('is not searched in an experiment that is not there', async () => {
    expect(await get('/api/v1/traces?experiment=nobody')).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });

  it('comes as NDJSON, all of them', async () => {
    const many = Array.from({ length: 1200 }, (_, index) =>
      sampleTrace({ experimentId: '424242', requestTimeMs: sampleTimeMs - index }),
    );
    await traces.write(many);
    await experiments.create('424242', 1);
    for (const [path, accept] of [
      [`${search}&format=ndjson`, '*/*'],
      [search, 'application/x-ndjson'],
    ] as const) {
      const response = await app.request(path, { headers: { ...headers, accept } });
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      const lines = new TextDecoder()
        .decode(await response.arrayBuffer())
        .trimEnd()
        .split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { trace_id: string }).trace_id)).toEqual(
        [newest, older, oldest].map((trace) => trace.info.traceId),
      );
    }
    const everything = await app.request('/api/v1/traces?format=ndjson&page_size=1', { headers });
    const text = new TextDecoder().decode(await everything.arrayBuffer());
    const ids = new Set(
      text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { trace_id: string }).trace_id),
    );
    for (const trace of many) expect(ids).toContain(trace.info.traceId);
    const empty = await app.request(`${search}&format=ndjson&user=nobody`, { headers });
    expect((await empty.arrayBuffer()).byteLength).toBe(0);
    expect((await app.request(`${search}&format=ndjson&page_token=x`, { headers })).status).toBe(400);
  });

  it('takes tags, before it arrives too, and gives them up', async () => {
    const trace = sampleTrace({ experimentId: '0' });
    const path = `/api/v1/traces/${trace.info.traceId}/tags/`;
    expect(await change('PUT', `${path}early`, { value: '1' })).toEqual({ status: 200, body: {} });
    await traces.write([trace]);
    expect((await change('PUT', `${path}${encodeURIComponent('a/b c')}`, { value: '2' })).status).toBe(200);
    expect((await traces.getInfo(trace.info.traceId, null))?.tags).toEqual({ early: '1', 'a/b c': '2' });
    expect((await change('DELETE', `${path}early`)).status).toBe(200);
    expect(await change('DELETE', `${path}early`)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
    for (const [key, value] of [
      ['mlflow.user', 'x'],
      ['mlflow.artifactLocation', 'x'],
      ['k'.repeat(251), 'x'],
    ]) {
      expect(await change('PUT', `${path}${key}`, { value })).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_PARAMETER_VALUE' },
      });
    }
  });

  it('is deleted once', async () => {
    const trace = sampleTrace({ experimentId: '0' });
    await traces.write([trace]);
    const path = `/api/v1/traces/${trace.info.traceId}`;
    expect(await change('DELETE', path)).toEqual({ status: 200, body: {} });
    for (const response of [
      await change('DELETE', path),
      await change('GET', path),
      await get(`/api/v1/traces/${newTraceId()}`),
    ]) {
      expect(response).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
    }
  });

  it('shows models without a price', async () => {
    await traces.noteUnpriced([{ experimentId: '0', provider: 'acme', model: 'large' }]);
    expect((await get('/api/v1/models/unpriced')).body).toEqual({
      models: [{ provider: 'acme', model: 'large', last_seen_time: expect.stringMatching(/^20.*Z$/) }],
    });
  });
});
