/** MLflow's limits (mlflow/utils/validation.py, mlflow/store/__init__ files, mlflow/server/handlers.py), each walked to its end. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();

async function ok(method: string, path: string, body?: object): Promise<Loose> {
  const answer = await wire.call(method, `/api/${path}`, body);
  expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, status: 200 });
  return answer.body;
}

const text = (length: number) => `${randomHex(4)}${'x'.repeat(length)}`.slice(0, length);
const pairs = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ key: `${prefix}${index}`, value: 'v' }));

async function newRun(): Promise<string> {
  return (await ok('POST', '2.0/mlflow/runs/create', { experiment_id: '0' })).run.info.run_id;
}

const prompt = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }];

const walks: Record<string, () => Promise<void>> = {
  async 'MAX_EXPERIMENT_NAME_LENGTH 500, MAX_EXPERIMENT_TAG_KEY_LENGTH 250, MAX_EXPERIMENT_TAG_VAL_LENGTH 20000'() {
    const tags = [{ key: text(250), value: text(20_000) }];
    const { experiment_id: id } = await ok('POST', '2.0/mlflow/experiments/create', {
      name: text(500),
      tags,
    });
    expect((await ok('GET', `2.0/mlflow/experiments/get?experiment_id=${id}`)).experiment.tags).toEqual(tags);
  },
  async 'MAX_ENTITY_KEY_LENGTH 250, MAX_PARAM_VAL_LENGTH 6000, MAX_TAG_VAL_LENGTH 8000, and longer values are cut'() {
    const id = await newRun();
    const [key, param, tag] = [text(250), text(7000), text(9000)];
    const metrics = [{ key, value: 1, timestamp: 1, step: 0 }];
    await ok('POST', '2.0/mlflow/runs/log-batch', {
      run_id: id,
      metrics,
      params: [{ key, value: param }],
      tags: [{ key, value: tag }],
    });
    const { data } = (await ok('GET', `2.0/mlflow/runs/get?run_id=${id}`)).run;
    expect(data.params).toEqual([{ key, value: param.slice(0, 6000) }]);
    expect(data.tags).toContainEqual({ key, value: tag.slice(0, 8000) });
  },
  async 'MAX_METRICS_PER_BATCH 1000, MAX_PARAMS_TAGS_PER_BATCH 100'() {
    const id = await newRun();
    const metrics = pairs(1000, 'm').map(({ key }) => ({ key, value: 0.5, timestamp: 1, step: 0 }));
    await ok('POST', '2.0/mlflow/runs/log-batch', { run_id: id, metrics });
    await ok('POST', '2.0/mlflow/runs/log-batch', {
      run_id: id,
      params: pairs(100, 'p'),
      tags: pairs(100, 't'),
    });
    await ok('POST', '2.0/mlflow/runs/log-batch', {
      run_id: id,
      metrics: metrics.slice(0, 800),
      params: pairs(100, 'p'),
      tags: pairs(100, 't'),
    });
  },
  async 'MAX_DATASET_NAME_SIZE 500, MAX_DATASET_DIGEST_SIZE 36, MAX_DATASET_SOURCE_SIZE 65535, MAX_DATASET_SCHEMA_SIZE 1048575, MAX_INPUT_TAG_KEY_SIZE 255, MAX_INPUT_TAG_VALUE_SIZE 500'() {
    const id = await newRun();
    const dataset = {
      name: text(500),
      digest: text(36),
      source_type: 'local',
      source: text(65_535),
      schema: text(400_000),
      profile: text(400_000),
    };
    await ok('POST', '2.0/mlflow/runs/log-inputs', {
      run_id: id,
      datasets: [{ tags: [{ key: text(255), value: text(500) }], dataset }],
    });
  },
  async 'MAX_TRACE_TAG_KEY_LENGTH 250, MAX_TRACE_TAG_VAL_LENGTH 8000, and longer values are cut'() {
    const traceId = newHexTraceId();
    await sendSpans(wire, [{ traceId }]);
    const [key, value] = [text(250), text(9000)];
    await ok('PATCH', `3.0/mlflow/traces/tr-${traceId}/tags`, { key, value });
    const { trace } = await ok('GET', `3.0/mlflow/traces/tr-${traceId}`);
    expect(trace.trace_info.tags[key]).toBe(value.slice(0, 8000));
  },
  async 'MAX_MODEL_REGISTRY_TAG_KEY_LENGTH 250, MAX_MODEL_REGISTRY_TAG_VALUE_LENGTH 100000, MAX_REGISTERED_MODEL_ALIAS_LENGTH 255'() {
    const name = `limits-${randomHex(4)}`;
    await ok('POST', '2.0/mlflow/registered-models/create', {
      name,
      tags: [...prompt, { key: text(250), value: text(100_000) }],
    });
    const tags = [
      ...prompt,
      { key: 'mlflow.prompt.text', value: text(100_000) },
      { key: text(250), value: text(100_000) },
      { key: '_mlflow_prompt_response_format', value: `{"d":"${text(99_990)}"}` },
    ];
    await ok('POST', '2.0/mlflow/model-versions/create', { name, tags });
    await ok('POST', '2.0/mlflow/registered-models/alias', { name, alias: text(255), version: '1' });
  },
  async 'evaluation datasets: name 255, tag key 255, tag value 5000, 1000 records a page'() {
    const tags = JSON.stringify({ [text(255)]: text(5000) });
    const { dataset } = await ok('POST', '3.0/mlflow/datasets/create', {
      name: text(255),
      experiment_ids: ['0'],
      tags,
    });
    const records = JSON.stringify(Array.from({ length: 1200 }, (_, n) => ({ inputs: { n } })));
    await ok('POST', `3.0/mlflow/datasets/${dataset.dataset_id}/records`, { records });
    const page = await ok('GET', `3.0/mlflow/datasets/${dataset.dataset_id}/records?max_results=1000`);
    expect(JSON.parse(page.records)).toHaveLength(1000);
  },
  async 'assessments: name 250, source id 250'() {
    const traceId = newHexTraceId();
    await sendSpans(wire, [{ traceId }]);
    const assessment = {
      assessment_name: text(250),
      source: { source_type: 'HUMAN', source_id: text(250) },
      create_time: '2026-10-06T09:01:00Z',
      last_update_time: '2026-10-06T09:01:00Z',
      feedback: { value: text(20_000) },
      rationale: text(100_000),
    };
    await ok('POST', `3.0/mlflow/traces/tr-${traceId}/assessments`, { assessment });
  },
  async 'max_results: experiments and runs 50000, traces 500, prompts 1000, versions 200000, metric history 25000'() {
    const id = await newRun();
    await ok('POST', '2.0/mlflow/experiments/search', { max_results: 50_000 });
    await ok('POST', '2.0/mlflow/runs/search', { experiment_ids: ['0'], max_results: 50_000 });
    const locations = [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }];
    await ok('POST', '3.0/mlflow/traces/search', { locations, max_results: 500 });
    await ok('GET', '2.0/mlflow/registered-models/search?max_results=1000');
    await ok('GET', '2.0/mlflow/model-versions/search?max_results=200000');
    await ok('GET', `2.0/mlflow/metrics/get-history?run_id=${id}&metric_key=m&max_results=25000`);
    await ok('POST', '3.0/mlflow/datasets/search', { experiment_ids: ['0'], max_results: 1000 });
  },
  async 'MAX_TRACE_LINKS_PER_REQUEST 100'() {
    const id = await newRun();
    const traceIds = Array.from({ length: 100 }, newHexTraceId);
    await sendSpans(
      wire,
      traceIds.map((traceId) => ({ traceId })),
    );
    await ok('POST', '2.0/mlflow/traces/link-to-run', {
      run_id: id,
      trace_ids: traceIds.map((one) => `tr-${one}`),
    });
  },
};

describe('limits', () => {
  it.each(Object.entries(walks))('F164 are at least those of MLflow: %s', async (_name, walk) => {
    await walk();
  });
});
