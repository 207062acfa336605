/** StartTraceV3 and what API 2.0 has in its place, over HTTP. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();
const v3 = '/api/3.0/mlflow/traces';

function infoOf(traceId: string, more: object = {}) {
  return {
    trace_id: traceId,
    client_request_id: 'req-77',
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
    request_preview: 'What is the refund window?',
    response_preview: '30 days.',
    request_time: '2026-10-06T09:00:00.123Z',
    execution_duration: '1.204s',
    state: 'OK',
    trace_metadata: {
      'mlflow.trace_schema.version': '3',
      'mlflow.trace.session': 'chat-9',
      'mlflow.trace.user': 'u-3',
      'mlflow.trace.tokenUsage': '{"input_tokens": 90, "output_tokens": 12, "total_tokens": 102}',
      'mlflow.trace.sizeStats': '{"total_size_bytes": 4120, "num_spans": 2}',
      'mlflow.source.name': 'app.py',
    },
    tags: { 'mlflow.traceName': 'answer', env: 'prod' },
    assessments: [] as object[],
    ...more,
  };
}

const start = (info: object, key?: string) => wire.call('POST', v3, { trace: { trace_info: info } }, key);
const newId = () => `tr-${newHexTraceId()}`;
const getInfo = async (id: string): Promise<Loose> =>
  (await wire.call('GET', `${v3}/${id}`)).body.trace.trace_info;

describe('POST traces (StartTraceV3)', () => {
  it('answers what was stated, with where artifacts go, and without claiming spans', async () => {
    const id = newId();
    const { status, body } = await start(infoOf(id));
    expect(status).toBe(200);
    const { trace_info: info } = body.trace;
    expect(info).toMatchObject({
      ...infoOf(id),
      trace_metadata: {
        'mlflow.trace.session': 'chat-9',
        'mlflow.trace.user': 'u-3',
        'mlflow.trace.infoFinalized': 'true',
        'mlflow.source.name': 'app.py',
        'mlflow.trace.sizeStats': '{"total_size_bytes": 4120, "num_spans": 2}',
      },
      tags: {
        'mlflow.traceName': 'answer',
        env: 'prod',
        'mlflow.artifactLocation': `mlflow-artifacts:/0/traces/${id}/artifacts`,
      },
    });
    expect(JSON.parse(info.trace_metadata['mlflow.trace.tokenUsage'])).toEqual({
      input_tokens: 90,
      output_tokens: 12,
      total_tokens: 102,
    });
    expect(info.tags['mlflow.trace.spansLocation']).toBeUndefined();
    expect(await getInfo(id)).toEqual(info);
  });

  it.each(['spans first', 'statement first'])(
    'joins the spans, %s, and counts their tokens once (F34)',
    async (order) => {
      const hex = newHexTraceId();
      const [rootId, childId] = [randomHex(8), randomHex(8)];
      const call = {
        'mlflow.spanType': 'CHAT_MODEL',
        'mlflow.chat.tokenUsage': { input_tokens: 90, output_tokens: 12, total_tokens: 102 },
      };
      const send = async () => {
        await sendSpans(wire, [{ traceId: hex, spanId: childId, parentSpanId: rootId, attributes: call }]);
        await sendSpans(wire, [
          { traceId: hex, spanId: rootId, name: 'root span', attributes: { 'session.id': 'other' } },
        ]);
      };
      if (order === 'spans first') await send();
      const stated = await start(infoOf(`tr-${hex}`));
      if (order === 'spans first') {
        expect(stated.body.trace.trace_info.tags['mlflow.trace.spansLocation']).toBe('TRACKING_STORE');
      } else await send();
      expect(await getInfo(`tr-${hex}`)).toMatchObject({
        request_time: '2026-10-06T09:00:00.123Z',
        execution_duration: '1.204s',
        request_preview: 'What is the refund window?',
        state: 'OK',
        trace_metadata: {
          'mlflow.trace.session': 'chat-9',
          'mlflow.trace.tokenUsage': JSON.stringify({
            input_tokens: 90,
            output_tokens: 12,
            total_tokens: 102,
          }),
        },
        tags: { 'mlflow.traceName': 'answer', 'mlflow.trace.spansLocation': 'TRACKING_STORE' },
      });
      const { body } = await wire.call('GET', `${v3}/get?trace_id=tr-${hex}`);
      expect(body.trace.spans).toHaveLength(2);
    },
  );

  it('changes nothing when the client tries again, assessments included', async () => {
    const id = newId();
    const assessments = [
      {
        assessment_name: 'helpful',
        source: { source_type: 'HUMAN', source_id: 'ann' },
        feedback: { value: true },
        create_time: '2026-10-06T09:01:00Z',
        last_update_time: '2026-10-06T09:01:00Z',
      },
    ];
    const once = await start(infoOf(id, { assessments }));
    const twice = await start(infoOf(id, { assessments }));
    expect(twice.body).toEqual(once.body);
    expect(once.body.trace.trace_info.assessments).toMatchObject([
      {
        assessment_name: 'helpful',
        trace_id: id,
        feedback: { value: true },
        assessment_id: expect.any(String),
      },
    ]);
  });

  it('waits for spans that were announced, then says that they are not all there', async () => {
    const hex = newHexTraceId();
    await start(infoOf(`tr-${hex}`));
    await sendSpans(wire, [{ traceId: hex }]);
    const answer = await wire.call('GET', `${v3}/get?trace_id=tr-${hex}`);
    expect(answer).toMatchObject({
      status: 404,
      body: {
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringContaining('not fully exported yet'),
      },
    });
    const partial = await wire.call('GET', `${v3}/get?trace_id=tr-${hex}&allow_partial=true`);
    expect(partial.body.trace.spans).toHaveLength(1);
    expect((await wire.call('GET', `${v3}/batchGet?trace_ids=tr-${hex}`)).body.traces).toEqual([]);
  }, 15_000);

  it.each<[string, (id: string) => object, number]>([
    [
      'an unknown experiment',
      (id) => infoOf(id, { trace_location: { mlflow_experiment: { experiment_id: '424242' } } }),
      404,
    ],
    ['no location', (id) => infoOf(id, { trace_location: undefined }), 400],
    [
      'another location',
      (id) => infoOf(id, { trace_location: { type: 'INFERENCE_TABLE', inference_table: {} } }),
      400,
    ],
    ['no id', () => infoOf('', {}), 400],
    ['an id of spaces', () => infoOf('a b', {}), 400],
    ['an id that is too long', () => infoOf('x'.repeat(300), {}), 400],
    ['a time that is none', (id) => infoOf(id, { request_time: 'now' }), 400],
    ['a duration without its unit', (id) => infoOf(id, { execution_duration: '1.5' }), 400],
    ['an unknown state', (id) => infoOf(id, { state: 'GREAT' }), 400],
    ['metadata that is no text', (id) => infoOf(id, { trace_metadata: { a: 1 } }), 400],
    ['tags that are a list', (id) => infoOf(id, { tags: [] }), 400],
    ['an assessment without a name', (id) => infoOf(id, { assessments: [{ feedback: { value: 1 } }] }), 400],
  ])('refuses %s, and keeps nothing', async (_, make, status) => {
    const id = newId();
    expect(await start(make(id))).toMatchObject({ status, body: { error_code: expect.any(String) } });
    expect(await wire.services.traces.getInfo(id, null)).toBeNull();
  });

  it('refuses a message without a trace, and a deleted experiment', async () => {
    expect(await wire.call('POST', v3, {})).toMatchObject({ status: 400 });
    expect(await wire.call('POST', v3, { trace: {} })).toMatchObject({ status: 400 });
    const created = await wire.services.experiments.create('gone for traces', 1);
    await wire.services.experiments.update(created?.experimentId ?? '', { lifecycleStage: 'deleted' }, 2);
    const location = { mlflow_experiment: { experiment_id: created?.experimentId } };
    expect(await start(infoOf(newId(), { trace_location: location }))).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('keeps a bound key out of other experiments, and from other traces', async () => {
    const key = await wire.keyFor(['write'], '7');
    expect((await start(infoOf(newId()), key)).status).toBe(404);
    expect((await start(infoOf(newId()), await wire.keyFor(['read']))).status).toBe(403);
  });
});

describe('API 2.0: POST traces, PATCH traces/{id}, GET traces/{id}/info, GET traces', () => {
  const v2 = '/api/2.0/mlflow/traces';
  const pairs = (members: Record<string, string>) =>
    Object.entries(members).map(([key, value]) => ({ key, value }));

  it('begins, ends and finds a trace as clients before MLflow 3 do', async () => {
    const begun = await wire.call('POST', v2, {
      experiment_id: '0',
      timestamp_ms: 1_750_000_000_000,
      request_metadata: pairs({ 'mlflow.traceInputs': '{"q": 1}' }),
      tags: pairs({ 'mlflow.traceName': 'old client' }),
    });
    expect(begun).toMatchObject({
      status: 200,
      body: { trace_info: { experiment_id: '0', timestamp_ms: 1_750_000_000_000, status: 'IN_PROGRESS' } },
    });
    const id = begun.body.trace_info.request_id;
    const ended = await wire.call('PATCH', `${v2}/${id}`, {
      request_id: id,
      timestamp_ms: 1_750_000_001_500,
      status: 'OK',
      request_metadata: pairs({ 'mlflow.traceOutputs': '"done"' }),
      tags: pairs({ env: 'prod' }),
    });
    expect(ended.body.trace_info).toMatchObject({ request_id: id, status: 'OK', execution_time_ms: 1500 });
    const info = await wire.call('GET', `${v2}/${id}/info`);
    expect(info.body.trace_info.tags).toEqual(
      expect.arrayContaining(pairs({ 'mlflow.traceName': 'old client', env: 'prod' })),
    );
    expect(info.body.trace_info.request_metadata).toEqual(
      expect.arrayContaining(pairs({ 'mlflow.traceInputs': '{"q": 1}', 'mlflow.traceOutputs': '"done"' })),
    );
    const found = await wire.call(
      'GET',
      `${v2}?experiment_ids=0&filter=${encodeURIComponent("name = 'old client'")}`,
    );
    expect(found.body.traces.map((trace: Loose) => trace.request_id)).toContain(id);
  });

  it.each([
    ['POST', v2, { experiment_id: '424242' }, 404],
    ['POST', v2, {}, 400],
    ['PATCH', `${v2}/tr-unknown`, { status: 'OK' }, 404],
    ['GET', `${v2}/tr-unknown/info`, undefined, 404],
    ['GET', v2, undefined, 400],
    ['GET', `${v2}?experiment_ids=0&max_results=501`, undefined, 400],
    ['GET', `${v2}?experiment_ids=0&filter=nonsense`, undefined, 400],
  ])('%s %s %j is refused', async (method, path, body, status) => {
    expect(await wire.call(method, path, body)).toMatchObject({
      status,
      body: { error_code: expect.any(String) },
    });
  });
});
