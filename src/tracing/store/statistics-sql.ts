/**
 * Statistics as SQL. The traces are found by the index on time, one range per experiment, and read once; percentiles are
 * ranks within their group.
 */
import type {
  AssessmentStatisticsQuery,
  StatisticsGroup,
  StatisticsQuery,
} from '../statistics/trace-statistics.ts';
import type { FilterContext, CompiledFilter } from './filter-sql.ts';
import { tagText } from './derived-members-sql.ts';
import { createParameters, type Parameters, type Statement } from './sql-parameters.ts';
import { withMarks } from './text-query.ts';
import { scopeOf } from './trace-search-sql.ts';

const MAX_ASSESSMENT_ROWS = 5000;
/** More experiments than this are not asked for in the index of words. */
const MAX_MARKS = 20;

const ORDERS: Record<StatisticsQuery['order'], string> = {
  requests: 'count(*)',
  errors: 'sum(failed)',
  cost: 'total(cost)',
  tokens: 'total(all_tokens)',
  latest: 'max(time)',
};

/** The same orders, of sums that are made. */
const SHOWN_ORDERS: Record<StatisticsQuery['order'], string> = {
  requests: 'requests',
  errors: 'errors',
  cost: 'order_cost',
  tokens: 'order_tokens',
  latest: 'last_time',
};

/**
 * Rows of groups and buckets, and in each `looked_at`: how many traces were counted in all. Sums are of every trace;
 * percentiles of a group that is larger than twice `sampleTraces` are of each n-th trace in the order of time, because to
 * sort them all costs more than everything else.
 */
export function statisticsStatement(query: StatisticsQuery, filter: CompiledFilter): Statement {
  const parameters = createParameters();
  const counted = countedTraces(query, filter, parameters);
  const limit = parameters.add(query.limit);
  const sample = `CAST(${parameters.add(query.sampleTraces)} AS INTEGER)`;
  const sql = `WITH scope (id) AS (${scopeOf(query, parameters)}),
counted AS MATERIALIZED (${counted}),
chosen AS (SELECT grp FROM counted GROUP BY grp ORDER BY ${ORDERS[query.order]} DESC, grp LIMIT ${limit}),
shown AS MATERIALIZED (
  SELECT *, row_number() OVER grouped AS place, count(*) OVER grouped AS size
  FROM counted WHERE grp IN (SELECT grp FROM chosen) WINDOW grouped AS (PARTITION BY bucket, grp)
),
sums AS (
  SELECT bucket, grp, count(*) AS requests, sum(failed) AS errors,
    sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(all_tokens) AS total_tokens,
    sum(cost) AS cost, count(*) - count(cost) AS unpriced, min(time) AS first_time, max(time) AS last_time,
    total(all_tokens) AS order_tokens, total(cost) AS order_cost
  FROM shown GROUP BY bucket, grp
),
sampled AS (
  SELECT bucket, grp, duration, first_token FROM shown WHERE place % max(1, size / ${sample}) = 0
),
ranked AS (
  SELECT *, ${rankOf('duration')} AS duration_rank, count(duration) OVER (PARTITION BY bucket, grp) AS durations,
    ${rankOf('first_token')} AS token_rank, count(first_token) OVER (PARTITION BY bucket, grp) AS first_tokens
  FROM sampled
),
percentiles AS (
  SELECT bucket, grp,
    ${percentile(duration, 50)} AS duration_p50,
    ${percentile(duration, 95)} AS duration_p95,
    ${percentile(firstToken, 50)} AS token_p50,
    ${percentile(firstToken, 95)} AS token_p95
  FROM ranked GROUP BY bucket, grp
)
SELECT sums.*, duration_p50, duration_p95, token_p50, token_p95, (SELECT count(*) FROM counted) AS looked_at
FROM sums JOIN percentiles AS p ON p.bucket IS sums.bucket AND p.grp = sums.grp
ORDER BY sums.bucket, ${SHOWN_ORDERS[query.order]} DESC, sums.grp`;
  return { sql, values: parameters.values };
}

/** Columns that hold a value, its rank in its group, and how many there are. */
interface Ranked {
  value: string;
  rank: string;
  count: string;
}

const duration: Ranked = { value: 'duration', rank: 'duration_rank', count: 'durations' };
const firstToken: Ranked = { value: 'first_token', rank: 'token_rank', count: 'first_tokens' };

function rankOf(column: string): string {
  return `row_number() OVER (PARTITION BY bucket, grp ORDER BY ${column} IS NULL, ${column})`;
}

/** Nearest rank: the smallest value that so many per cent do not exceed. */
function percentile({ value, rank, count }: Ranked, percent: number): string {
  return `max(CASE WHEN ${rank} = (${count} * ${percent} + 99) / 100 THEN ${value} END)`;
}

function countedTraces(query: StatisticsQuery, filter: CompiledFilter, parameters: Parameters): string {
  const context: FilterContext = { trace: 't', parameters };
  const group = groupText(query.group, context);
  const links =
    query.group?.by === 'prompt'
      ? ` LEFT JOIN trace_links AS link ON link.trace_id = t.trace_id AND link.kind = 'prompt'`
      : '';
  const clauses = [
    't.duplicate_of IS NULL',
    ...timeClauses('t', query, parameters),
    ...filter.where(context),
    ...wordClauses(query, parameters),
  ];
  return `SELECT t.request_time_ms AS time, t.state = 'ERROR' AS failed, t.end_time_ms - t.request_time_ms AS duration,
    t.first_token_ms AS first_token, t.input_tokens AS input_tokens, t.output_tokens AS output_tokens,
    coalesce(t.total_tokens, t.input_tokens + t.output_tokens) AS all_tokens, t.total_cost_usd AS cost,
    coalesce(${group}, '') AS grp, ${bucketOf('t', query, parameters)} AS bucket
  FROM scope CROSS JOIN traces AS t INDEXED BY traces_by_time ON t.experiment_id = scope.id${links}
  WHERE ${clauses.join(' AND ')} ORDER BY t.request_time_ms DESC LIMIT ${parameters.add(query.maxTraces)}`;
}

/** The words as a set of rows that is found once: asked per row, the index of words would be opened for each trace. */
function wordClauses(
  { match, experimentIds }: Pick<StatisticsQuery, 'match' | 'experimentIds'>,
  parameters: Parameters,
): string[] {
  if (match === null) return [];
  const ids = experimentIds === undefined || experimentIds.length > MAX_MARKS ? undefined : experimentIds;
  const marked = parameters.add(withMarks(match, ids, null));
  return [`t.trace_row IN (SELECT rowid FROM trace_text WHERE trace_text MATCH ${marked})`];
}

function groupText(group: StatisticsGroup | null, context: FilterContext): string {
  if (group === null) return `''`;
  switch (group.by) {
    case 'tag':
      return tagText(group.key, context);
    case 'prompt':
      return 'link.target';
    case 'experiment':
      return 't.experiment_id';
    default:
      return `t.${group.by}`;
  }
}

type Bucketed = Pick<StatisticsQuery, 'bucketMs' | 'bucketOriginMs'>;

function bucketOf(table: string, { bucketMs, bucketOriginMs }: Bucketed, parameters: Parameters): string {
  if (bucketMs === null) return 'NULL';
  // D1 binds numbers as reals, by which a division would keep its fraction.
  const width = `CAST(${parameters.add(bucketMs)} AS INTEGER)`;
  const origin = `CAST(${parameters.add(bucketOriginMs)} AS INTEGER)`;
  return `(${table}.request_time_ms - ${origin}) / ${width} * ${width} + ${origin}`;
}

function timeClauses(
  table: string,
  { fromMs, toMs }: Pick<StatisticsQuery, 'fromMs' | 'toMs'>,
  parameters: Parameters,
): string[] {
  const clauses: string[] = [];
  if (fromMs !== undefined) clauses.push(`${table}.request_time_ms >= ${parameters.add(fromMs)}`);
  if (toMs !== undefined) clauses.push(`${table}.request_time_ms < ${parameters.add(toMs)}`);
  return clauses;
}

/** Rows of feedback by name, source and bucket; of the traces that are asked for, where anything narrows them. */
export function assessmentStatisticsStatement(
  query: AssessmentStatisticsQuery,
  filter: CompiledFilter,
): Statement {
  const parameters = createParameters();
  const scope = scopeOf(query, parameters);
  const isNarrowed = query.conditions.length > 0 || query.match !== null;
  const found = isNarrowed
    ? `, found (trace_id) AS MATERIALIZED (${foundTraces(query, filter, parameters)})`
    : '';
  const clauses = [`a.kind = 'feedback'`, ...timeClauses('a', query, parameters)];
  if (isNarrowed) clauses.push('a.trace_id IN (SELECT trace_id FROM found)');
  const sql = `WITH scope (id) AS (${scope})${found}
SELECT ${bucketOf('a', query, parameters)} AS bucket, a.name AS name, a.source_type AS source_type, count(*) AS n,
  count(a.error) AS errors, avg(a.numeric_value) AS mean, count(a.numeric_value) AS numbers,
  total(a.numeric_value NOT IN (0, 1)) = 0 AS is_share
FROM scope CROSS JOIN assessments AS a INDEXED BY assessments_by_value
  ON a.experiment_id = scope.id AND a.valid = 1
WHERE ${clauses.join(' AND ')}
GROUP BY name, source_type, bucket ORDER BY name, source_type, bucket LIMIT ${MAX_ASSESSMENT_ROWS}`;
  return { sql, values: parameters.values };
}

function foundTraces(
  query: AssessmentStatisticsQuery,
  filter: CompiledFilter,
  parameters: Parameters,
): string {
  const clauses = [
    'true',
    ...timeClauses('t', query, parameters),
    ...filter.where({ trace: 't', parameters }),
    ...wordClauses(query, parameters),
  ];
  return `SELECT t.trace_id FROM scope CROSS JOIN traces AS t INDEXED BY traces_by_time ON t.experiment_id = scope.id
  WHERE ${clauses.join(' AND ')} ORDER BY t.request_time_ms DESC LIMIT ${parameters.add(query.maxTraces)}`;
}
