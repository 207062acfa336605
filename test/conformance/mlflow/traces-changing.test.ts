/** Searching traces, their tags, links and deletion, over HTTP. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, type OtlpSpanSketch } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();
const v2 = '/api/2.0/mlflow';
const v3 = '/api/3.0/mlflow';

const newExperiment = async (name: string): Promise<string> =>
  (await wire.call('POST', `${v2}/experiments/create`, { name })).body.experiment_id;

async function newTrace(experimentId = '0', more: Partial<OtlpSpanSketch> = {}): Promise<string> {
  const traceId = newHexTraceId();
  await sendSpans(wire, [{ traceId, ...more }], experimentId);
  return `tr-${traceId}`;
}

const locations = (...ids: string[]) =>
  ids.map((experiment_id) => ({ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id } }));
const search = (body: object, key?: string) => wire.call('POST', `${v3}/traces/search`, body, key);
const tagsOf = async (id: string): Promise<Loose> =>
  (await wire.call('GET', `${v3}/traces/${id}`)).body.trace.trace_info.tags;

describe('POST traces/search', () => {
  it('filters, orders and pages', async () => {
    const experiment = await newExperiment('searched traces');
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
      await newTrace(experiment, {
        name,
        startNs: `179206560${index}000000000`,
        attributes: { 'session.id': name < 'c' ? 's-1' : 's-2' },
      });
    }
    const names = (body: Loose) => body.traces.map((trace: Loose) => trace.tags['mlflow.traceName']);
    const all = await search({ locations: locations(experiment) });
    expect(names(all.body)).toEqual(['d', 'c', 'b', 'a']);
    const filter = "metadata.`mlflow.trace.session` = 's-1'";
    expect(names((await search({ locations: locations(experiment), filter })).body)).toEqual(['b', 'a']);
    const order_by = ['name ASC'];
    const first = await search({ locations: locations(experiment), order_by, max_results: 3 });
    expect(names(first.body)).toEqual(['a', 'b', 'c']);
    const page_token = first.body.next_page_token;
    const second = await search({ locations: locations(experiment), order_by, max_results: 3, page_token });
    expect(names(second.body)).toEqual(['d']);
    expect(second.body.next_page_token ?? '').toBe('');
  });

  it.each([
    [{}],
    [{ locations: [] }],
    [{ locations: 'all' }],
    [{ locations: locations('0'), max_results: 501 }],
    [{ locations: locations('0'), max_results: 0 }],
    [{ locations: locations('0'), filter: 5 }],
    [{ locations: locations('0'), filter: 'status = OK' }],
    [{ locations: locations('0'), order_by: ['color'] }],
    [{ locations: locations('0'), order_by: ['name', 'name DESC'] }],
    [{ locations: locations('0'), page_token: 'nonsense' }],
  ])('refuses %j with INVALID_PARAMETER_VALUE', async (body) => {
    expect(await search(body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('points at the mistake in a filter', async () => {
    const { body } = await search({ locations: locations('0'), filter: "status = 'OK' AND nothing = 'x'" });
    expect(body.message).toMatch(/position 19/);
  });

  it('shows a bound key its experiment alone', async () => {
    const own = await newExperiment('own traces');
    const mine = await newTrace(own);
    await newTrace();
    const key = await wire.keyFor(['read'], own);
    const { body } = await search({ locations: locations('0', own) }, key);
    expect(body.traces.map((trace: Loose) => trace.trace_id)).toEqual([mine]);
  });
});

describe('PATCH and DELETE traces/{id}/tags', () => {
  it.each([
    ['2.0', 'request_id'],
    ['3.0', 'trace_id'],
  ])('set and remove under %s; the path names the trace', async (version, name) => {
    const id = await newTrace();
    const path = `/api/${version}/mlflow/traces/${id}/tags`;
    for (const value of ['1', '2']) {
      const body = { [name]: 'tr-another', key: 'a.b "c"', value };
      expect(await wire.call('PATCH', path, body)).toMatchObject({ status: 200, body: {} });
    }
    expect(await tagsOf(id)).toMatchObject({ 'a.b "c"': '2' });
    expect(await wire.call('DELETE', path, { key: 'a.b "c"' })).toMatchObject({ status: 200, body: {} });
    expect(await wire.call('DELETE', path, { key: 'a.b "c"' })).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });

  it.each([
    ['PATCH', { key: 'mlflow.artifactLocation', value: 'x' }],
    ['PATCH', { key: 'mlflow.trace.spansLocation', value: 'x' }],
    ['DELETE', { key: 'mlflow.user' }],
    ['PATCH', { key: '', value: 'x' }],
    ['PATCH', { value: 'x' }],
    ['PATCH', { key: 'k'.repeat(251), value: 'x' }],
    ['PATCH', { key: 'k', value: 1 }],
    ['DELETE', {}],
  ])('%s refuses %j with INVALID_PARAMETER_VALUE', async (method, body) => {
    const path = `${v2}/traces/${await newTrace()}/tags`;
    expect(await wire.call(method, path, body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('POST traces/delete-traces', () => {
  const remove = (body: object, key?: string) => wire.call('POST', `${v2}/traces/delete-traces`, body, key);

  it('deletes by ids, of the experiment that is named alone', async () => {
    const experiment = await newExperiment('deleted by id');
    const [one, two, foreign] = [await newTrace(experiment), await newTrace(experiment), await newTrace()];
    const answer = await remove({ experiment_id: experiment, request_ids: [one, foreign, 'tr-unknown'] });
    expect(answer).toMatchObject({ status: 200, body: { traces_deleted: 1 } });
    expect((await wire.call('GET', `${v3}/traces/${one}`)).status).toBe(404);
    for (const id of [two, foreign]) expect((await wire.call('GET', `${v3}/traces/${id}`)).status).toBe(200);
  });

  it('deletes the oldest up to a time and a number', async () => {
    const experiment = await newExperiment('deleted by time');
    const ids: string[] = [];
    for (const second of [1, 2, 3, 4])
      ids.push(await newTrace(experiment, { startNs: `${second}000000000` }));
    const body = { experiment_id: experiment, max_timestamp_millis: 3000 };
    expect((await remove({ ...body, max_traces: 1 })).body).toEqual({ traces_deleted: 1 });
    expect((await remove(body)).body).toEqual({ traces_deleted: 2 });
    expect((await wire.call('GET', `${v3}/traces/${ids[3]}`)).status).toBe(200);
  });

  it.each([
    [{ experiment_id: '0' }],
    [{ experiment_id: '0', request_ids: [] }],
    [{ experiment_id: '0', request_ids: ['a'], max_timestamp_millis: 1 }],
    [{ experiment_id: '0', request_ids: ['a'], max_traces: 1 }],
    [{ experiment_id: '0', max_timestamp_millis: 1, max_traces: 0 }],
    [{ experiment_id: '0', max_timestamp_millis: 1, max_traces: -1 }],
    [{ experiment_id: '0', max_timestamp_millis: 'soon' }],
    [{ request_ids: ['a'] }],
  ])('refuses %j with INVALID_PARAMETER_VALUE', async (body) => {
    expect(await remove(body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('keeps a bound key from others', async () => {
    const foreign = await newTrace();
    const key = await wire.keyFor(['write'], '7');
    expect((await remove({ experiment_id: '0', request_ids: [foreign] }, key)).body).toEqual({
      traces_deleted: 0,
    });
    expect(await remove({ experiment_id: '0', max_timestamp_millis: 4e12 }, key)).toMatchObject({
      status: 404,
    });
    expect((await wire.call('GET', `${v3}/traces/${foreign}`)).status).toBe(200);
  });
});

describe('POST traces/link-to-run, traces/link-prompts', () => {
  it('links traces to a run, by which they are found', async () => {
    const experiment = await newExperiment('linked traces');
    const { body } = await wire.call('POST', `${v2}/runs/create`, { experiment_id: experiment });
    const run_id = body.run.info.run_id;
    const trace = await newTrace(experiment);
    await newTrace(experiment);
    const linked = await wire.call('POST', `${v2}/traces/link-to-run`, { trace_ids: [trace], run_id });
    expect(linked).toMatchObject({ status: 200, body: {} });
    const filter = `attribute.run_id = '${run_id}'`;
    const found = await search({ locations: locations(experiment), filter });
    expect(found.body.traces.map((one: Loose) => one.trace_id)).toEqual([trace]);
  });

  it('links prompt versions, which the trace tells', async () => {
    const experiment = await newExperiment('prompted traces');
    const trace = await newTrace(experiment);
    const prompt_versions = [{ name: 'answer', version: '3' }];
    const linked = await wire.call('POST', `${v2}/traces/link-prompts`, { trace_id: trace, prompt_versions });
    expect(linked).toMatchObject({ status: 200, body: {} });
    expect(JSON.parse((await tagsOf(trace))['mlflow.linkedPrompts'])).toEqual(prompt_versions);
    const found = await search({ locations: locations(experiment), filter: "prompt = 'answer/3'" });
    expect(found.body.traces).toHaveLength(1);
  });

  it.each([
    ['link-to-run', { trace_ids: ['a'], run_id: '0'.repeat(32) }, 404],
    ['link-to-run', { trace_ids: ['a'] }, 400],
    ['link-to-run', { trace_ids: 'a', run_id: 'x' }, 400],
    ['link-prompts', { trace_id: 'a', prompt_versions: [{ name: 'x' }] }, 400],
    ['link-prompts', { prompt_versions: [] }, 400],
  ])('%s refuses %j with %i', async (path, body, status) => {
    expect(await wire.call('POST', `${v2}/traces/${path}`, body)).toMatchObject({
      status,
      body: { error_code: expect.any(String) },
    });
  });
});

describe('POST traces/metrics, traces/calculate-filter-correlation', () => {
  it('counts, by name and by time', async () => {
    const experiment = await newExperiment('measured traces');
    for (const name of ['a', 'a', 'b']) await newTrace(experiment, { name });
    const ask = (more: object) =>
      wire.call('POST', `${v3}/traces/metrics`, {
        experiment_ids: [experiment],
        view_type: 'TRACES',
        metric_name: 'trace_count',
        aggregations: [{ aggregation_type: 'COUNT' }],
        ...more,
      });
    const { body } = await ask({ dimensions: ['trace_name'] });
    expect(body.data_points).toEqual([
      { metric_name: 'trace_count', dimensions: { trace_name: 'a' }, values: { COUNT: 2 } },
      { metric_name: 'trace_count', dimensions: { trace_name: 'b' }, values: { COUNT: 1 } },
    ]);
    const hourly = await ask({
      time_interval_seconds: 3600,
      start_time_ms: 1_792_065_600_000,
      end_time_ms: '1792069200000',
    });
    expect(hourly.body.data_points).toEqual([
      {
        metric_name: 'trace_count',
        dimensions: { time_bucket: '2026-10-15T12:00:00+00:00' },
        values: { COUNT: 3 },
      },
    ]);
    const latency = await ask({
      metric_name: 'latency',
      aggregations: [{ aggregation_type: 'AVG' }, { aggregation_type: 'PERCENTILE', percentile_value: 95 }],
    });
    expect(latency.body.data_points[0].values).toEqual({ AVG: 1204, 'P95.0': 1204 });
    for (const bad of [
      { metric_name: 'color' },
      { aggregations: [] },
      { aggregations: [{ aggregation_type: 'SUM' }] },
      { dimensions: ['color'] },
      { filters: ['nonsense'] },
      { time_interval_seconds: 60 },
      { view_type: 'ALL' },
    ]) {
      expect(await ask(bad)).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    }
  });

  it('correlates filters', async () => {
    const experiment = await newExperiment('correlated traces');
    for (const name of ['a', 'a', 'b']) await newTrace(experiment, { name });
    const ask = (filter_string1: string, filter_string2: string) =>
      wire.call('POST', `${v3}/traces/calculate-filter-correlation`, {
        experiment_ids: [experiment],
        filter_string1,
        filter_string2,
      });
    expect((await ask("name = 'a'", "name = 'b'")).body).toMatchObject({
      npmi: -1,
      filter1_count: 2,
      filter2_count: 1,
      joint_count: 0,
      total_count: 3,
    });
    expect((await ask("name = 'nobody'", "name = 'b'")).body).toMatchObject({
      npmi: 'NaN',
      npmi_smoothed: 'NaN',
    });
    expect(await ask('nonsense', "name = 'b'")).toMatchObject({ status: 400 });
  });
});

describe('logged models', () => {
  it('are none: searches say so, everything else is refused', async () => {
    expect((await wire.call('POST', `${v2}/logged-models/search`, { experiment_ids: ['0'] })).body).toEqual({
      models: [],
    });
    for (const [method, path] of [
      ['POST', 'logged-models'],
      ['GET', 'logged-models/m-1'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined;
      expect(await wire.call(method, `${v2}/${path}`, body)).toMatchObject({
        status: 501,
        body: { error_code: 'NOT_IMPLEMENTED' },
      });
    }
  });
});
