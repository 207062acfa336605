/**
 * Whoever has Weir call a provider needs the scope `proxy`, whichever way: each way is tried with a key that has all other
 * scopes but `admin`, with the provider in place to see that it is not asked.
 */
import { describe, expect, it } from 'vitest';
import { runSchedules } from '../../src/scoring/schedules/run-schedules.ts';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const GATEWAY = '/gateway/mlflow/v1/chat/completions';
const MLFLOW = '/api/3.0/mlflow';

interface Setting {
  wire: Wire;
  experiment: string;
  asked: unknown[];
  /** All scopes but `proxy` and `admin`. */
  writer: string;
  /** The same and `proxy`. */
  spender: string;
}

async function prepare(isBound: boolean): Promise<Setting> {
  const wire = createWire({ WEIR_JUDGE_MODEL: scriptedModel });
  const name = `provider calls ${crypto.randomUUID()}`;
  const created = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = created.body.experiment_id;
  const asked = scriptJudge(wire.services, () => verdictText('yes'));
  const bound = isBound ? experiment : null;
  const writer = await wire.keyFor(['read', 'write', 'feedback'], bound);
  const spender = await wire.keyFor(['read', 'write', 'proxy'], bound);
  return { wire, experiment, asked, writer, spender };
}

const politeness = { instructions: 'Is {{ outputs }} polite?' };
const serialized = (name: string) =>
  JSON.stringify({
    name,
    instructions_judge_pydantic_data: { instructions: 'Is {{ outputs }} polite?', model: scriptedModel },
  });
const rows = [{ inputs: { question: 'Hi' }, outputs: 'Hello' }];
const plain = { code: 'is_not_empty' };

interface Way {
  /** Done with the admin key before. */
  before?: (setting: Setting) => Promise<void>;
  ask: (setting: Setting, key: string) => Promise<{ status: number; body: Loose }>;
}

const register =
  (name: string, body: object) =>
  async ({ wire, experiment }: Setting): Promise<void> => {
    const sent = { experiment, name, ...body };
    expect(await wire.call('POST', '/api/v1/scorers', sent)).toMatchObject({ status: 200 });
  };

const evaluate =
  (more: object) =>
  ({ wire, experiment }: Setting, key: string) =>
    wire.call('POST', '/api/v1/evaluations', { experiment, rows, scorers: ['is filled'], ...more }, key);

const schedule =
  (more: object) =>
  ({ wire, experiment }: Setting, key: string) => {
    const name = `nightly ${crypto.randomUUID()}`;
    return wire.call('POST', '/api/v1/schedules', { experiment, name, cron: '0 * * * *', ...more }, key);
  };

/** A schedule that the admin made, and a change of it. */
const changing = (change: (wire: Wire, id: string, key: string) => ReturnType<Wire['call']>): Way => ({
  before: register('polite', { scorer: politeness }),
  async ask(setting, key) {
    const { body } = await schedule({ scorers: ['polite'] })(setting, await setting.wire.keyFor(['admin']));
    return change(setting.wire, body.schedule_id, key);
  },
});

const span = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
const filled = register('is filled', { scorer: plain });

const ways: Record<string, Way> = {
  'the judge gateway': {
    ask: ({ wire }, key) => wire.call('POST', GATEWAY, { model: 'openai/gpt-x', messages: [] }, key),
  },
  'the judge gateway by the deployment’s judge': {
    ask: ({ wire }, key) => wire.call('POST', GATEWAY, { model: 'judge', messages: [] }, key),
  },
  'an endpoint of a serving workspace': {
    ask: ({ wire }, key) =>
      wire.call('POST', '/serving-endpoints/openai/gpt-x/invocations', { messages: [] }, key),
  },
  'the playground': {
    ask: ({ wire }, key) =>
      wire.call('POST', '/api/v1/proxy/openai/v1/chat/completions', { model: 'm', messages: [] }, key),
  },
  'a call of the proxy': {
    ask: ({ wire }, key) =>
      wire.call('POST', '/openai/v1/chat/completions', { model: 'm', messages: [] }, key),
  },
  'an evaluation’s model': {
    before: filled,
    ask: evaluate({ target: { model: 'openai:/gpt-x' } }),
  },
  'an evaluation’s endpoint': {
    before: filled,
    ask: evaluate({ target: { model: 'endpoints:/mine' } }),
  },
  'an evaluation by a built-in judge': { ask: evaluate({ scorers: ['Safety'] }) },
  'an evaluation by a registered scorer of somebody else': {
    before: register('polite', { scorer: politeness }),
    ask: evaluate({ scorers: ['polite'] }),
  },
  'an evaluation by a scorer described anew': {
    ask: evaluate({ scorers: [{ name: 'new', scorer: politeness }] }),
  },
  'registering instructions': {
    ask: ({ wire, experiment }, key) =>
      wire.call('POST', '/api/v1/scorers', { experiment, name: 'polite', scorer: politeness }, key),
  },
  'registering a built-in judge': {
    ask: ({ wire, experiment }, key) =>
      wire.call('POST', '/api/v1/scorers', { experiment, name: 'safe', scorer: { builtin: 'Safety' } }, key),
  },
  'registering in MLflow’s form': {
    ask: ({ wire, experiment }, key) =>
      wire.call(
        'POST',
        '/api/v1/scorers',
        { experiment, name: 'polite', serialized_scorer: serialized('polite') },
        key,
      ),
  },
  'registering on MLflow’s wire': {
    ask: ({ wire, experiment }, key) =>
      wire.call(
        'POST',
        `${MLFLOW}/scorers/register`,
        { experiment_id: experiment, name: 'polite', serialized_scorer: serialized('polite') },
        key,
      ),
  },
  'sampling a scorer': {
    before: register('polite', { scorer: politeness }),
    ask: ({ wire, experiment }, key) =>
      wire.call('PUT', `/api/v1/scorers/polite/sampling?experiment=${experiment}`, { sample_rate: 1 }, key),
  },
  'sampling a scorer on MLflow’s wire': {
    before: register('polite', { scorer: politeness }),
    ask: ({ wire, experiment }, key) =>
      wire.call(
        'PUT',
        `${MLFLOW}/scorers/online-config`,
        { experiment_id: experiment, name: 'polite', sample_rate: 0.1 },
        key,
      ),
  },
  'scheduling a scorer': {
    before: register('polite', { scorer: politeness }),
    ask: schedule({ scorers: ['polite'] }),
  },
  'having a schedule run on': changing((wire, id, key) =>
    wire.call('PATCH', `/api/v1/schedules/${id}`, { paused: false }, key),
  ),
  'having a schedule run more often': changing((wire, id, key) =>
    wire.call('PATCH', `/api/v1/schedules/${id}`, { cron: '* * * * *', paused: true }, key),
  ),
  'a back-fill': changing((wire, id, key) =>
    wire.call('POST', `/api/v1/schedules/${id}/backfill`, span, key),
  ),
  'deleting what stands before a built-in judge': {
    before: register('safety', { scorer: plain, sample_rate: 1 }),
    ask: ({ wire, experiment }, key) =>
      wire.call('DELETE', `/api/v1/scorers/safety?experiment=${experiment}`, undefined, key),
  },
  'deleting what stands before older instructions': {
    async before(setting) {
      await register('polite', { scorer: politeness })(setting);
      await register('polite', { scorer: plain, sample_rate: 1 })(setting);
    },
    ask: ({ wire, experiment }, key) =>
      wire.call(
        'DELETE',
        `${MLFLOW}/scorers/delete`,
        { experiment_id: experiment, name: 'polite', version: 2 },
        key,
      ),
  },
};

describe('a key without the scope proxy', () => {
  it.each(Object.entries(ways))('F204 is refused %s, and told why', async (_, { before, ask }) => {
    for (const isBound of [true, false]) {
      const setting = await prepare(isBound);
      await before?.(setting);
      const refused = await ask(setting, setting.writer);
      expect(refused.status).toBe(403);
      expect(JSON.stringify(refused.body)).toMatch(/lacks the scope \\?"proxy\\?"/);
      expect(setting.asked).toEqual([]);
      const allowed = await ask(setting, setting.spender);
      expect(allowed.status).not.toBe(403);
    }
  });

  it('F204 does all that asks no model', async () => {
    const setting = await prepare(true);
    const { wire, experiment, writer, asked } = setting;
    await register('polite', { scorer: politeness, sample_rate: 1 })(setting);
    const made = await schedule({ scorers: ['polite'] })(setting, setting.spender);
    const at = `/api/v1/schedules/${made.body.schedule_id}`;
    const answers = [
      await wire.call(
        'POST',
        '/api/v1/scorers',
        { experiment, name: 'is filled', scorer: plain, sample_rate: 1 },
        writer,
      ),
      await wire.call(
        'POST',
        '/api/v1/scorers',
        { experiment, name: 'own', scorer: { url: 'https://scorer.example' } },
        writer,
      ),
      await evaluate({})(setting, writer),
      await evaluate({ target: { url: 'https://app.example' } })(setting, writer),
      await schedule({ scorers: ['is filled'] })(setting, writer),
      await wire.call('PATCH', at, { paused: true }, writer),
      await wire.call(
        'PUT',
        `/api/v1/scorers/polite/sampling?experiment=${experiment}`,
        { sample_rate: 0 },
        writer,
      ),
      await wire.call('DELETE', at, undefined, writer),
      await wire.call('DELETE', `/api/v1/scorers/polite?experiment=${experiment}`, undefined, writer),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(({ body }) => [200, body]));
    expect(asked).toEqual([]);
  });
});

describe('calls that a bound key has Weir make', () => {
  const judgesOf = async ({ wire, experiment }: Setting, key: string) => {
    const { body } = await wire.call('GET', `/api/v1/traces?experiment=${experiment}`, undefined, key);
    return body.traces.filter((trace: Loose) => trace.tags['weir.judge'] === 'true');
  };

  it('F205 are filed in its experiment: the judge gateway', async () => {
    const setting = await prepare(true);
    const { wire, spender, asked } = setting;
    await wire.call('POST', GATEWAY, { model: 'openai/gpt-x', messages: [] }, spender);
    await wire.settled();
    expect(asked).toHaveLength(1);
    expect(await judgesOf(setting, spender)).toHaveLength(1);
  });

  it('F205 are filed in its experiment: the judges of an evaluation', async () => {
    const setting = await prepare(true);
    const { wire, spender, asked } = setting;
    const { body } = await evaluate({ scorers: [{ name: 'polite', scorer: politeness }, 'Safety'] })(
      setting,
      spender,
    );
    await wire.carry(body.evaluation_id);
    expect(asked).toHaveLength(2);
    expect(await judgesOf(setting, spender)).toHaveLength(2);
  });

  it('are filed with those of all judges for a key that sees them', async () => {
    const setting = await prepare(false);
    const { wire, spender, asked } = setting;
    const { body } = await evaluate({ scorers: [{ name: 'polite', scorer: politeness }] })(setting, spender);
    await wire.carry(body.evaluation_id);
    expect(asked).toHaveLength(1);
    expect(await judgesOf(setting, spender)).toEqual([]);
  });

  it('F204 go on under whoever set them up: a schedule asks nothing of later callers', async () => {
    const setting = await prepare(true);
    const { wire, spender, asked } = setting;
    const records = [{ inputs: { question: 'Hi' }, outputs: 'Hello' }];
    const { experiment } = setting;
    const dataset = `rows ${crypto.randomUUID()}`;
    expect(
      await wire.call('POST', '/api/v1/datasets', { name: dataset, experiments: [experiment] }, spender),
    ).toMatchObject({ status: 200 });
    await wire.call('POST', `/api/v1/datasets/${encodeURIComponent(dataset)}/records`, { records }, spender);
    await register('polite', { scorer: politeness })(setting);
    const made = await schedule({ scorers: ['polite'], dataset })(setting, spender);
    expect([made.status, made.body]).toEqual([200, made.body]);
    const atMs = Date.now() + 2 * 3_600_000;
    await runSchedules({ services: { ...wire.services, now: () => atMs } });
    const { body } = await wire.call(
      'GET',
      `/api/v1/evaluations?experiment=${experiment}`,
      undefined,
      spender,
    );
    expect(body.evaluations).toHaveLength(1);
    await wire.carry(body.evaluations[0].evaluation_id);
    expect(asked).toHaveLength(1);
  });
});
