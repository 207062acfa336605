/** Reading traces over HTTP, as MLflow's clients do. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, type OtlpSpanSketch } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();
const v3 = '/api/3.0/mlflow/traces';

async function agentTrace(more: OtlpSpanSketch['attributes'] = {}) {
  const traceId = newHexTraceId();
  const [rootId, childId] = [randomHex(8), randomHex(8)];
  await sendSpans(wire, [
    {
      traceId,
      spanId: childId,
      parentSpanId: rootId,
      name: 'call',
      startNs: '1792065600123456788',
      attributes: {
        'mlflow.spanType': 'CHAT_MODEL',
        'mlflow.chat.tokenUsage': { input_tokens: 90, output_tokens: 12, total_tokens: 102 },
        'mlflow.llm.cost': { input_cost: 0.1, output_cost: 0.2, total_cost: 0.3 },
      },
    },
    {
      traceId,
      spanId: rootId,
      name: 'answer',
      attributes: {
        'mlflow.spanType': 'AGENT',
        'mlflow.spanInputs': { question: 'hi', n: 1.5, flag: true, none: null, list: [1, 'a'], empty: {} },
        'mlflow.spanOutputs': 'hello',
        'session.id': 's-1',
        'user.id': 'u-1',
        ...more,
      },
    },
  ]);
  return { id: `tr-${traceId}`, traceId, rootId, childId };
}

describe('GET traces/{trace_id}', () => {
  it('answers TraceInfoV3 with the reserved metadata and tags', async () => {
    const { id } = await agentTrace();
    const { status, body } = await wire.call('GET', `${v3}/${id}`);
    expect(status).toBe(200);
    expect(body.trace.spans).toBeUndefined();
    expect(body.trace.trace_info).toEqual({
      trace_id: id,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
      request_preview: expect.stringContaining('"question":"hi"'),
      response_preview: 'hello',
      request_time: '2026-10-15T12:00:00.123Z',
      execution_duration: '1.204s',
      state: 'OK',
      trace_metadata: {
        'mlflow.trace_schema.version': '3',
        'mlflow.trace.session': 's-1',
        'mlflow.trace.user': 'u-1',
        'mlflow.user': 'u-1',
        'mlflow.trace.tokenUsage': JSON.stringify({ input_tokens: 90, output_tokens: 12, total_tokens: 102 }),
        'mlflow.trace.cost': JSON.stringify({ input_cost: 0.1, output_cost: 0.2, total_cost: 0.3 }),
        'mlflow.trace.sizeStats': expect.stringContaining('"num_spans":2'),
      },
      tags: {
        'mlflow.traceName': 'answer',
        'mlflow.artifactLocation': `mlflow-artifacts:/0/traces/${id}/artifacts`,
        'mlflow.trace.spansLocation': 'TRACKING_STORE',
      },
      assessments: [],
    });
  });

  it.each(['tr-00', 'nothing', 'search'])('of "%s" is 404 RESOURCE_DOES_NOT_EXIST', async (id) => {
    expect(await wire.call('GET', `${v3}/${id}`)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `Trace with ID '${id}' not found.` },
    });
  });
});

describe('GET traces/get', () => {
  it('answers spans as protobuf JSON: base64 ids, nanoseconds as text, attributes decoded', async () => {
    const { id, traceId, rootId, childId } = await agentTrace();
    const { status, body } = await wire.call('GET', `${v3}/get?trace_id=${id}`);
    expect(status).toBe(200);
    expect(body.trace.trace_info.trace_id).toBe(id);
    const toBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
    const [root, child] = body.trace.spans as Loose[];
    expect(root).toMatchObject({
      trace_id: toBase64(traceId),
      span_id: toBase64(rootId),
      parent_span_id: '',
      name: 'answer',
      start_time_unix_nano: '1792065600123456789',
      end_time_unix_nano: '1792065601327456789',
      status: { code: 'STATUS_CODE_UNSET', message: '' },
    });
    expect(child).toMatchObject({ parent_span_id: toBase64(rootId), span_id: toBase64(childId) });
    const attributes = new Map(root.attributes.map((one: Loose) => [one.key, one.value]));
    expect(attributes.get('mlflow.traceRequestId')).toEqual({ string_value: id });
    expect(attributes.get('mlflow.spanType')).toEqual({ string_value: 'AGENT' });
    expect(attributes.get('mlflow.spanInputs')).toEqual({
      kvlist_value: {
        values: [
          { key: 'question', value: { string_value: 'hi' } },
          { key: 'n', value: { double_value: 1.5 } },
          { key: 'flag', value: { bool_value: true } },
          { key: 'none', value: {} },
          { key: 'list', value: { array_value: { values: [{ int_value: '1' }, { string_value: 'a' }] } } },
          { key: 'empty', value: { kvlist_value: { values: [] } } },
        ],
      },
    });
  });

  it.each(['True', 'true', 'False'])('takes allow_partial=%s, as Python writes booleans', async (written) => {
    const { id } = await agentTrace();
    const path = `/ajax-api/3.0/mlflow/traces/get?trace_id=${id}&allow_partial=${written}`;
    expect(await wire.call('GET', path)).toMatchObject({ status: 200 });
  });

  it('reads a proxied call', async () => {
    const demo = createWire({ WEIR_DEMO: 'on', WEIR_PROXY_AUTH: 'open' });
    const answer = await demo.fetch('/demo/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'hello' }] }),
    });
    await answer.text();
    await demo.settled();
    const id = answer.headers.get('x-weir-trace-id');
    const { body } = await wire.call('GET', `${v3}/get?trace_id=${id}`);
    expect(body.trace.trace_info).toMatchObject({
      trace_id: id,
      request_preview: expect.stringContaining('hello'),
    });
    expect(body.trace.spans).toHaveLength(1);
  });

  it.each([
    ['?trace_id=tr-00', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['', 400, 'INVALID_PARAMETER_VALUE'],
    ['?trace_id=tr-00&allow_partial=maybe', 400, 'INVALID_PARAMETER_VALUE'],
  ])('%s is %i %s', async (query, status, code) => {
    expect(await wire.call('GET', `${v3}/get${query}`)).toMatchObject({ status, body: { error_code: code } });
  });
});

describe('GET traces/batchGet, POST traces/batchGetInfos', () => {
  it('answer in the order of the request, without what is unknown', async () => {
    const [one, two] = [await agentTrace(), await agentTrace()];
    const query = [two.id, 'tr-unknown', one.id].map((id) => `trace_ids=${id}`).join('&');
    const { body } = await wire.call('GET', `${v3}/batchGet?${query}`);
    const idOf = (trace: Loose) => trace.trace_info.trace_id;
    expect(body.traces.map(idOf)).toEqual([two.id, one.id]);
    expect(body.traces[0].spans).toHaveLength(2);
    const infos = await wire.call('POST', `${v3}/batchGetInfos`, {
      trace_ids: [two.id, 'tr-unknown', one.id],
    });
    expect(infos.body.trace_infos.map((info: Loose) => info.trace_id)).toEqual([two.id, one.id]);
    const single = await wire.call('GET', `${v3}/batchGet?trace_ids=${one.id}`);
    expect(single.body.traces.map(idOf)).toEqual([one.id]);
    const elsewhere = await wire.call('GET', `${v3}/batchGet?trace_ids=${one.id}&experiment_ids=7`);
    expect(elsewhere.body.traces).toEqual([]);
  });

  it.each([
    ['GET', `${v3}/batchGet`, undefined],
    ['GET', `${v3}/batchGet?${'trace_ids=x&'.repeat(101)}`, undefined],
    ['POST', `${v3}/batchGetInfos`, {}],
    ['POST', `${v3}/batchGetInfos`, { trace_ids: 'tr-1' }],
    ['POST', `${v3}/batchGetInfos`, { trace_ids: [1] }],
  ])('%s %s %j is 400 INVALID_PARAMETER_VALUE', async (method, path, body) => {
    expect(await wire.call(method, path, body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('a key that is bound to an experiment', () => {
  it('reads nothing of others', async () => {
    const { id } = await agentTrace();
    const key = await wire.keyFor(['read'], '4711');
    const call = (method: string, path: string, body?: object) =>
      wire.call(method, `${v3}/${path}`, body, key);
    expect(await call('GET', id)).toMatchObject({ status: 404 });
    expect(await call('GET', `get?trace_id=${id}`)).toMatchObject({ status: 404 });
    expect((await call('GET', `batchGet?trace_ids=${id}`)).body.traces).toEqual([]);
    expect((await call('POST', 'batchGetInfos', { trace_ids: [id] })).body.trace_infos).toEqual([]);
  });
});
