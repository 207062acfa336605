/** Runs over HTTP, as MLflow's clients call them. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';

const wire = createWire();
const v2 = '/api/2.0/mlflow';

async function post(path: string, body: object, key?: string) {
  return wire.call('POST', `${v2}/${path}`, body, key);
}

async function ok(path: string, body: object): Promise<Loose> {
  const answer = await post(path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

const createRun = async (more: object = {}): Promise<string> =>
  (await ok('runs/create', { experiment_id: '0', start_time: 1000, ...more })).run.info.run_id;
const get = async (id: string): Promise<Loose> =>
  (await wire.call('GET', `${v2}/runs/get?run_id=${id}`)).body.run;
const newExperiment = async (name: string): Promise<string> =>
  (await ok('experiments/create', { name })).experiment_id;

describe('POST runs/create, GET runs/get', () => {
  it('creates a run that is running', async () => {
    const { run } = await ok('runs/create', {
      experiment_id: '0',
      user_id: 'ann',
      run_name: 'first',
      start_time: 1790000000000,
      tags: [{ key: 'mlflow.source.name', value: 'app.py' }],
    });
    const id = run.info.run_id;
    expect(run).toEqual({
      info: {
        run_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        run_uuid: id,
        run_name: 'first',
        experiment_id: '0',
        user_id: 'ann',
        status: 'RUNNING',
        start_time: 1790000000000,
        artifact_uri: `mlflow-artifacts:/0/${id}/artifacts`,
        lifecycle_stage: 'active',
      },
      data: {
        metrics: [],
        params: [],
        tags: expect.arrayContaining([
          { key: 'mlflow.source.name', value: 'app.py' },
          { key: 'mlflow.runName', value: 'first' },
        ]),
      },
      inputs: { dataset_inputs: [], model_inputs: [] },
      outputs: { model_outputs: [] },
    });
    const read = await get(id);
    expect(read.info).toEqual(run.info);
    expect(read.data.tags).toEqual(expect.arrayContaining(run.data.tags));
    expect((await wire.call('GET', `${v2}/runs/get?run_uuid=${id}`)).body.run.info.run_id).toBe(id);
  });

  it('takes the name from the tag, or makes one', async () => {
    const tagged = await createRun({ tags: [{ key: 'mlflow.runName', value: 'tagged' }] });
    expect((await get(tagged)).info.run_name).toBe('tagged');
    expect((await get(await createRun())).info.run_name).toMatch(/./);
  });

  it.each([
    [{ experiment_id: '424242' }, 404],
    [{}, 400],
    [{ experiment_id: '0', start_time: 'soon' }, 400],
    [{ experiment_id: '0', run_name: 'a', tags: [{ key: 'mlflow.runName', value: 'b' }] }, 400],
  ])('refuses %j with %i', async (body, status) => {
    expect(await post('runs/create', body)).toMatchObject({
      status,
      body: { error_code: expect.any(String) },
    });
  });

  it('of an unknown run is 404', async () => {
    expect(await wire.call('GET', `${v2}/runs/get?run_id=nobody`)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
    expect(await wire.call('GET', `${v2}/runs/get`)).toMatchObject({ status: 400 });
  });
});

describe('POST runs/update, delete, restore', () => {
  it('ends a run and renames it', async () => {
    const id = await createRun();
    const body = { run_id: id, status: 'FINISHED', end_time: 2000, run_name: 'renamed' };
    const { run_info: info } = await ok('runs/update', body);
    expect(info).toMatchObject({ run_id: id, status: 'FINISHED', end_time: 2000, run_name: 'renamed' });
    expect((await get(id)).data.tags).toContainEqual({ key: 'mlflow.runName', value: 'renamed' });
    expect((await ok('runs/update', { run_id: id, status: 4 })).run_info.status).toBe('FAILED');
    expect(await post('runs/update', { run_id: id, status: 'DONE' })).toMatchObject({ status: 400 });
  });

  it('deletes and restores; a deleted run takes no writes', async () => {
    const id = await createRun();
    await ok('runs/delete', { run_id: id });
    expect((await get(id)).info.lifecycle_stage).toBe('deleted');
    for (const [path, body] of [
      ['runs/update', { status: 'FINISHED' }],
      ['runs/delete', {}],
      ['runs/set-tag', { key: 'a', value: 'b' }],
      ['runs/log-batch', {}],
      ['runs/log-inputs', {}],
    ] as const) {
      expect(await post(path, { run_id: id, ...body })).toMatchObject({ status: 400 });
    }
    await ok('runs/restore', { run_id: id });
    expect((await get(id)).info.lifecycle_stage).toBe('active');
    expect(await post('runs/restore', { run_id: id })).toMatchObject({ status: 400 });
  });
});

describe('POST runs/log-metric, log-parameter, set-tag, delete-tag, log-batch', () => {
  it('logs; the latest value of a metric is the one of the highest step', async () => {
    const id = await createRun();
    const metric = (value: unknown, step: number, timestamp = 10) =>
      ok('runs/log-metric', { run_id: id, key: 'loss', value, timestamp, step });
    await metric(0.5, 2);
    await metric(0.9, 1, 99);
    await metric('0.25', 2, 11);
    await metric(0.125, 2, 11);
    await ok('runs/log-parameter', { run_id: id, key: 'lr', value: '0.1' });
    await ok('runs/set-tag', { run_id: id, key: 'team', value: 'core' });
    await ok('runs/set-tag', { run_id: id, key: 'team', value: 'edge' });
    await ok('runs/set-tag', { run_id: id, key: 'gone', value: 'soon' });
    await ok('runs/delete-tag', { run_id: id, key: 'gone' });
    const { data } = await get(id);
    expect(data.metrics).toEqual([{ key: 'loss', value: 0.25, timestamp: 11, step: 2 }]);
    expect(data.params).toEqual([{ key: 'lr', value: '0.1' }]);
    expect(data.tags).toContainEqual({ key: 'team', value: 'edge' });
    expect(data.tags.map((tag: Loose) => tag.key)).not.toContain('gone');
    const { body } = await wire.call('GET', `${v2}/metrics/get-history?run_id=${id}&metric_key=loss`);
    expect(body.metrics.map((one: Loose) => [one.timestamp, one.step, one.value])).toEqual([
      [10, 2, 0.5],
      [11, 2, 0.125],
      [11, 2, 0.25],
      [99, 1, 0.9],
    ]);
  });

  it('takes values that JSON cannot write', async () => {
    const id = await createRun();
    for (const value of ['NaN', 'Infinity', '-Infinity']) {
      await ok('runs/log-metric', { run_id: id, key: value, value, timestamp: 1 });
    }
    const { data } = await get(id);
    const byKey = Object.fromEntries(data.metrics.map((one: Loose) => [one.key, one.value]));
    expect(byKey['NaN']).toBe('NaN');
    expect(byKey['Infinity']).toBeGreaterThan(1e300);
    expect(byKey['-Infinity']).toBeLessThan(-1e300);
  });

  it('refuses another value for a parameter, and keeps nothing of that batch', async () => {
    const id = await createRun();
    await ok('runs/log-parameter', { run_id: id, key: 'lr', value: '0.1' });
    await ok('runs/log-parameter', { run_id: id, key: 'lr', value: '0.1' });
    const answer = await post('runs/log-batch', {
      run_id: id,
      metrics: [{ key: 'm', value: 1, timestamp: 1, step: 0 }],
      params: [{ key: 'lr', value: '0.2' }],
      tags: [{ key: 't', value: 'v' }],
    });
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect((await get(id)).data.metrics).toEqual([]);
  });

  it('takes a full batch, and refuses a larger one', async () => {
    const id = await createRun();
    const metrics = Array.from({ length: 800 }, (_, index) => ({
      key: `m${index}`,
      value: index,
      timestamp: 1,
    }));
    const params = Array.from({ length: 100 }, (_, index) => ({ key: `p${index}`, value: 'x' }));
    const tags = Array.from({ length: 100 }, (_, index) => ({ key: `t${index}`, value: 'x' }));
    await ok('runs/log-batch', { run_id: id, metrics, params, tags });
    expect((await get(id)).data.metrics).toHaveLength(800);
    const more = [...metrics, { key: 'one more', value: 1, timestamp: 1 }];
    expect(await post('runs/log-batch', { run_id: id, metrics: more, params, tags })).toMatchObject({
      status: 400,
    });
    expect(await post('runs/log-batch', { run_id: id, params: [...params, ...params] })).toMatchObject({
      status: 400,
    });
  });

  it.each([
    ['runs/log-metric', { key: 'k', value: 'much', timestamp: 1 }],
    ['runs/log-metric', { key: 'k', timestamp: 1 }],
    ['runs/log-metric', { key: 'k', value: 1 }],
    ['runs/log-metric', { key: '../k', value: 1, timestamp: 1 }],
    ['runs/log-parameter', { key: '', value: 'x' }],
    ['runs/set-tag', { key: 'k'.repeat(251), value: 'x' }],
    ['runs/log-batch', { metrics: {} }],
  ])('%s refuses %j with INVALID_PARAMETER_VALUE', async (path, body) => {
    expect(await post(path, { run_id: await createRun(), ...body })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('delete-tag of a tag that is not there is 404', async () => {
    expect(await post('runs/delete-tag', { run_id: await createRun(), key: 'no' })).toMatchObject({
      status: 404,
    });
  });
});

describe('POST runs/log-inputs, runs/outputs', () => {
  it('keeps datasets and models', async () => {
    const id = await createRun();
    const dataset = { name: 'cases', digest: 'abc', source_type: 'code', source: '{}', schema: '{"a":1}' };
    const tags = [{ key: 'mlflow.data.context', value: 'eval' }];
    const input = { run_id: id, datasets: [{ tags, dataset }], models: [{ model_id: 'm-1' }] };
    await ok('runs/log-inputs', input);
    await ok('runs/log-inputs', input);
    await ok('runs/outputs', { run_id: id, models: [{ model_id: 'm-2', step: 3 }] });
    const run = await get(id);
    expect(run.inputs).toEqual({
      dataset_inputs: [{ tags, dataset }],
      model_inputs: [{ model_id: 'm-1' }],
    });
    expect(run.outputs).toEqual({ model_outputs: [{ model_id: 'm-2', step: 3 }] });
    expect(
      await post('runs/log-inputs', { run_id: id, datasets: [{ dataset: { name: 'x' } }] }),
    ).toMatchObject({
      status: 400,
    });
  });
});

describe('POST runs/search', () => {
  const seeded = (async () => {
    const experiment = await newExperiment('searched runs');
    const seed = async (name: string, start: number, loss: number | null, lr: string | null) => {
      const id = await createRun({
        experiment_id: experiment,
        run_name: name,
        start_time: start,
        tags: [{ key: 'team', value: name }],
      });
      await ok('runs/log-batch', {
        run_id: id,
        metrics: loss === null ? [] : [{ key: 'loss', value: loss, timestamp: 1 }],
        params: lr === null ? [] : [{ key: 'lr', value: lr }],
      });
      return id;
    };
    const alpha = await seed('alpha', 100, 0.5, '0.1');
    await seed('beta_1', 200, 0.25, 'Fast');
    await seed('gamma', 300, null, null);
    await ok('runs/update', { run_id: alpha, status: 'FINISHED', end_time: 150 });
    await ok('runs/log-inputs', {
      run_id: alpha,
      datasets: [
        {
          tags: [{ key: 'mlflow.data.context', value: 'eval' }],
          dataset: { name: 'cases', digest: 'd1', source_type: 'code', source: '{}' },
        },
      ],
    });
    return { experiment, alpha };
  })();

  const names = async (body: object): Promise<string[]> => {
    const { experiment } = await seeded;
    const { runs } = await ok('runs/search', { experiment_ids: [experiment], ...body });
    return runs.map((run: Loose) => run.info.run_name);
  };

  it.each([
    ['', ['gamma', 'beta_1', 'alpha']],
    ['metrics.loss < 0.5', ['beta_1']],
    ['metric.loss >= 0.25 AND metrics.loss != 0.5', ['beta_1']],
    ["params.lr = '0.1'", ['alpha']],
    ["params.lr != '0.1'", ['beta_1']],
    ["parameters.lr ILIKE 'fast'", ['beta_1']],
    ["params.lr LIKE 'fast'", []],
    ['params.lr IS NULL', ['gamma']],
    ['params.lr IS NOT NULL', ['beta_1', 'alpha']],
    ["tags.team LIKE '%a_1'", ['beta_1']],
    ["tags.`team` LIKE 'al%'", ['alpha']],
    ["attributes.status = 'FINISHED'", ['alpha']],
    ["status != 'FINISHED'", ['gamma', 'beta_1']],
    ["run_name ILIKE '%ETA%'", ['beta_1']],
    ["attributes.`run name` = 'gamma'", ['gamma']],
    ['start_time > 100 AND created <= 200', ['beta_1']],
    ['end_time < 1000', ['alpha']],
    ["datasets.name = 'cases' AND dataset.context = 'eval' AND dataset.digest LIKE 'd%'", ['alpha']],
    ["datasets.name IN ('other')", []],
  ])('finds by "%s"', async (filter, expected) => {
    expect(await names({ filter })).toEqual(expected);
  });

  it('finds by a list of ids', async () => {
    const { alpha } = await seeded;
    expect(await names({ filter: `attributes.run_id IN ('${alpha}', 'nobody')` })).toEqual(['alpha']);
  });

  it.each([
    [['metrics.loss ASC'], ['beta_1', 'alpha', 'gamma']],
    [['metrics.loss DESC'], ['alpha', 'beta_1', 'gamma']],
    [['params.`lr`'], ['alpha', 'beta_1', 'gamma']],
    [['attributes.start_time ASC'], ['alpha', 'beta_1', 'gamma']],
    [['run_name DESC'], ['gamma', 'beta_1', 'alpha']],
  ])('orders by %j, runs without a value last', async (order_by, expected) => {
    expect(await names({ order_by })).toEqual(expected);
  });

  it('pages', async () => {
    const { experiment } = await seeded;
    const first = await ok('runs/search', { experiment_ids: [experiment], max_results: 2 });
    expect(first.runs).toHaveLength(2);
    const second = await ok('runs/search', {
      experiment_ids: [experiment],
      max_results: 2,
      page_token: first.next_page_token,
    });
    expect(second.runs).toHaveLength(1);
    expect(second.next_page_token).toBeUndefined();
  });

  it('lists deleted runs when asked', async () => {
    const experiment = await newExperiment('deleted runs');
    await ok('runs/delete', { run_id: await createRun({ experiment_id: experiment }) });
    for (const [run_view_type, count] of [
      ['ACTIVE_ONLY', 0],
      ['DELETED_ONLY', 1],
      ['ALL', 1],
    ] as const) {
      const { runs } = await ok('runs/search', { experiment_ids: [experiment], run_view_type });
      expect(runs).toHaveLength(count);
    }
  });

  it.each([
    [{ filter: 'loss < 1' }],
    [{ filter: "metrics.loss = 'much'" }],
    [{ filter: "metrics.loss LIKE 'x'" }],
    [{ filter: 'params.lr = 5' }],
    [{ filter: 'params.lr > 5' }],
    [{ filter: "things.a = 'b'" }],
    [{ filter: "dataset.color = 'b'" }],
    [{ filter: "tags.a = 'b" }],
    [{ filter: `tags.a LIKE '${'_a'.repeat(40)}'` }],
    [{ order_by: ['nothing'] }],
    [{ max_results: 0 }],
    [{ max_results: 50_001 }],
    [{ experiment_ids: '0' }],
  ])('refuses %j with INVALID_PARAMETER_VALUE', async (body) => {
    expect(await post('runs/search', { experiment_ids: ['0'], ...body })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('keys', () => {
  it('bound to an experiment see only its runs', async () => {
    const own = await newExperiment('own runs');
    const [mine, foreign] = [await createRun({ experiment_id: own }), await createRun()];
    const key = await wire.keyFor(['read', 'write'], own);
    const search = await post('runs/search', { experiment_ids: [own, '0'] }, key);
    expect(search.body.runs.map((run: Loose) => run.info.run_id)).toEqual([mine]);
    for (const [path, body] of [
      ['runs/update', { run_id: foreign, status: 'FINISHED' }],
      ['runs/set-tag', { run_id: foreign, key: 'a', value: 'b' }],
      ['runs/delete', { run_id: foreign }],
      ['runs/create', { experiment_id: '0' }],
    ] as const) {
      expect(await post(path, body, key)).toMatchObject({ status: 404 });
    }
  });
});
