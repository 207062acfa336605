/** Scorers on MLflow's wire, and the path its Python judges call. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose, type Wire } from '../../helpers/mlflow-wire.ts';
import { chatAnswer, scriptedModel, scriptJudge } from '../../helpers/scripted-judge.ts';

const judge = (changes: object = {}) =>
  JSON.stringify({
    name: 'polite',
    mlflow_version: '3.17.0',
    serialization_version: 1,
    builtin_scorer_class: null,
    instructions_judge_pydantic_data: {
      instructions: 'Is {{ outputs }} polite given {{ inputs }}?',
      model: 'gateway:/judge',
      feedback_value_type: { enum: ['yes', 'no'], type: 'string' },
    },
    ...changes,
  });

async function prepare(variables: Record<string, string> = { WEIR_JUDGE_MODEL: scriptedModel }) {
  const wire = createWire(variables);
  const name = `scorers ${crypto.randomUUID()}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment_id: string = made.body.experiment_id;
  const register = (serialized_scorer: string, more: object = {}) =>
    wire.call('POST', '/api/3.0/mlflow/scorers/register', {
      experiment_id,
      name: 'polite',
      serialized_scorer,
      ...more,
    });
  const get = (path: string) => wire.call('GET', `/api/3.0/mlflow/scorers/${path}`);
  const sample = (more: object) =>
    wire.call('PUT', '/api/3.0/mlflow/scorers/online-config', { experiment_id, name: 'polite', ...more });
  return { wire, experiment_id, register, get, sample };
}

describe('the scorer registry', () => {
  it('registers versions, verbatim, and reads them back', async () => {
    const { experiment_id, register, get } = await prepare();
    const text = `${judge()} `;
    const first = await register(text);
    expect(first.body).toMatchObject({ version: 1, experiment_id, name: 'polite', serialized_scorer: text });
    await register(judge());
    const query = `experiment_id=${experiment_id}`;
    const { body: list } = await get(`list?${query}`);
    expect(list.scorers).toMatchObject([
      { experiment_id: Number(experiment_id), scorer_name: 'polite', scorer_version: 2 },
    ]);
    expect((await get(`versions?${query}&name=polite`)).body.scorers).toHaveLength(2);
    const one = await get(`get?${query}&name=polite&version=1`);
    expect(one.body.scorer).toMatchObject({ scorer_version: 1, serialized_scorer: text });
    expect((await get(`get?${query}&name=polite`)).body.scorer.scorer_version).toBe(2);
    const all = await get('list');
    expect(all.body.scorers.length).toBeGreaterThan(0);
  });

  it('deletes one version, or all', async () => {
    const { wire, experiment_id, register, get } = await prepare();
    await register(judge());
    await register(judge());
    const remove = (more: object) =>
      wire.call('DELETE', '/api/3.0/mlflow/scorers/delete', { experiment_id, name: 'polite', ...more });
    expect((await remove({ version: 1 })).status).toBe(200);
    expect((await remove({ version: 1 })).body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
    expect((await remove({})).status).toBe(200);
    expect((await get(`list?experiment_id=${experiment_id}`)).body).toEqual({ scorers: [] });
  });

  it('sets how many traces it judges, and tells it of each scorer asked for', async () => {
    const { experiment_id, register, get, sample } = await prepare();
    const { body: scorer } = await register(judge());
    const { body } = await sample({ sample_rate: 0.2, filter_string: "status = 'OK'" });
    expect(body.config).toMatchObject({
      scorer_id: scorer.scorer_id,
      sample_rate: 0.2,
      experiment_id,
      filter_string: "status = 'OK'",
    });
    const again = await sample({ sample_rate: 0 });
    expect(again.body.config.online_scoring_config_id).toBe(body.config.online_scoring_config_id);
    const asked = await get(`online-configs?scorer_ids=${scorer.scorer_id}&scorer_ids=nobody`);
    expect(asked.body.configs).toEqual([again.body.config]);
    expect((await get('online-configs')).body).toEqual({ configs: [] });
    const tooMuch = await sample({ sample_rate: 1.5 });
    expect(tooMuch.body.error_code).toBe('INVALID_PARAMETER_VALUE');
    const unclear = await sample({ sample_rate: 1, filter_string: 'status ==' });
    expect(unclear.body.error_code).toBe('INVALID_PARAMETER_VALUE');
  });

  it.each([
    ['text that is no JSON', 'no json'],
    ['a scorer that holds Python source', judge({ call_source: 'import os' })],
    [
      'instructions with a variable that is not known',
      judge({ instructions_judge_pydantic_data: { instructions: 'Is {{ it }} fine?', model: null } }),
    ],
    ['nothing at all', '{}'],
  ])('refuses %s', async (_, text) => {
    const { register } = await prepare();
    expect((await register(text)).body.error_code).toBe('INVALID_PARAMETER_VALUE');
  });

  it('refuses an endpoint that is not there, and an experiment that is not there', async () => {
    const { register } = await prepare({});
    expect((await register(judge())).body).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
    const here = await prepare();
    const missing = await here.register(judge(), { experiment_id: '2000000000' });
    expect(missing.body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('keeps what only the Python client runs, and does not sample it', async () => {
    const { register, sample } = await prepare();
    const text = judge({
      instructions_judge_pydantic_data: null,
      third_party_scorer_data: { module: 'ragas', class: 'X' },
    });
    expect((await register(text)).status).toBe(200);
    expect((await sample({ sample_rate: 0.5 })).body.error_code).toBe('INVALID_PARAMETER_VALUE');
  });

  it('a scorer that needs expectations does not judge traces as they come', async () => {
    const { register, sample } = await prepare();
    await register(
      judge({
        instructions_judge_pydantic_data: null,
        builtin_scorer_class: 'Correctness',
        builtin_scorer_pydantic_data: { name: 'correctness', model: null },
      }),
    );
    const { body } = await sample({ sample_rate: 0.5 });
    expect(body).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
    expect(body.message).toContain('expectations');
  });

  it('a key of another experiment sees none of it', async () => {
    const { wire, experiment_id, register } = await prepare();
    await register(judge());
    const key = await wire.keyFor(['read', 'write'], '424242');
    const path = `/api/3.0/mlflow/scorers/list?experiment_id=${experiment_id}`;
    expect((await wire.call('GET', path, undefined, key)).body.scorers).toEqual([]);
    const body = { experiment_id, name: 'polite', serialized_scorer: judge() };
    const registered = await wire.call('POST', '/api/3.0/mlflow/scorers/register', body, key);
    expect(registered.body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });
});

describe('the path of Python judges', () => {
  const path = '/gateway/mlflow/v1/chat/completions';
  const ask = (wire: Wire, body: unknown, key?: string): Promise<Loose> => wire.call('POST', path, body, key);
  const messages = [{ role: 'user', content: 'Judge this.' }];

  it('asks the model with the stored secret, and leaves a trace among the judges', async () => {
    const { wire } = await prepare();
    const asked = scriptJudge(wire.services, () => chatAnswer('{"result":"yes"}'));
    const answer = await ask(wire, { model: 'openai/gpt-x', messages });
    expect(answer).toMatchObject({ status: 200, body: { object: 'chat.completion' } });
    expect(asked).toMatchObject([{ model: 'gpt-x' }]);
    await ask(wire, { model: 'judge', messages });
    expect(asked[1]).toMatchObject({ model: 'scripted-judge' });
    await wire.settled();
    const info = await wire.services.traces.getInfo(answer.headers.get('x-weir-trace-id') ?? '', null);
    expect(info?.tags).toMatchObject({ 'weir.judge': 'true' });
  });

  it('tells failures in the gateway’s words', async () => {
    const { wire } = await prepare();
    scriptJudge(wire.services, () => Response.json({ error: { message: 'slow down' } }, { status: 429 }));
    expect(await ask(wire, { model: 'openai/gpt-x', messages })).toMatchObject({
      status: 429,
      body: { detail: 'slow down' },
    });
    expect(await ask(wire, { model: 'nobody/x', messages })).toMatchObject({ status: 404 });
    expect(await ask(wire, { messages })).toMatchObject({
      status: 400,
      body: { detail: expect.any(String) },
    });
    expect(await ask(wire, 'no json')).toMatchObject({ status: 400, body: { detail: expect.any(String) } });
    expect((await ask(wire, {}, 'wrong')).status).toBe(401);
    const reader = await wire.keyFor(['read']);
    expect((await ask(wire, { model: 'openai/gpt-x', messages }, reader)).status).toBe(403);
  });
});

describe('jobs of MLflow’s pages', () => {
  it.each(['scorer/invoke', 'genai/evaluate/invoke'])(
    '%s is refused, with what to do instead',
    async (path) => {
      const { wire } = await prepare();
      const body = { experiment_id: '0', serialized_scorer: judge(), trace_ids: ['tr-1'] };
      const answer = await wire.call('POST', `/ajax-api/3.0/mlflow/${path}`, body);
      expect(answer).toMatchObject({ status: 501, body: { error_code: 'NOT_IMPLEMENTED' } });
      expect(answer.body.message).toContain('/api/v1/evaluations');
      const job = await wire.call('GET', '/ajax-api/3.0/mlflow/jobs/some-job');
      expect(job).toMatchObject({ status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND' } });
    },
  );
});
