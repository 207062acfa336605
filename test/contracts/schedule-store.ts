/** What every store of schedules owes. */
import { describe, expect, it } from 'vitest';
import type { Schedule, ScheduleRun } from '../../src/scoring/schedules/schedule.ts';
import type { ScheduleStore } from '../../src/scoring/store/schedule-store.ts';

const newSchedule = (changes: Partial<Schedule> = {}): Schedule => ({
  scheduleId: crypto.randomUUID(),
  experimentId: crypto.randomUUID(),
  name: 'nightly',
  cron: '0 3 * * *',
  source: { kind: 'traces', filter: "status = 'OK'" },
  scorers: ['polite', 'safety'],
  paused: false,
  within: null,
  scoredUntilMs: 1000,
  nextRunAtMs: 5000,
  createdAtMs: 1000,
  ...changes,
});

const newRun = ({ scheduleId }: Schedule, changes: Partial<ScheduleRun> = {}): ScheduleRun => ({
  runId: crypto.randomUUID(),
  scheduleId,
  fromMs: 1000,
  toMs: 5000,
  state: 'collecting',
  pageToken: null,
  found: 0,
  added: 0,
  evaluationId: null,
  judgesFiledIn: null,
  error: null,
  createdAtMs: 5000,
  updatedAtMs: 5000,
  ...changes,
});

export function scheduleStoreContract(name: string, create: () => ScheduleStore): void {
  describe(`${name} as a store of schedules`, () => {
    describe('schedules', () => schedules(create));
    describe('runs', () => runs(create));
  });
}

function schedules(create: () => ScheduleStore): void {
  it('are given back as they came, and have one name in their experiment', async () => {
    const store = create();
    const schedule = newSchedule();
    expect(await store.create(schedule)).toBe(true);
    expect(await store.get(schedule.scheduleId)).toEqual(schedule);
    expect(await store.create(newSchedule({ experimentId: schedule.experimentId }))).toBe(false);
    const dataset = newSchedule({
      source: { kind: 'dataset', nameOrId: 'cases' },
      paused: true,
      within: '7',
    });
    expect(await store.create(dataset)).toBe(true);
    expect(await store.get(dataset.scheduleId)).toEqual(dataset);
    expect(await store.get('nothing')).toBeNull();
  });

  it('are listed by name, of one experiment or of all', async () => {
    const store = create();
    const experimentId = crypto.randomUUID();
    const [second, first] = [
      newSchedule({ experimentId, name: 'b' }),
      newSchedule({ experimentId, name: 'a' }),
    ];
    await store.create(second);
    await store.create(first);
    expect(await store.list(experimentId)).toEqual([first, second]);
    expect(await store.list(null)).toEqual(expect.arrayContaining([first, second]));
  });

  it('change in what is said alone', async () => {
    const store = create();
    const schedule = newSchedule();
    const { scheduleId } = schedule;
    await store.create(schedule);
    await store.update(scheduleId, { paused: true });
    expect(await store.get(scheduleId)).toEqual({ ...schedule, paused: true });
    await store.update(scheduleId, { paused: false, cron: '0 4 * * *', nextRunAtMs: 7000 });
    expect(await store.get(scheduleId)).toEqual({ ...schedule, cron: '0 4 * * *', nextRunAtMs: 7000 });
  });

  it('are due from their time on, unless they pause', async () => {
    const store = create();
    const schedule = newSchedule();
    const { scheduleId } = schedule;
    await store.create(schedule);
    const isDue = async (atMs: number) =>
      (await store.listDue(atMs)).some((one) => one.scheduleId === scheduleId);
    expect(await isDue(4999)).toBe(false);
    expect(await isDue(5000)).toBe(true);
    await store.update(scheduleId, { paused: true });
    expect(await isDue(9000)).toBe(false);
  });

  it('go with their runs', async () => {
    const store = create();
    const schedule = newSchedule();
    const { scheduleId } = schedule;
    await store.create(schedule);
    await store.addRun(newRun(schedule));
    expect(await store.delete(scheduleId)).toBe(true);
    expect(await store.listRuns(scheduleId, 10)).toEqual([]);
    expect(await store.delete(scheduleId)).toBe(false);
  });
}

function runs(create: () => ScheduleStore): void {
  it('begin once, and move the checkpoint and the clock with them', async () => {
    const store = create();
    const schedule = newSchedule();
    await store.create(schedule);
    const begun = await Promise.all(
      Array.from({ length: 5 }, () => store.begin(schedule, newRun(schedule), 9000)),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await store.listRuns(schedule.scheduleId, 10)).toHaveLength(1);
    expect(await store.get(schedule.scheduleId)).toEqual({
      ...schedule,
      nextRunAtMs: 9000,
      scoredUntilMs: 5000,
    });
  });

  it('do not begin for a schedule that pauses meanwhile', async () => {
    const store = create();
    const schedule = newSchedule();
    await store.create(schedule);
    await store.update(schedule.scheduleId, { paused: true });
    expect(await store.begin(schedule, newRun(schedule), 9000)).toBe(false);
    expect(await store.listRuns(schedule.scheduleId, 10)).toEqual([]);
    expect(await store.get(schedule.scheduleId)).toMatchObject({ scoredUntilMs: 1000, nextRunAtMs: 5000 });
  });

  it('beside the clock leave it as it is', async () => {
    const store = create();
    const schedule = newSchedule();
    await store.create(schedule);
    const run = newRun(schedule, { fromMs: 1, toMs: 2, state: 'running' });
    await store.addRun(run);
    expect(await store.listRuns(schedule.scheduleId, 10)).toEqual([run]);
    expect(await store.get(schedule.scheduleId)).toEqual(schedule);
  });

  it('are open until they have ended, and say how far they are', async () => {
    const store = create();
    const schedule = newSchedule();
    await store.create(schedule);
    const run = newRun(schedule);
    await store.addRun(run);
    const isOpen = async () => (await store.listOpenRuns()).some(({ runId }) => runId === run.runId);
    expect(await isOpen()).toBe(true);
    const changes = {
      state: 'running' as const,
      pageToken: 'next',
      found: 10,
      added: 7,
      evaluationId: 'ev-1',
      error: null,
      updatedAtMs: 6000,
    };
    await store.updateRun(run.runId, changes);
    expect(await store.listRuns(schedule.scheduleId, 10)).toEqual([{ ...run, ...changes }]);
    expect(await isOpen()).toBe(true);
    await store.updateRun(run.runId, { ...changes, state: 'failed', pageToken: null, error: 'no' });
    expect(await isOpen()).toBe(false);
    expect(await store.listRuns(schedule.scheduleId, 10)).toMatchObject([
      { state: 'failed', pageToken: null, error: 'no' },
    ]);
  });

  it('are listed newest first', async () => {
    const store = create();
    const schedule = newSchedule();
    await store.create(schedule);
    const [older, newer] = [newRun(schedule, { createdAtMs: 1 }), newRun(schedule, { createdAtMs: 2 })];
    await store.addRun({ ...older, updatedAtMs: 1 });
    await store.addRun({ ...newer, updatedAtMs: 2 });
    expect((await store.listRuns(schedule.scheduleId, 1)).map(({ runId }) => runId)).toEqual([newer.runId]);
    expect(await store.listRuns(schedule.scheduleId, 10)).toHaveLength(2);
  });
}
