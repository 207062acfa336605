/** Runs in the D1 database of the traces. */
import type { RunChanges } from '../run.ts';
import { toLinkRows, toReal, toRun, type RunRow } from './run-rows.ts';
import { toCondition, toOrderItems } from './run-search-sql.ts';
import type { RunQuery, RunStore } from './run-store.ts';

const SELECT_RUNS = `SELECT r.*,
  (SELECT json_group_array(json_array(v.kind, v.key, v.value, v.number, v.timestamp_ms, v.step))
   FROM run_values AS v WHERE v.run_id = r.run_id) AS held,
  (SELECT json_group_array(json_array(i.kind, i.name, json(i.value)))
   FROM run_inputs AS i WHERE i.run_id = r.run_id) AS links
  FROM runs AS r`;

/** A later value takes the place of one with a lower step, an earlier time, or a lesser number. NaN is the least. */
const UPSERT_METRICS = `
INSERT INTO run_values (run_id, kind, key, number, timestamp_ms, step)
SELECT ?1, 'metric', value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2)
WHERE true ON CONFLICT DO UPDATE SET
  number = excluded.number, timestamp_ms = excluded.timestamp_ms, step = excluded.step
WHERE (excluded.step, excluded.timestamp_ms, coalesce(excluded.number, -9e999))
  >= (run_values.step, run_values.timestamp_ms, coalesce(run_values.number, -9e999))`;

const INSERT_HISTORY = `
INSERT INTO run_metrics (run_id, key, value, timestamp_ms, step)
SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2)
WHERE true ON CONFLICT DO NOTHING`;

const INSERT_PARAMS = `
INSERT INTO run_values (run_id, kind, key, value) SELECT ?1, 'param', key, value FROM json_each(?2)
WHERE true ON CONFLICT DO NOTHING`;

const UPSERT_TAGS = `
INSERT INTO run_values (run_id, kind, key, value) SELECT ?1, 'tag', key, value FROM json_each(?2)
WHERE true ON CONFLICT DO UPDATE SET value = excluded.value`;

const UPSERT_LINKS = `
INSERT INTO run_inputs (run_id, kind, name, digest, value)
SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2)
WHERE true ON CONFLICT DO UPDATE SET value = excluded.value`;

type Bind = (sql: string, ...values: (string | number | null)[]) => D1PreparedStatement;

/** Creates the run store on D1. */
export function createD1RunStore({ database }: { database: D1Database }): RunStore {
  const bound: Bind = (sql, ...values) => database.prepare(sql).bind(...values);
  return { ...writing(database, bound), ...reading(bound) };
}

function writing(database: D1Database, bound: Bind): Omit<RunStore, 'get' | 'metricHistory' | 'search'> {
  return {
    async create(run) {
      await database.batch([
        bound(
          'INSERT INTO runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
          run.runId,
          run.experimentId,
          run.name,
          run.userId,
          run.status,
          run.startTimeMs,
          run.endTimeMs,
          run.lifecycleStage,
        ),
        bound(UPSERT_TAGS, run.runId, JSON.stringify(run.tags)),
      ]);
    },
    async update(runId, changes) {
      const { assignments, values } = toAssignments(changes);
      if (assignments.length === 0) return;
      await bound(`UPDATE runs SET ${assignments.join(', ')} WHERE run_id = ?`, ...values, runId).run();
    },
    async log(runId, { metrics, params, tags }) {
      const rows = (toValue: (value: number) => string | number | null) =>
        JSON.stringify(
          metrics.map(({ key, value, timestampMs, step }) => [key, toValue(value), timestampMs, step]),
        );
      await database.batch([
        bound(UPSERT_METRICS, runId, rows(toReal)),
        bound(INSERT_HISTORY, runId, rows(String)),
        bound(INSERT_PARAMS, runId, JSON.stringify(params)),
        bound(UPSERT_TAGS, runId, JSON.stringify(tags)),
      ]);
    },
    async deleteTag(runId, key) {
      await bound(`DELETE FROM run_values WHERE run_id = ?1 AND kind = 'tag' AND key = ?2`, runId, key).run();
    },
    async link(runId, links) {
      await bound(UPSERT_LINKS, runId, JSON.stringify(toLinkRows(links))).run();
    },
  };
}

function reading(bound: Bind): Pick<RunStore, 'get' | 'metricHistory' | 'search'> {
  return {
    async get(runId) {
      const row = await bound(`${SELECT_RUNS} WHERE r.run_id = ?1`, runId).first<RunRow>();
      return row === null ? null : toRun(row);
    },
    async metricHistory(runId, key, { offset, limit }) {
      const { results } = await bound(
        `SELECT key, value, timestamp_ms, step FROM run_metrics WHERE run_id = ?1 AND key = ?2
         ORDER BY timestamp_ms, step, value LIMIT ?3 OFFSET ?4`,
        runId,
        key,
        limit + 1,
        offset,
      ).all<{ key: string; value: string; timestamp_ms: number; step: number }>();
      return results.map((row) => ({
        key: row.key,
        value: Number(row.value),
        timestampMs: row.timestamp_ms,
        step: row.step,
      }));
    },
    async search(query) {
      const { sql, values } = toSearch(query);
      const { results } = await bound(sql, ...values).all<RunRow>();
      return results.map(toRun);
    },
  };
}

function toSearch(query: RunQuery): { sql: string; values: (string | number)[] } {
  const conditions = query.clauses.map(toCondition);
  const orders = query.orders.map(toOrderItems);
  const values: (string | number)[] = [
    JSON.stringify(query.experimentIds),
    JSON.stringify(query.lifecycleStages),
    ...conditions.flatMap((condition) => condition.values),
    ...orders.flatMap((order) => order.values),
    query.limit + 1,
    query.offset,
  ];
  const where = [
    'r.experiment_id IN (SELECT value FROM json_each(?))',
    'r.lifecycle_stage IN (SELECT value FROM json_each(?))',
    ...conditions.map(({ text }) => text),
  ];
  const orderBy = [...orders.map(({ text }) => text), 'r.start_time_ms DESC', 'r.run_id'];
  const sql = `${SELECT_RUNS} WHERE ${where.join(' AND ')} ORDER BY ${orderBy.join(', ')} LIMIT ? OFFSET ?`;
  return { sql, values };
}

function toAssignments(changes: RunChanges): {
  assignments: string[];
  values: (string | number | null)[];
} {
  const columns: [string, string | number | null | undefined][] = [
    ['name', changes.name],
    ['status', changes.status],
    ['end_time_ms', changes.endTimeMs],
    ['lifecycle_stage', changes.lifecycleStage],
  ];
  const given = columns.filter((entry): entry is [string, string | number | null] => entry[1] !== undefined);
  return {
    assignments: given.map(([column]) => `${column} = ?`),
    values: given.map(([, value]) => value),
  };
}
