/** What the specs of quality and evaluations set up and look at: experiments, traces, datasets, runs. */
import { expect } from '@playwright/test';
import { call } from './labeling.mjs';
import { weirUrl } from './weir.mjs';

export const unique = () => Math.random().toString(36).slice(2, 10);

/** An experiment of its own; its name and id. */
export async function newExperiment() {
  const name = `quality-${unique()}`;
  const { experiment_id: id } = await call('POST', '/api/2.0/mlflow/experiments/create', { name });
  return { name, id };
}

/** A call through the proxy; resolves with its trace once that can be read. */
export async function chat(content, experiment) {
  const answer = await fetch(`${weirUrl()}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-weir-experiment': experiment.name },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content }] }),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  await expect
    .poll(async () => (await fetch(`${weirUrl()}/api/v1/traces/${traceId}`)).status, { timeout: 20_000 })
    .toBe(200);
  return traceId;
}

/** Waits until a scorer has spoken of the trace. */
export async function expectJudged(traceId, name) {
  const names = async () =>
    (await call('GET', `/api/v1/traces/${traceId}/assessments`)).assessments.map((one) => one.name);
  await expect.poll(names, { timeout: 20_000 }).toContain(name);
}

/** A dataset of questions. */
export async function newDataset(questions) {
  const { dataset } = await call('POST', '/api/v1/datasets', { name: `questions-${unique()}` });
  const records = questions.map((question) => ({ inputs: { question } }));
  await call('POST', `/api/v1/datasets/${dataset.dataset_id}/records`, { records });
  return dataset;
}

/** An evaluation that has ended. */
export async function evaluate(body) {
  const { evaluation_id: id } = await call('POST', '/api/v1/evaluations', body);
  const state = async () => (await call('GET', `/api/v1/evaluations/${id}`)).state;
  await expect.poll(state, { timeout: 20_000 }).toBe('finished');
  return id;
}

/** The answer's end is cut off at so many tokens. */
export const short = 'demo:/demo?tokens=8';
/** Fails on what is cut. */
export const endsWell = {
  name: 'ends_well',
  scorer: { code: 'regex_match', options: { pattern: '[.]$' } },
};
/** Fails on what is whole. */
export const brief = { name: 'brief', scorer: { code: 'length_bound', options: { maximum: 60 } } };
