/** What a tenant sets up for later, and names that are of the whole deployment: neither leads to another tenant's. */
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import type { ScoreMessage } from '../../src/scoring/online/score-queue.ts';
import { scoreTask } from '../../src/scoring/online/score-task.ts';
import { runSchedules } from '../../src/scoring/schedules/run-schedules.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const HOUR = 3_600_000;

interface Tenant {
  experiment: string;
  name: string;
  key: string;
}

async function tenantOf(wire: Wire): Promise<Tenant> {
  const name = `tenant ${crypto.randomUUID()}`;
  const { body } = await wire.call('POST', '/api/v1/experiments', { name });
  const experiment: string = body.experiment.experiment_id;
  const key = await wire.keyFor(['read', 'write', 'proxy', 'feedback'], experiment);
  return { experiment, name, key };
}

async function ok(call: ReturnType<Wire['call']>): Promise<Loose> {
  const answer = await call;
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

/** The clock at that time, and the scoring work that it brings. */
async function tick(wire: Wire, atMs: number): Promise<void> {
  const sent: ScoreMessage[] = [];
  const scoreQueue = { send: async (messages: readonly ScoreMessage[]) => void sent.push(...messages) };
  await runSchedules({ services: { ...wire.services, now: () => atMs, scoreQueue } });
  for (const taskId of sent.flatMap(({ tasks }) => tasks))
    await scoreTask({ services: { ...wire.services.consumeScores, now: () => atMs }, input: { taskId } });
}

async function drain(wire: Wire, traceId: string): Promise<void> {
  for (const { taskId } of await wire.services.tasks.listByTrace(traceId))
    await scoreTask({ services: wire.services.consumeScores, input: { taskId } });
}

async function judgesIn(wire: Wire, experiment: string, key?: string): Promise<number> {
  const path = `/api/v1/traces?experiment=${experiment}`;
  const { traces } = await ok(wire.call('GET', path, undefined, ...(key === undefined ? [] : [key])));
  return traces.filter(({ tags }: Loose) => tags['weir.judge'] === 'true').length;
}

const politeness = { instructions: 'Is {{ outputs }} polite?' };

async function prepare() {
  const wire = createWire({ WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' });
  const asked = scriptJudge(wire.services, () => verdictText('yes'));
  const tenant = await tenantOf(wire);
  const register = (more: object, key?: string) =>
    ok(
      wire.call(
        'POST',
        '/api/v1/scorers',
        { experiment: tenant.experiment, name: 'polite', scorer: politeness, ...more },
        ...(key === undefined ? [] : [key]),
      ),
    );
  const store = async (atMs = Date.now()): Promise<string> => {
    const traceId = newTraceId();
    const attributes = {
      'mlflow.spanInputs': 'Where is it?',
      'mlflow.spanOutputs': 'On its way, dear customer.',
    };
    const info = { traceId, experimentId: tenant.experiment, requestTimeMs: atMs };
    const trace = sampleTrace(info, [sampleSpan({ traceId, attributes })]);
    await wire.services.traces.write([trace]);
    return trace.info.traceId;
  };
  return { wire, asked, register, store, ...tenant };
}

describe('calls of judges that were set up', () => {
  it('F261 for traces as they come are filed where the key that did can see them', async () => {
    const { wire, asked, register, store, experiment, key } = await prepare();
    await register({ sample_rate: 1 }, key);
    await drain(wire, await store());
    expect(asked).toHaveLength(1);
    expect(await judgesIn(wire, experiment, key)).toBe(1);
    // The admin sets the rate anew: from then on they are the deployment's.
    await ok(
      wire.call('PUT', `/api/v1/scorers/polite/sampling?experiment=${experiment}`, { sample_rate: 1 }),
    );
    wire.services.sampled.clear();
    await drain(wire, await store());
    expect(asked).toHaveLength(2);
    expect(await judgesIn(wire, experiment)).toBe(1);
    expect(await judgesIn(wire, 'weir-judges')).toBeGreaterThan(0);
    // What the key registers is what is run from then on.
    await register({ scorer: { instructions: 'Are {{ outputs }} kind?' } }, key);
    await drain(wire, await store());
    expect(asked).toHaveLength(3);
    expect(await judgesIn(wire, experiment)).toBe(2);
  });

  it('F261 on MLflow’s wire too', async () => {
    const { wire, asked, register, store, experiment, key } = await prepare();
    await register({});
    const config = { experiment_id: experiment, name: 'polite', sample_rate: 1 };
    await ok(wire.call('PUT', '/api/3.0/mlflow/scorers/online-config', config, key));
    await drain(wire, await store());
    expect(asked).toHaveLength(1);
    expect(await judgesIn(wire, experiment, key)).toBe(1);
  });

  it('F261 by a schedule, and by a back-fill of one that somebody else made', async () => {
    const { wire, asked, register, store, experiment, key } = await prepare();
    await register({});
    const body = { experiment, name: 'nightly', cron: '0 * * * *', scorers: ['polite'] };
    const own = await ok(wire.call('POST', '/api/v1/schedules', body, key));
    const nowMs = Date.now();
    await store(nowMs);
    await tick(wire, nowMs + 2 * HOUR);
    expect(asked).toHaveLength(1);
    expect(await judgesIn(wire, experiment, key)).toBe(1);
    await ok(wire.call('DELETE', `/api/v1/schedules/${own.schedule_id}`, undefined, key));
    const others = await ok(wire.call('POST', '/api/v1/schedules', { ...body, name: 'of the admin' }));
    await store(nowMs);
    const span = { from: new Date(nowMs - HOUR).toISOString(), to: new Date(nowMs + HOUR).toISOString() };
    await ok(wire.call('POST', `/api/v1/schedules/${others.schedule_id}/backfill`, span, key));
    await tick(wire, nowMs + 1);
    expect(asked).toHaveLength(2);
    expect(await judgesIn(wire, experiment, key)).toBe(2);
  });
});

describe('a schedule over a dataset', () => {
  it('F262 sees at each run no more than the key that made it', async () => {
    const { wire, register, experiment, key } = await prepare();
    const other = await tenantOf(wire);
    await register({ scorer: { code: 'is_not_empty' } });
    const name = `cases ${crypto.randomUUID()}`;
    const made = await ok(wire.call('POST', '/api/v1/datasets', { name }, key));
    const records = [{ inputs: { question: 'own' } }];
    await ok(wire.call('POST', `/api/v1/datasets/${made.dataset.dataset_id}/records`, { records }, key));
    const body = { experiment, name: 'nightly', cron: '0 * * * *', dataset: name, scorers: ['polite'] };
    const { schedule_id: id } = await ok(wire.call('POST', '/api/v1/schedules', body, key));
    const runs = async () =>
      (await ok(wire.call('GET', `/api/v1/schedules/${id}/runs`, undefined, key))).runs;
    const nowMs = Date.now();
    await tick(wire, nowMs + HOUR);
    expect(await runs()).toMatchObject([{ state: 'running' }]);
    // The name becomes another tenant's.
    await ok(wire.call('DELETE', `/api/v1/datasets/${made.dataset.dataset_id}`, undefined, key));
    const theirs = await ok(wire.call('POST', '/api/v1/datasets', { name }, other.key));
    const secret = [{ inputs: { question: 'their secret' } }];
    const at = `/api/v1/datasets/${theirs.dataset.dataset_id}/records`;
    await ok(wire.call('POST', at, { records: secret }, other.key));
    await tick(wire, nowMs + 2 * HOUR);
    const [latest] = await runs();
    expect(latest).toMatchObject({ state: 'failed', evaluation_id: null });
    expect(latest.error).toContain('There is no dataset');
    const evaluations = await ok(wire.call('GET', '/api/v1/evaluations', undefined, key));
    expect(evaluations.evaluations).toHaveLength(1);
  });
});

describe('names of the whole deployment', () => {
  it('F263 are not for a bound key to take: what others file by a name, it would read', async () => {
    const { wire, experiment, key, name } = await prepare();
    const other = await tenantOf(wire);
    for (const wanted of ['weir-judges of tomorrow', other.name, `free ${crypto.randomUUID()}`]) {
      const renamed = { experiment_id: experiment, new_name: wanted };
      const answer = await wire.call('POST', '/api/2.0/mlflow/experiments/update', renamed, key);
      expect(answer).toMatchObject({ status: 403, body: { error_code: 'PERMISSION_DENIED' } });
    }
    const { experiments } = await ok(wire.call('GET', '/api/v1/experiments', undefined, key));
    expect(experiments).toMatchObject([{ name }]);
  });

  it('F263 of datasets are taken and found by experiment, however many others have them', async () => {
    const { wire, key } = await prepare();
    const other = await tenantOf(wire);
    const name = `golden ${crypto.randomUUID()}`;
    const own = await ok(wire.call('POST', '/api/v1/datasets', { name }, key));
    await ok(wire.call('POST', '/api/v1/datasets', { name }, other.key));
    for (let count = 0; count < 12; count++)
      await ok(wire.call('POST', '/api/3.0/mlflow/datasets/create', { name }, other.key));
    const found = await ok(wire.call('GET', `/api/v1/datasets/${encodeURIComponent(name)}`, undefined, key));
    expect(found.dataset.dataset_id).toBe(own.dataset.dataset_id);
    const again = await wire.call('POST', '/api/v1/datasets', { name }, key);
    expect(again).toMatchObject({ status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } });
    const asAdmin = await wire.call('POST', '/api/v1/datasets', { name });
    expect(asAdmin).toMatchObject({ status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } });
  });

  it('F263 a shared dataset does not tell with whom', async () => {
    const { wire, experiment, key } = await prepare();
    const other = await tenantOf(wire);
    const name = `shared ${crypto.randomUUID()}`;
    const experiments = [experiment, other.experiment];
    const { dataset } = await ok(wire.call('POST', '/api/v1/datasets', { name, experiments }));
    const at = `/api/v1/datasets/${dataset.dataset_id}`;
    const wireAt = `/api/3.0/mlflow/datasets/${dataset.dataset_id}`;
    const answers = [
      await ok(wire.call('GET', at, undefined, key)),
      await ok(wire.call('PATCH', `${at}/tags`, { tags: { a: 'b' } }, key)),
      await ok(wire.call('PUT', `${at}/experiments/${experiment}`, undefined, key)),
      await ok(wire.call('GET', wireAt, undefined, key)),
      await ok(wire.call('PATCH', `${wireAt}/tags`, { tags: '{"a":"c"}' }, key)),
      await ok(wire.call('POST', `${wireAt}/add-experiments`, { experiment_ids: [experiment] }, key)),
    ];
    expect(answers.map((answer) => answer.dataset.experiment_ids)).toEqual(answers.map(() => [experiment]));
    const listed = await ok(wire.call('GET', '/api/v1/datasets', undefined, key));
    expect(listed.datasets).toMatchObject([{ experiment_ids: [experiment] }]);
    const searched = await ok(wire.call('POST', '/api/3.0/mlflow/datasets/search', {}, key));
    expect(searched.datasets).toMatchObject([{ experiment_ids: [experiment] }]);
    expect((await ok(wire.call('GET', at))).dataset.experiment_ids.toSorted()).toEqual(
      experiments.toSorted(),
    );
  });
});

describe('limits', () => {
  it('F266 of votes on a trace are not used up by those who speak of another experiment’s of its id', async () => {
    const { wire, key } = await prepare();
    const other = await tenantOf(wire);
    // The platform's counter begins anew with each minute; this one does not.
    const counted = new Map<string, number>();
    wire.services.rateLimits.trace = async (traceKey) => {
      counted.set(traceKey, (counted.get(traceKey) ?? 0) + 1);
      return (counted.get(traceKey) ?? 0) <= 2;
    };
    const path = `/feedback/${newTraceId()}`;
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++)
      statuses.push((await wire.call('GET', path, undefined, other.key)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await wire.call('GET', path, undefined, key)).status).toBe(200);
  });
});

describe('what is gone', () => {
  it('F264 a deleted experiment of another is an experiment of nothing', async () => {
    const { wire, key } = await prepare();
    const other = await tenantOf(wire);
    await ok(wire.call('POST', '/api/2.0/mlflow/experiments/delete', { experiment_id: other.experiment }));
    const nothing = '1999999999';
    const span = {
      traceId: newTraceId().slice(3),
      spanId: '00f067aa0ba902b7',
      name: 'x',
      startTimeUnixNano: '1792065600000000000',
      endTimeUnixNano: '1792065601000000000',
    };
    const ways: Record<string, (id: string) => Promise<{ status: number; text: string }>> = {};
    const json = (method: string, path: string, body: (id: string) => unknown) => async (id: string) => {
      const { status, body: answer } = await wire.call(method, path, body(id), key);
      return { status, text: JSON.stringify(answer) };
    };
    ways['StartTraceV3'] = json('POST', '/api/3.0/mlflow/traces', (id) => ({
      trace: {
        trace_info: {
          trace_id: `tr-${span.traceId}`,
          trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: id } },
          request_time: '2026-10-15T12:00:00Z',
          state: 'OK',
        },
      },
    }));
    ways['StartTrace'] = json('POST', '/api/2.0/mlflow/traces', (id) => ({
      experiment_id: id,
      timestamp_ms: 1,
    }));
    ways['a run'] = json('POST', '/api/2.0/mlflow/runs/create', (id) => ({ experiment_id: id }));
    for (const verb of ['delete', 'restore'])
      ways[verb] = json('POST', `/api/2.0/mlflow/experiments/${verb}`, (id) => ({ experiment_id: id }));
    ways['a tag'] = json('POST', '/api/2.0/mlflow/experiments/set-experiment-tag', (id) => ({
      experiment_id: id,
      key: 'a',
      value: 'b',
    }));
    ways['OTLP'] = async (id) => {
      const answer = await wire.fetch('/v1/traces', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'x-mlflow-experiment-id': id,
        },
        body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    for (const [name, way] of Object.entries(ways)) {
      const [theirs, nowhere] = [await way(other.experiment), await way(nothing)];
      expect({ name, status: theirs.status }).toEqual({ name, status: 404 });
      expect({ name, ...theirs }).toEqual({
        name,
        ...nowhere,
        text: nowhere.text.replaceAll(nothing, other.experiment),
      });
    }
  });

  it('F265 what was scored of a trace is not told to whom its id belongs later', async () => {
    const { wire, register, experiment, key } = await prepare();
    await register({ sample_rate: 1 }, key);
    const other = await tenantOf(wire);
    const traceId = newTraceId();
    await wire.services.traces.write([sampleTrace({ traceId, experimentId: experiment })]);
    expect((await wire.services.tasks.listByTrace(traceId)).length).toBe(1);
    await wire.services.traces.delete([traceId], experiment);
    await wire.services.traces.write([sampleTrace({ traceId, experimentId: other.experiment })]);
    const told = await ok(wire.call('GET', `/api/v1/traces/${traceId}/scoring`, undefined, other.key));
    expect(told.scoring).toEqual([]);
  });
});
