/** Scoring work in the database of the traces. */
import type { NewTask, ScoringTask, TaskState } from '../online/task.ts';
import { statementsOf, type Statements } from './statements.ts';
import type { TaskCounts, TaskStore } from './task-store.ts';

interface TaskRow {
  task_id: string;
  scorer_id: string;
  scorer_name: string;
  scorer_version: number;
  experiment_id: string;
  trace_id: string;
  session: string | null;
  job_id: string | null;
  state: TaskState;
  reason: string | null;
  attempts: number;
  created_at_ms: number;
  due_at_ms: number;
  judges_filed_in: string | null;
  updated_at_ms: number;
}

/** Columns in the order of {@link valuesOf}. */
const COLUMNS =
  'task_id, scorer_id, scorer_name, scorer_version, experiment_id, trace_id, session, job_id, due_at_ms, judges_filed_in';

/** One statement, however many tasks: a row per element of a JSON array. */
const ADD = `INSERT INTO scoring_tasks (${COLUMNS}, state, attempts, created_at_ms, leased_until_ms, updated_at_ms)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 8, value ->> 9, 'pending', 0, ?2, 0, ?2
  FROM json_each(?1) WHERE true
  ON CONFLICT (task_id) DO UPDATE SET
    trace_id = excluded.trace_id, due_at_ms = excluded.due_at_ms,
    judges_filed_in = excluded.judges_filed_in, state = 'pending', attempts = 0, reason = NULL,
    updated_at_ms = excluded.updated_at_ms
  WHERE excluded.session IS NOT NULL AND excluded.trace_id <> scoring_tasks.trace_id
    OR excluded.session IS NULL AND scoring_tasks.state = 'pending' AND scoring_tasks.attempts = 0
      AND excluded.due_at_ms < scoring_tasks.due_at_ms
  RETURNING task_id`;

const CLAIM = `UPDATE scoring_tasks SET leased_until_ms = ?3, attempts = attempts + 1, updated_at_ms = ?2
  WHERE task_id = ?1 AND state = 'pending' AND due_at_ms <= ?2 AND leased_until_ms <= ?2 RETURNING *`;

/** Creates the task store on D1. */
export function createD1TaskStore({ database }: { database: D1Database }): TaskStore {
  const statements = statementsOf(database);
  return { ...workIn(statements), ...factsIn(statements) };
}

const idsOf = (found: { task_id: string }[]): string[] => found.map((row) => row.task_id);

/** Work on its way. */
function workIn({
  run,
  all,
}: Statements): Pick<
  TaskStore,
  'add' | 'claim' | 'renew' | 'finish' | 'postpone' | 'listDue' | 'releaseAll'
> {
  return {
    add: async (tasks, atMs) =>
      tasks.length === 0 ? [] : idsOf(await all(ADD, JSON.stringify(tasks.map(valuesOf)), atMs)),
    async claim(taskId, { atMs, untilMs }) {
      const [row] = await all<TaskRow>(CLAIM, taskId, atMs, untilMs);
      return row === undefined ? null : toTask(row);
    },
    async renew({ taskId, attempts }, untilMs) {
      // Each claim counts one more.
      await run(
        `UPDATE scoring_tasks SET leased_until_ms = ?3
         WHERE task_id = ?1 AND attempts = ?2 AND state = 'pending' AND leased_until_ms > 0`,
        taskId,
        attempts,
        untilMs,
      );
    },
    async finish(task, { state, reason, atMs }) {
      await run(
        `UPDATE scoring_tasks SET state = CASE WHEN trace_id = ?4 THEN ?2 ELSE state END, reason = ?3,
         leased_until_ms = 0, updated_at_ms = ?5 WHERE task_id = ?1`,
        task.taskId,
        state,
        reason,
        task.traceId,
        atMs,
      );
    },
    async postpone(taskId, { dueAtMs, reason, atMs }) {
      await run(
        `UPDATE scoring_tasks SET due_at_ms = ?2, reason = ?3, leased_until_ms = 0, updated_at_ms = ?4
         WHERE task_id = ?1 AND state = 'pending'`,
        taskId,
        dueAtMs,
        reason,
        atMs,
      );
    },
    listDue: async (atMs, limit) =>
      idsOf(
        await all(
          `SELECT task_id FROM scoring_tasks WHERE state = 'pending' AND due_at_ms <= ?1 AND leased_until_ms <= ?1
           ORDER BY due_at_ms LIMIT ?2`,
          atMs,
          limit,
        ),
      ),
    async releaseAll() {
      await run(
        "UPDATE scoring_tasks SET leased_until_ms = 0 WHERE state = 'pending' AND leased_until_ms > 0",
      );
    },
  };
}

/** What became of it. */
function factsIn({
  run,
  all,
}: Statements): Pick<TaskStore, 'listByTrace' | 'get' | 'countByJob' | 'backlog' | 'expire'> {
  const tasks = async (where: string, value: string): Promise<ScoringTask[]> =>
    (await all<TaskRow>(`SELECT * FROM scoring_tasks WHERE ${where}`, value)).map(toTask);
  return {
    listByTrace: (traceId) => tasks('trace_id = ?1 ORDER BY scorer_name', traceId),
    get: async (taskId) => (await tasks('task_id = ?1', taskId))[0] ?? null,
    async countByJob(jobId) {
      const counts: TaskCounts = { pending: 0, scored: 0, skipped: 0, failed: 0 };
      const found = await all<{ state: TaskState; count: number }>(
        'SELECT state, COUNT(*) AS count FROM scoring_tasks WHERE job_id = ?1 GROUP BY state',
        jobId,
      );
      for (const { state, count } of found) counts[state] = count;
      return counts;
    },
    async backlog(atMs) {
      const [row] = await all<{ pending: number; oldest: number | null }>(
        `SELECT COUNT(*) AS pending, MIN(CASE WHEN due_at_ms <= ?1 THEN due_at_ms END) AS oldest
         FROM scoring_tasks WHERE state = 'pending'`,
        atMs,
      );
      return { pending: row?.pending ?? 0, oldestDueAtMs: row?.oldest ?? null };
    },
    expire: (beforeMs, batchSize) =>
      run(
        `DELETE FROM scoring_tasks WHERE task_id IN
         (SELECT task_id FROM scoring_tasks WHERE updated_at_ms < ?1 ORDER BY updated_at_ms LIMIT ?2)`,
        beforeMs,
        batchSize,
      ),
  };
}

function valuesOf(task: NewTask): (string | number | null)[] {
  return [
    task.taskId,
    task.scorerId,
    task.scorerName,
    task.scorerVersion,
    task.experimentId,
    task.traceId,
    task.session,
    task.jobId,
    task.dueAtMs,
    task.judgesFiledIn,
  ];
}

function toTask(row: TaskRow): ScoringTask {
  return {
    taskId: row.task_id,
    scorerId: row.scorer_id,
    scorerName: row.scorer_name,
    scorerVersion: row.scorer_version,
    experimentId: row.experiment_id,
    traceId: row.trace_id,
    session: row.session,
    jobId: row.job_id,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    createdAtMs: row.created_at_ms,
    dueAtMs: row.due_at_ms,
    judgesFiledIn: row.judges_filed_in,
    updatedAtMs: row.updated_at_ms,
  };
}
