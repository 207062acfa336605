import { describe, expect, it } from 'vitest';
import { nextRunAtMs } from '../../src/scoring/schedules/next-run.ts';
import { runSchedules } from '../../src/scoring/schedules/run-schedules.ts';
import type { ScoreMessage } from '../../src/scoring/online/score-queue.ts';
import { scoreTask } from '../../src/scoring/online/score-task.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Wire } from '../helpers/mlflow-wire.ts';

async function experimentOf(wire: Wire): Promise<string> {
  const name = `schedules ${crypto.randomUUID()}`;
  return (await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name })).body.experiment_id;
}

async function prepare() {
  const wire = createWire();
  const experiment = await experimentOf(wire);
  const scorer = {
    experiment,
    name: 'cheap',
    scorer: { code: 'cost_threshold', options: { maximumUsd: 1 } },
  };
  expect(await wire.call('POST', '/api/v1/scorers', scorer)).toMatchObject({ status: 200 });
  const create = async (body: object) =>
    wire.call('POST', '/api/v1/schedules', {
      experiment,
      name: `nightly ${crypto.randomUUID()}`,
      cron: '0 * * * *',
      scorers: ['cheap'],
      ...body,
    });
  const store = async (atMs: number) => {
    const trace = sampleTrace({ experimentId: experiment, requestTimeMs: atMs });
    await wire.services.traces.write([trace]);
    return trace.info.traceId;
  };
  /** The clock at that time, and the queue's work after it; returns the pieces. */
  const tick = async (atMs: number) => {
    const sent: ScoreMessage[] = [];
    const services = {
      ...wire.services,
      now: () => atMs,
      scoreQueue: { send: async (messages: readonly ScoreMessage[]) => void sent.push(...messages) },
    };
    await runSchedules({ services });
    const pieces = sent.flatMap(({ tasks }) => tasks);
    for (const taskId of pieces)
      await scoreTask({
        services: { ...wire.services.consumeScores, now: () => atMs },
        input: { taskId },
      });
    await runSchedules({ services });
    return pieces;
  };
  const runs = async (id: string) => (await wire.call('GET', `/api/v1/schedules/${id}/runs`)).body.runs;
  return { wire, experiment, create, store, tick, runs };
}

const HOUR = 3_600_000;

describe('scheduled scorers', () => {
  it('score what came since the run before, and nothing twice', async () => {
    const { wire, create, store, tick, runs } = await prepare();
    const { body: schedule } = await create({});
    const begun = Date.parse(schedule.creation_time);
    expect(Date.parse(schedule.next_run)).toBeGreaterThan(begun);
    const traceId = await store(begun + 1000);
    expect(await tick(begun + 2000)).toEqual([]);
    expect(await tick(begun + HOUR)).toHaveLength(1);
    const [run] = await runs(schedule.schedule_id);
    expect(run).toMatchObject({ state: 'finished', found: 1, added: 1, done: 1, pending: 0 });
    await store(begun + HOUR + 1000);
    expect(await tick(begun + 2 * HOUR)).toHaveLength(1);
    const said = await wire.services.assessments.listByTrace([traceId], null);
    expect(said.get(traceId)).toMatchObject([{ name: 'cheap', value: true }]);
    const { body } = await wire.call('GET', `/api/v1/schedules/${schedule.schedule_id}`);
    expect(body.last_run).toMatchObject({ state: 'finished', added: 1 });
    expect(Date.parse(body.next_run)).toBeGreaterThan(begun + 2 * HOUR);
  });

  it('catch up after downtime in one run, without scoring twice', async () => {
    const { create, store, tick, runs } = await prepare();
    const { body: schedule } = await create({});
    const begun = Date.parse(schedule.creation_time);
    for (let hour = 0; hour < 5; hour++) await store(begun + hour * HOUR + 1000);
    expect(await tick(begun + 6 * HOUR)).toHaveLength(5);
    expect(await tick(begun + 7 * HOUR)).toHaveLength(0);
    const [second, first] = await runs(schedule.schedule_id);
    expect(first).toMatchObject({ found: 5, added: 5 });
    expect(second).toMatchObject({ added: 0, state: 'finished' });
  });

  it('take back what lies before them, on request', async () => {
    const { wire, create, store, tick, runs } = await prepare();
    const { body: schedule } = await create({ filter: "status = 'OK'" });
    const begun = Date.parse(schedule.creation_time);
    await store(begun - 48 * HOUR);
    await store(begun - 72 * HOUR);
    const path = `/api/v1/schedules/${schedule.schedule_id}`;
    const time = { from: new Date(begun - 50 * HOUR).toISOString(), to: new Date(begun).toISOString() };
    expect(await wire.call('POST', `${path}/backfill`, time)).toMatchObject({ status: 200 });
    expect(await tick(begun + 1000)).toHaveLength(1);
    expect(await runs(schedule.schedule_id)).toMatchObject([{ found: 1, added: 1, state: 'finished' }]);
    const backwards = await wire.call('POST', `${path}/backfill`, { from: time.to, to: time.from });
    expect(backwards.status).toBe(400);
  });

  it('pause, and go on with what came meanwhile', async () => {
    const { wire, create, store, tick } = await prepare();
    const { body: schedule } = await create({});
    const begun = Date.parse(schedule.creation_time);
    const path = `/api/v1/schedules/${schedule.schedule_id}`;
    const paused = await wire.call('PATCH', path, { paused: true });
    expect(paused.body).toMatchObject({ paused: true, next_run: null });
    await store(begun + 1000);
    expect(await tick(begun + 3 * HOUR)).toEqual([]);
    await wire.call('PATCH', path, { paused: false });
    expect(await tick(begun + 4 * HOUR)).toHaveLength(1);
  });

  it('run a dataset as an evaluation', async () => {
    const { wire, experiment, create, tick, runs } = await prepare();
    const name = `cases ${crypto.randomUUID()}`;
    await wire.call('POST', '/api/v1/datasets', { name, experiments: [experiment] });
    await wire.call('POST', `/api/v1/datasets/${encodeURIComponent(name)}/records`, {
      records: [{ inputs: { q: 1 }, outputs: 'a' }],
    });
    const { body: schedule } = await create({ dataset: name });
    const begun = Date.parse(schedule.creation_time);
    expect(await tick(begun + HOUR)).toEqual([]);
    const [{ evaluation_id: evaluation }] = await runs(schedule.schedule_id);
    await wire.carry(evaluation);
    await tick(begun + HOUR + 60_000);
    expect(await runs(schedule.schedule_id)).toMatchObject([
      { state: 'finished', done: 1, evaluation_id: evaluation },
    ]);
  });

  it.each([
    [{ cron: 'often' }, 'cron'],
    [{ cron: '* * * * * *' }, 'cron'],
    [{ filter: '=' }, 'filter'],
    [{ scorers: ['nobody'] }, 'scorers'],
    [{ filter: "status = 'OK'", dataset: 'x' }, 'not both'],
  ])('refuse %j', async (body, field) => {
    const { create } = await prepare();
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
  });

  it('are seen only by keys that may see their experiment, and deleted', async () => {
    const { wire, create } = await prepare();
    const { body: schedule } = await create({});
    const path = `/api/v1/schedules/${schedule.schedule_id}`;
    const key = await wire.keyFor(['read', 'write'], await experimentOf(wire));
    expect((await wire.call('GET', path, undefined, key)).status).toBe(404);
    expect((await wire.call('DELETE', path, undefined, key)).status).toBe(404);
    expect((await wire.call('DELETE', path)).status).toBe(200);
    expect((await wire.call('GET', path)).status).toBe(404);
  });

  it('know the calendar', () => {
    const friday = Date.UTC(2026, 9, 16, 12);
    expect(new Date(nextRunAtMs('0 6 * * 1-5', friday)).toISOString()).toBe('2026-10-19T06:00:00.000Z');
  });
});
