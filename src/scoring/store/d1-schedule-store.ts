/** Schedules in the registry's D1 database. */
import type { Schedule, ScheduleRun } from '../schedules/schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';
import { statementsOf } from './statements.ts';

interface ScheduleRow {
  schedule_id: string;
  experiment_id: string;
  name: string;
  cron: string;
  source: string;
  scorers: string;
  paused: number;
  within: string | null;
  scored_until_ms: number;
  next_run_at_ms: number;
  created_at_ms: number;
}

interface RunRow {
  run_id: string;
  schedule_id: string;
  from_ms: number;
  to_ms: number;
  state: ScheduleRun['state'];
  page_token: string | null;
  found: number;
  added: number;
  evaluation_id: string | null;
  judges_filed_in: string | null;
  error: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

const INSERT_RUN = `INSERT INTO schedule_runs (run_id, schedule_id, from_ms, to_ms, state, found, added, created_at_ms,
  updated_at_ms, judges_filed_in) SELECT ?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?6, ?7`;

/** Creates the store on D1. */
export function createD1ScheduleStore({ database }: { database: D1Database }): ScheduleStore {
  return { ...schedulesIn(database), ...runsIn(database) };
}

type Runs = Pick<ScheduleStore, 'begin' | 'addRun' | 'listOpenRuns' | 'updateRun' | 'listRuns'>;

function schedulesIn(database: D1Database): Omit<ScheduleStore, keyof Runs> {
  const { run, all } = statementsOf(database);
  const schedules = async (where: string, ...values: unknown[]): Promise<Schedule[]> =>
    (await all<ScheduleRow>(`SELECT * FROM scorer_schedules WHERE ${where}`, ...values)).map(toSchedule);
  return {
    async create(one) {
      const created = await run(
        `INSERT INTO scorer_schedules (schedule_id, experiment_id, name, cron, source, scorers, paused, scored_until_ms,
         next_run_at_ms, created_at_ms, within) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING`,
        one.scheduleId,
        one.experimentId,
        one.name,
        one.cron,
        JSON.stringify(one.source),
        JSON.stringify(one.scorers),
        one.paused ? 1 : 0,
        one.scoredUntilMs,
        one.nextRunAtMs,
        one.createdAtMs,
        one.within,
      );
      return created > 0;
    },
    get: async (id) => (await schedules('schedule_id = ?1', id))[0] ?? null,
    list: (experimentId) => schedules('(?1 IS NULL OR experiment_id = ?1) ORDER BY name', experimentId),
    async update(id, { cron, paused, nextRunAtMs }) {
      await run(
        `UPDATE scorer_schedules SET cron = COALESCE(?2, cron), paused = COALESCE(?3, paused),
         next_run_at_ms = COALESCE(?4, next_run_at_ms) WHERE schedule_id = ?1`,
        id,
        cron ?? null,
        paused === undefined ? null : paused ? 1 : 0,
        nextRunAtMs ?? null,
      );
    },
    async delete(id) {
      await run('DELETE FROM schedule_runs WHERE schedule_id = ?1', id);
      return (await run('DELETE FROM scorer_schedules WHERE schedule_id = ?1', id)) > 0;
    },
    listDue: (atMs) =>
      schedules('paused = 0 AND next_run_at_ms <= ?1 ORDER BY next_run_at_ms LIMIT 100', atMs),
  };
}

function runsIn(database: D1Database): Runs {
  const statements = statementsOf(database);
  const prepare = (sql: string, ...values: unknown[]) => database.prepare(sql).bind(...values);
  const runs = async (where: string, ...values: unknown[]): Promise<ScheduleRun[]> =>
    (await statements.all<RunRow>(`SELECT * FROM schedule_runs WHERE ${where}`, ...values)).map(toRun);
  return {
    async begin(schedule, run, nextRunAtMs) {
      const [begun] = await database.batch([
        prepare(
          `${INSERT_RUN} FROM scorer_schedules WHERE schedule_id = ?2 AND next_run_at_ms = ?8 AND paused = 0`,
          ...runValues(run),
          schedule.nextRunAtMs,
        ),
        prepare(
          `UPDATE scorer_schedules SET next_run_at_ms = ?3, scored_until_ms = ?4
           WHERE schedule_id = ?1 AND next_run_at_ms = ?2 AND paused = 0`,
          schedule.scheduleId,
          schedule.nextRunAtMs,
          nextRunAtMs,
          run.toMs,
        ),
      ]);
      return (begun?.meta.changes ?? 0) > 0;
    },
    addRun: async (run) => void (await statements.run(INSERT_RUN, ...runValues(run))),
    listOpenRuns: () => runs("state IN ('collecting', 'running') ORDER BY updated_at_ms LIMIT 100"),
    async updateRun(id, change) {
      await statements.run(
        `UPDATE schedule_runs SET state = ?2, page_token = ?3, found = ?4, added = ?5, evaluation_id = ?6, error = ?7,
         updated_at_ms = ?8 WHERE run_id = ?1`,
        id,
        change.state,
        change.pageToken,
        change.found,
        change.added,
        change.evaluationId,
        change.error,
        change.updatedAtMs,
      );
    },
    listRuns: (id, limit) => runs('schedule_id = ?1 ORDER BY created_at_ms DESC LIMIT ?2', id, limit),
  };
}

function runValues(run: ScheduleRun): (string | number | null)[] {
  return [run.runId, run.scheduleId, run.fromMs, run.toMs, run.state, run.createdAtMs, run.judgesFiledIn];
}

function toSchedule(row: ScheduleRow): Schedule {
  return {
    scheduleId: row.schedule_id,
    experimentId: row.experiment_id,
    name: row.name,
    cron: row.cron,
    // What this store wrote is what its types say.
    source: JSON.parse(row.source) as Schedule['source'],
    scorers: JSON.parse(row.scorers) as Schedule['scorers'],
    paused: row.paused === 1,
    within: row.within,
    scoredUntilMs: row.scored_until_ms,
    nextRunAtMs: row.next_run_at_ms,
    createdAtMs: row.created_at_ms,
  };
}

function toRun(row: RunRow): ScheduleRun {
  return {
    runId: row.run_id,
    scheduleId: row.schedule_id,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    state: row.state,
    pageToken: row.page_token,
    found: row.found,
    added: row.added,
    evaluationId: row.evaluation_id,
    judgesFiledIn: row.judges_filed_in,
    error: row.error,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
