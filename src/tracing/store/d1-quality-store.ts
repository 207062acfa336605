/** Quality counted in D1, along the indexes of traces by time and of assessments by name. */
import type { Json } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import {
  mostQualityPoints,
  type CallPoint,
  type JudgedPair,
  type QualityGroup,
  type QualityQuery,
  type QualityStore,
  type VerdictPoint,
} from './quality-store.ts';
import { shareMember, type ShareMember } from './model-shares-sql.ts';
import { centreOf, numberColumns, sampleSums, toSample, type SampleRow } from './sample-sql.ts';
import { correctionOf, judges, standingVerdicts } from './standing-verdicts-sql.ts';

/** Points of an answer, and one, which says that there are more. */
const MOST_POINTS = mostQualityPoints + 1;

/** ?1: experiment, ?2: from, ?3: to, ?4: width of a bucket, ?5: key of the tag. */
const IN_RANGE = 't.experiment_id = ?1 AND t.request_time_ms >= ?2 AND t.request_time_ms < ?3';
const BUCKET = 'CAST(t.request_time_ms / ?4 AS INTEGER) * ?4';
/** SQL: the trace `t` used something whose price is unknown, or whose amount is an estimate. */
export const isUnpriced = `(t.unpriced_spans > 0 OR coalesce(t.estimated_tokens, 0) > 0
  OR t.total_cost_usd IS NULL AND coalesce(t.total_tokens, t.input_tokens, t.output_tokens, 0) > 0)`;
const GROUPS: Record<QualityGroup['by'], string> = {
  none: 'NULL',
  model: 't.model',
  provider: 't.provider',
  source: 't.source',
  prompt: 'link.target',
  version: 'NULL',
  // The name of a trace is a tag of MLflow's that has a column of its own.
  tag: `coalesce((SELECT value FROM json_each(t.tags) WHERE key = ?5), iif(?5 = 'mlflow.traceName', t.name, NULL))`,
};

/** Traces as they are grouped. */
function tracesOf(by: QualityGroup['by']): string {
  const links = ` LEFT JOIN trace_links AS link ON link.trace_id = t.trace_id AND link.kind = 'prompt'`;
  return `traces t${by === 'prompt' ? links : ''}`;
}

const own = (member: ShareMember): string => shareMember('share', member);
/** What the share says, else what the whole trace does. */
const ofShare = (share: string, all: string): string => `iif(share.value IS NULL, ${all}, ${share})`;

/** What of a trace is of a group: of a model or a provider what it used itself, else all. */
function partOf(by: QualityGroup['by']): string {
  const whole = { cost: 't.total_cost_usd', estimated: 't.estimated_cost_usd', unpriced: isUnpriced };
  if (by !== 'model' && by !== 'provider') {
    return `${GROUPS[by]} AS grp, ${whole.cost} AS cost, ${whole.estimated} AS estimated_cost, ${whole.unpriced} AS unpriced
      FROM ${tracesOf(by)}`;
  }
  const lacksPrice = `(${own('unpriced_spans')} > 0 OR coalesce(${own('estimated_tokens')}, 0) > 0 OR ${own('total_cost_usd')} IS NULL)`;
  return `${ofShare(own(by), GROUPS[by])} AS grp, ${ofShare(own('total_cost_usd'), whole.cost)} AS cost,
    ${ofShare(own('estimated_cost_usd'), whole.estimated)} AS estimated_cost,
    ${ofShare(lacksPrice, whole.unpriced)} AS unpriced
    FROM traces t LEFT JOIN json_each(t.model_shares) AS share`;
}

/** Verdicts stand per trace; only then do traces fall into groups. */
function verdictsSql(by: QualityGroup['by']): string {
  const isByVersion = by === 'version';
  return `WITH scope AS (SELECT t.trace_id, coalesce(t.duplicate_of, t.trace_id) AS call_id FROM traces t WHERE ${IN_RANGE}),
  ${standingVerdicts({ traces: 'scope', where: '?6 IS NULL OR a.name = ?6', apart: isByVersion ? 'version' : 'name' })},
  pieces AS (
    SELECT ${BUCKET} AS bucket, ${isByVersion ? 'a.version' : GROUPS[by]} AS grp, a.name AS name, ${numberColumns('a')},
      a.error IS NULL AND a.value <> 'null' AS has_value, a.error IS NOT NULL AS failed, a.is_corrected
    FROM standing a CROSS JOIN ${tracesOf(by)} WHERE t.trace_id = a.trace_id),
  centred AS (SELECT *, ${centreOf('bucket, grp, name')} AS centre FROM pieces)
  SELECT bucket, grp, name, sum(has_value) AS count, ${sampleSums}, sum(failed) AS errors,
    sum(NOT has_value AND NOT failed) AS without_value, sum(is_corrected) AS corrected, ?5 AS tag
  FROM centred GROUP BY 1, 2, 3 ORDER BY 3, 1, 2 LIMIT ${MOST_POINTS}`;
}

/**
 * ?1: experiment, ?2: from, ?3: to, ?4: name or null, ?5: how many. A verdict that a person corrected is no longer valid,
 * and is the very thing to compare with what people say.
 */
const PAIRS = `WITH people AS (
    SELECT *, row_number() OVER (PARTITION BY trace_id, name, source_id
      ORDER BY create_time_ms DESC, assessment_id DESC) AS place
    FROM assessments WHERE experiment_id = ?1 AND request_time_ms >= ?2 AND request_time_ms < ?3
      AND (?4 IS NULL OR name = ?4) AND kind = 'feedback' AND source_type = 'HUMAN' AND valid = 1
      AND span_id IS NULL AND error IS NULL AND value <> 'null'
  ), judged AS (
    SELECT h.source_id AS human, h.value AS human_value, h.request_time_ms, j.trace_id, j.name, j.source_id AS judge,
      j.value AS judge_value, j.error, j.rationale, row_number() OVER (
        PARTITION BY j.trace_id, j.name, j.source_id, h.source_id ORDER BY j.create_time_ms DESC, j.assessment_id DESC) AS place
    FROM people h CROSS JOIN assessments j ON j.trace_id = h.trace_id AND j.name = h.name
    WHERE h.place = 1 AND j.kind = 'feedback' AND j.source_type IN ${judges} AND j.span_id IS NULL
      AND (j.valid = 1 OR ${correctionOf('j')} IS NOT NULL)
  )
  SELECT trace_id, name, judge, judge_value, human_value, rationale, human FROM judged
  WHERE place = 1 AND error IS NULL AND judge_value <> 'null'
  ORDER BY request_time_ms DESC, trace_id LIMIT ?5`;

interface CallRow {
  bucket: number;
  grp: string | null;
  calls: number;
  errors: number;
  latency: number | null;
  cost: number | null;
  estimated_cost: number | null;
  unpriced: number;
}

interface VerdictRow extends SampleRow {
  bucket: number;
  grp: string | null;
  name: string;
  count: number;
  errors: number;
  without_value: number;
  corrected: number;
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
        `WITH parts AS (SELECT t.trace_id, ${BUCKET} AS bucket, t.state = 'ERROR' AS failed,
             t.end_time_ms - t.request_time_ms AS latency, ${partOf(query.group.by)}
           WHERE ${IN_RANGE} AND t.duplicate_of IS NULL),
         once AS (SELECT bucket, grp, failed, latency, SUM(cost) AS cost, SUM(estimated_cost) AS estimated_cost,
           MAX(unpriced) AS unpriced FROM parts GROUP BY trace_id, grp)
         SELECT bucket, grp, COUNT(*) AS calls, SUM(failed) AS errors, AVG(latency) AS latency, SUM(cost) AS cost,
           SUM(estimated_cost) AS estimated_cost, SUM(unpriced) AS unpriced, ?5 AS tag
         FROM once GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${MOST_POINTS}`,
        ...valuesOf(query),
      );
      return rows.map(toCallPoint);
    },
    async verdicts(query) {
      const rows = await all<VerdictRow>(verdictsSql(query.group.by), ...valuesOf(query), query.name);
      return rows.map(toVerdictPoint);
    },
    async firstCallMs(experimentId) {
      const [row] = await all<{ first: number | null }>(
        'SELECT MIN(request_time_ms) AS first FROM traces WHERE experiment_id = ?1',
        experimentId,
      );
      return row?.first ?? null;
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
    estimatedCostUsd: row.estimated_cost,
    unpricedCalls: row.unpriced,
  };
}

function toVerdictPoint(row: VerdictRow): VerdictPoint {
  return {
    bucketMs: row.bucket,
    group: row.grp,
    name: row.name,
    count: row.count,
    sample: toSample(row),
    errors: row.errors,
    withoutValue: row.without_value,
    corrected: row.corrected,
  };
}
