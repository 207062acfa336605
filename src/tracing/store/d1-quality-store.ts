/** Quality counted in D1, along the indexes of traces by time and of assessments by name. */
import type { Json } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import type {
  CallPoint,
  JudgedPair,
  QualityGroup,
  QualityQuery,
  QualityStore,
  VerdictPoint,
} from './quality-store.ts';

const MOST_POINTS = 10_000;

/** ?1: experiment, ?2: from, ?3: to, ?4: width of a bucket, ?5: key of the tag. */
const IN_RANGE = 't.experiment_id = ?1 AND t.request_time_ms >= ?2 AND t.request_time_ms < ?3';
const BUCKET = 'CAST(t.request_time_ms / ?4 AS INTEGER) * ?4';
const GROUPS: Record<QualityGroup['by'], string> = {
  none: 'NULL',
  model: 't.model',
  provider: 't.provider',
  source: 't.source',
  prompt: `(SELECT MIN(target) FROM trace_links l WHERE l.trace_id = t.trace_id AND l.kind = 'prompt')`,
  tag: `(SELECT value FROM json_each(t.tags) WHERE key = ?5)`,
};

/** ?1: experiment, ?2: from, ?3: to, ?4: name or null, ?5: how many. */
const PAIRS = `SELECT j.trace_id, j.name, j.source_id AS judge, j.value AS judge_value, h.value AS human_value, j.rationale,
  h.source_id AS human
  FROM assessments h JOIN assessments j ON j.trace_id = h.trace_id AND j.name = h.name
  WHERE h.experiment_id = ?1 AND h.request_time_ms >= ?2 AND h.request_time_ms < ?3
  AND (?4 IS NULL OR h.name = ?4) AND h.kind = 'feedback' AND j.kind = 'feedback'
  AND h.source_type = 'HUMAN' AND j.source_type IN ('LLM_JUDGE', 'CODE') AND h.valid = 1
  -- A person's correction of the judge makes the judge's word invalid, and is the very thing to compare it with.
  AND (j.valid = 1 OR h.overrides = j.assessment_id)
  AND h.span_id IS NULL AND j.span_id IS NULL AND h.error IS NULL AND j.error IS NULL
  ORDER BY h.request_time_ms DESC, j.trace_id LIMIT ?5`;

interface CallRow {
  bucket: number;
  grp: string | null;
  calls: number;
  errors: number;
  latency: number | null;
  cost: number | null;
}

interface VerdictRow {
  bucket: number;
  grp: string | null;
  name: string;
  count: number;
  total: number | null;
  squares: number | null;
  errors: number;
}

interface PairRow {
  trace_id: string;
  name: string;
  judge: string;
  judge_value: string;
  human_value: string;
  rationale: string | null;
  human: string;
}

/** Creates the store on D1. */
export function createD1QualityStore({ database }: { database: D1Database }): QualityStore {
  const all = async <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    (
      await database
        .prepare(sql)
        .bind(...values)
        .all<Row>()
    ).results;
  return {
    async calls(query) {
      const rows = await all<CallRow>(
        `SELECT ${BUCKET} AS bucket, ${GROUPS[query.group.by]} AS grp, COUNT(*) AS calls,
           SUM(t.state = 'ERROR') AS errors, AVG(t.end_time_ms - t.request_time_ms) AS latency,
           SUM(t.total_cost_usd) AS cost, ?5 AS tag
         FROM traces t WHERE ${IN_RANGE} AND t.duplicate_of IS NULL GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${MOST_POINTS}`,
        ...valuesOf(query),
      );
      return rows.map(toCallPoint);
    },
    async verdicts(query) {
      const rows = await all<VerdictRow>(
        `SELECT ${BUCKET} AS bucket, ${GROUPS[query.group.by]} AS grp, a.name AS name,
           COUNT(a.numeric_value) AS count, SUM(a.numeric_value) AS total,
           SUM(a.numeric_value * a.numeric_value) AS squares, SUM(a.error IS NOT NULL) AS errors, ?5 AS tag
         FROM traces t JOIN assessments a ON a.trace_id = t.trace_id
         WHERE ${IN_RANGE} AND a.kind = 'feedback' AND a.valid = 1 AND a.source_type IN ('LLM_JUDGE', 'CODE')
           AND (?6 IS NULL OR a.name = ?6)
         GROUP BY 1, 2, 3 ORDER BY 3, 1, 2 LIMIT ${MOST_POINTS}`,
        ...valuesOf(query),
        query.name,
      );
      return rows.map(toVerdictPoint);
    },
    async pairs({ experimentId, fromMs, toMs, name, limit }) {
      const rows = await all<PairRow>(PAIRS, experimentId, fromMs, toMs, name, limit);
      return rows.map(toPair);
    },
  };
}

function toPair(row: PairRow): JudgedPair {
  return {
    traceId: row.trace_id,
    name: row.name,
    judge: row.judge,
    judgeValue: valueOf(row.judge_value),
    humanValue: valueOf(row.human_value),
    judgeRationale: row.rationale,
    human: row.human,
  };
}

function valueOf(text: string): Json {
  return parseJson(text) ?? null;
}

function valuesOf({ experimentId, fromMs, toMs, bucketMs, group }: QualityQuery): (string | number | null)[] {
  return [experimentId, fromMs, toMs, bucketMs, group.by === 'tag' ? group.key : null];
}

function toCallPoint(row: CallRow): CallPoint {
  return {
    bucketMs: row.bucket,
    group: row.grp,
    calls: row.calls,
    errors: row.errors,
    meanLatencyMs: row.latency,
    costUsd: row.cost,
  };
}

function toVerdictPoint(row: VerdictRow): VerdictPoint {
  return {
    bucketMs: row.bucket,
    group: row.grp,
    name: row.name,
    count: row.count,
    sum: row.total ?? 0,
    sumOfSquares: row.squares ?? 0,
    errors: row.errors,
  };
}
