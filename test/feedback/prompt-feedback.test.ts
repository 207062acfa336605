/** What people say of a prompt version, the whole way: a call with an injected prompt, a vote, the statistics. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire({
  WEIR_DEMO: 'on',
  WEIR_PROXY_AUTH: 'open',
  WEIR_SIGNING_KEY: 'signing-key-of-the-prompt-feedback-tests',
});
const isPrompt = { key: 'mlflow.prompt.is_prompt', value: 'true' };

async function ok(method: string, path: string, body?: object): Promise<Loose> {
  const answer = await wire.call(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

async function register(name: string, template: string): Promise<void> {
  const tags = [isPrompt, { key: 'mlflow.prompt.text', value: template }];
  await ok('POST', '/api/2.0/mlflow/model-versions/create', { name, source: 'dummy-source', tags });
}

/** A proxied call whose answer somebody votes on, as a page does. */
async function callAndVote(experiment: string, prompt: string | null, value: boolean): Promise<string> {
  const response = await wire.fetch('/demo/v1/chat/completions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-weir-experiment': experiment,
      ...(prompt === null ? {} : { 'x-weir-prompt': prompt }),
    },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await response.text();
  await wire.settled();
  const traceId = response.headers.get('x-weir-trace-id') ?? '';
  const token = response.headers.get('x-weir-feedback-token') ?? '';
  const voted = await wire.fetch('/feedback', {
    method: 'POST',
    headers: { 'x-weir-feedback-token': token },
    body: JSON.stringify({ trace_id: traceId, name: 'thumbs', value }),
  });
  expect(voted.status).toBeLessThan(300);
  return traceId;
}

describe('feedback on a prompt version', () => {
  it('F156: is grouped by the version that spoke, from the call to the statistics', async () => {
    const experiment = `prompts ${crypto.randomUUID()}`;
    const experimentId = (await ok('POST', '/api/2.0/mlflow/experiments/create', { name: experiment }))
      .experiment_id;
    const [name, other] = [`support_${crypto.randomUUID()}`, `tone_${crypto.randomUUID()}`];
    for (const one of [name, other])
      await ok('POST', '/api/2.0/mlflow/registered-models/create', { name: one, tags: [isPrompt] });
    await register(name, 'Answer briefly.');
    await register(name, 'Answer at length.');
    await register(other, 'Be kind.');
    for (const value of [true, true, false]) await callAndVote(experiment, `${name}/1`, value);
    const last = await callAndVote(experiment, `${name}/2`, false);
    await callAndVote(experiment, null, true);
    // A trace may speak by two prompts: it is counted with each.
    await ok('POST', '/api/2.0/mlflow/traces/link-prompts', {
      trace_id: last,
      prompt_versions: [{ name: other, version: '1' }],
    });
    const query = `experiment=${experimentId}&group_by=prompt`;
    const { feedback, responses, complete } = await ok('GET', `/api/v1/feedback/stats?${query}`);
    const seen = feedback.map((row: Loose) => [row.group, row.count, row.mean]);
    expect(Object.fromEntries(seen.map(([group, ...rest]: Loose) => [group, rest]))).toEqual({
      [`${name}/1`]: [3, 2 / 3],
      [`${name}/2`]: [1, 0],
      [`${other}/1`]: [1, 0],
      null: [1, 1],
    });
    expect(responses.map((row: Loose) => [row.group, row.traces]).toSorted()).toEqual(
      [
        [`${name}/1`, 3],
        [`${name}/2`, 1],
        [`${other}/1`, 1],
        [null, 1],
      ].toSorted(),
    );
    expect(complete).toBe(true);
    // The other statistics by prompt see the same calls.
    const byPrompt = `experiment=${experimentId}&by=prompt&from=${new Date(Date.now() - 3_600_000).toISOString()}`;
    const series = await ok('GET', `/api/v1/quality/series?${byPrompt}`);
    const calls: Record<string, number> = {};
    for (const point of series.calls) calls[point.group] = (calls[point.group] ?? 0) + point.calls;
    expect(calls).toEqual({ [`${name}/1`]: 3, [`${name}/2`]: 1, [`${other}/1`]: 1, null: 1 });
    // The tag that MLflow's clients see is one to search and to group by.
    const search = async (filter: string) =>
      (
        await ok('POST', '/api/3.0/mlflow/traces/search', {
          locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }],
          filter,
        })
      ).traces;
    const linked = await search(`tags.\`mlflow.linkedPrompts\` LIKE '%${other}%'`);
    expect(linked.map((trace: Loose) => trace.trace_id)).toEqual([last]);
    const tag: string = linked[0].tags['mlflow.linkedPrompts'];
    expect((await search(`tags.\`mlflow.linkedPrompts\` = '${tag}'`)).length).toBe(1);
    expect((await search('tags.`mlflow.linkedPrompts` IS NULL')).length).toBe(1);
    const named = await ok(
      'GET',
      `/api/v1/quality/series?experiment=${experimentId}&by=tag:mlflow.traceName`,
    );
    expect(named.calls.map((point: Loose) => point.group)).not.toContain(null);
    const arms = (await ok('GET', `/api/v1/prompts/${name}/versions/1/stats?experiment=${experimentId}`))
      .arms;
    expect(arms).toMatchObject([{ calls: 3, scores: [{ name: 'thumbs', count: 3, mean: 2 / 3 }] }]);
  });
});
