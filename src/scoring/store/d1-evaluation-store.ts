/** Evaluations in the database of the traces: their rows speak of traces, and grow with them. */
import type { Evaluation, EvaluationRow, NewRow } from '../evaluation/evaluation.ts';
import type { EvaluationStore, RowCounts } from './evaluation-store.ts';
import { statementsOf, type Statements } from './statements.ts';

interface StoredEvaluation {
  evaluation_id: string;
  experiment_id: string;
  run_id: string;
  name: string;
  state: Evaluation['state'];
  plan: string;
  summary: string | null;
  error: string | null;
  row_count: number;
  created_at_ms: number;
  ended_at_ms: number | null;
}

interface StoredRow {
  row_number: number;
  row_key: string;
  state: EvaluationRow['state'];
  content: string;
  trace_id: string | null;
  verdicts: string | null;
  error: string | null;
}

/** D1 takes 2 MB per parameter; a character may be three bytes. */
const CHUNK_CHARACTERS = 500_000;

const OPEN = "state = 'running' AND leased_until_ms <= ?1";

/** Creates the store on D1. */
export function createD1EvaluationStore({ database }: { database: D1Database }): EvaluationStore {
  const statements = statementsOf(database);
  return { ...jobsIn(statements), ...leasesIn(statements), ...rowsIn(statements) };
}

type Jobs = Pick<EvaluationStore, 'create' | 'get' | 'findByRun' | 'list' | 'transition' | 'listStuck'>;
type Leases = Pick<EvaluationStore, 'lease' | 'release' | 'releaseAll' | 'listIdle'>;
type Rows = Pick<EvaluationStore, 'addRows' | 'pendingRows' | 'finishRow' | 'listRows' | 'countRows'>;

function jobsIn(statements: Statements): Jobs {
  const { run, all } = statements;
  const evaluations = async (where: string, ...values: unknown[]): Promise<Evaluation[]> =>
    (await all<StoredEvaluation>(`SELECT * FROM evaluations WHERE ${where}`, ...values)).map(toEvaluation);
  return {
    create: async (evaluation) => void (await insert(statements, evaluation)),
    get: async (id) => (await evaluations('evaluation_id = ?1', id))[0] ?? null,
    findByRun: async (runId) => (await evaluations('run_id = ?1 LIMIT 1', runId))[0] ?? null,
    list: (experimentId, { beforeMs, limit }) =>
      evaluations(
        '(?1 IS NULL OR experiment_id = ?1) AND created_at_ms < ?2 ORDER BY created_at_ms DESC LIMIT ?3',
        experimentId,
        beforeMs,
        limit,
      ),
    async transition(id, from, to) {
      const changed = await run(
        `UPDATE evaluations SET state = ?2, summary = COALESCE(?3, summary), error = COALESCE(?4, error),
         ended_at_ms = COALESCE(?5, ended_at_ms)
         WHERE evaluation_id = ?1 AND state IN (SELECT value FROM json_each(?6))`,
        id,
        to.state,
        to.summary === undefined ? null : JSON.stringify(to.summary),
        to.error ?? null,
        to.endedAtMs ?? null,
        JSON.stringify(from),
      );
      return changed > 0;
    },
    listStuck: (beforeMs) => evaluations("state = 'preparing' AND created_at_ms < ?1", beforeMs),
  };
}

function leasesIn({ run, all }: Statements): Leases {
  return {
    async lease(id, { holder, from, atMs, untilMs }) {
      const changed = await run(
        `UPDATE evaluations SET leased_until_ms = ?2, leased_by = ?3
         WHERE evaluation_id = ?5 AND state = 'running' AND (leased_until_ms <= ?1 OR leased_by IN (?3, ?4))`,
        atMs,
        untilMs,
        holder,
        from,
        id,
      );
      return changed > 0;
    },
    release: async (id, holder) =>
      void (await run(
        'UPDATE evaluations SET leased_until_ms = 0, leased_by = NULL WHERE evaluation_id = ?1 AND leased_by = ?2',
        id,
        holder,
      )),
    releaseAll: async () =>
      void (await run(
        "UPDATE evaluations SET leased_until_ms = 0, leased_by = NULL WHERE state = 'running'",
      )),
    listIdle: async (atMs) => {
      const found = await all<Pick<StoredEvaluation, 'evaluation_id'>>(
        `SELECT evaluation_id FROM evaluations WHERE ${OPEN} ORDER BY created_at_ms LIMIT 100`,
        atMs,
      );
      return found.map((row) => row.evaluation_id);
    },
  };
}

function rowsIn(statements: Statements): Rows {
  const { run, all } = statements;
  const ofRows = async (where: string, ...values: unknown[]): Promise<EvaluationRow[]> =>
    (
      await all<StoredRow>(`SELECT * FROM evaluation_rows WHERE evaluation_id = ?1 AND ${where}`, ...values)
    ).map(toRow);
  return {
    addRows: (evaluationId, added) => addRows(statements, evaluationId, added),
    pendingRows: (id, limit) => ofRows("state = 'pending' ORDER BY row_number LIMIT ?2", id, limit),
    async finishRow(id, rowNumber, result) {
      await run(
        `UPDATE evaluation_rows SET state = ?3, trace_id = ?4, content = ?5, verdicts = ?6, error = ?7
         WHERE evaluation_id = ?1 AND row_number = ?2 AND state = 'pending'`,
        id,
        rowNumber,
        result.state,
        result.traceId,
        JSON.stringify(result.content),
        JSON.stringify(result.verdicts),
        result.error,
      );
    },
    listRows: (id, { after, limit, failing = null }) =>
      ofRows(
        `row_number > ?2 AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(verdicts) AS said
         WHERE said.value ->> 'name' = ?4
         AND (said.value ->> 'error' IS NOT NULL OR lower(said.value ->> 'value') IN ('no', '0'))))
         ORDER BY row_number LIMIT ?3`,
        id,
        after,
        limit,
        failing,
      ),
    async countRows(id) {
      const counts: RowCounts = { pending: 0, done: 0, failed: 0 };
      const found = await all<{ state: EvaluationRow['state']; count: number }>(
        'SELECT state, COUNT(*) AS count FROM evaluation_rows WHERE evaluation_id = ?1 GROUP BY state',
        id,
      );
      for (const { state, count } of found) counts[state] = count;
      return counts;
    },
  };
}

function insert({ run }: Statements, one: Evaluation): Promise<number> {
  return run(
    `INSERT INTO evaluations (evaluation_id, experiment_id, run_id, name, state, plan, row_count, created_at_ms,
     leased_until_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)`,
    one.evaluationId,
    one.experimentId,
    one.runId,
    one.name,
    one.state,
    JSON.stringify(one.plan),
    one.rowCount,
    one.createdAtMs,
  );
}

/** Rows in as few statements as their size allows. */
async function addRows({ run }: Statements, evaluationId: string, rows: readonly NewRow[]): Promise<void> {
  const send = async (chunk: string[]) => {
    if (chunk.length === 0) return;
    await run(
      `INSERT INTO evaluation_rows (evaluation_id, row_number, row_key, state, content, trace_id)
       SELECT ?1, value ->> 0, value ->> 1, 'pending', value ->> 2, value ->> 3 FROM json_each(?2) WHERE true
       ON CONFLICT DO NOTHING`,
      evaluationId,
      `[${chunk.join(',')}]`,
    );
  };
  let chunk: string[] = [];
  let characters = 0;
  for (const { rowNumber, rowKey, content, traceId } of rows) {
    const text = JSON.stringify([rowNumber, rowKey, JSON.stringify(content), traceId]);
    if (characters + text.length > CHUNK_CHARACTERS) {
      await send(chunk);
      chunk = [];
      characters = 0;
    }
    chunk.push(text);
    characters += text.length;
  }
  await send(chunk);
}

function toEvaluation(row: StoredEvaluation): Evaluation {
  return {
    evaluationId: row.evaluation_id,
    experimentId: row.experiment_id,
    runId: row.run_id,
    name: row.name,
    state: row.state,
    // What this store wrote is what its types say.
    plan: JSON.parse(row.plan) as Evaluation['plan'],
    summary: row.summary === null ? null : (JSON.parse(row.summary) as Evaluation['summary']),
    error: row.error,
    rowCount: row.row_count,
    createdAtMs: row.created_at_ms,
    endedAtMs: row.ended_at_ms,
  };
}

function toRow(row: StoredRow): EvaluationRow {
  return {
    rowNumber: row.row_number,
    rowKey: row.row_key,
    state: row.state,
    content: JSON.parse(row.content) as EvaluationRow['content'],
    traceId: row.trace_id,
    verdicts: row.verdicts === null ? [] : (JSON.parse(row.verdicts) as EvaluationRow['verdicts']),
    error: row.error,
  };
}
