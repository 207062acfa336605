/**
 * Statistics of traces as SQL. The traces are found by the index on time, one range per experiment, and read once. What is
 * beyond the groups that are told is one row more in each interval, made of the same traces by the same sums.
 */
import type {
  AssessmentStatisticsQuery,
  StatisticsGroup,
  StatisticsQuery,
} from '../statistics/trace-statistics.ts';
import { tagText } from './derived-members-sql.ts';
import type { CompiledFilter, FilterContext } from './filter-sql.ts';
import { shareMember, type ShareMember } from './model-shares-sql.ts';
import { percentileOf, rankedBy } from './percentile-sql.ts';
import { createParameters, type Parameters, type Statement } from './sql-parameters.ts';
import { bucketOf, timeClauses, wordClauses } from './statistics-clauses.ts';
import { scopeOf } from './trace-search-sql.ts';

const ORDERS: Record<StatisticsQuery['order'], string> = {
  requests: 'count(*)',
  errors: 'sum(failed)',
  cost: 'total(cost)',
  tokens: 'total(all_tokens)',
  latest: 'max(time)',
};

/** What is summed of each trace. */
const SUMMED = [
  'input_tokens',
  'output_tokens',
  'all_tokens',
  'cost',
  'estimated_tokens',
  'estimated_cost',
  'unpriced_spans',
] as const;
/** What is of the whole trace, and of each of its parts. */
const FACTS = ['trace_row', 'bucket', 'time', 'failed', 'duration', 'first_token'] as const;
const COUNTED = [...FACTS, ...SUMMED] as const;
const summedUp = SUMMED.map((column) => `sum(${column}) AS ${column}`).join(', ');
/** What a row of statistics is of. */
const KEYS = ['bucket', 'is_rest', 'grp', 'grp_experiment'] as const;
const MEASURES = { duration: 'duration', first_token: 'token' } as const;
const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * Rows of groups and intervals. In each: `looked_at`, how many traces were counted in all; `oldest`, when the first of them
 * began; `all_groups`, how many groups there are; of a row of the rest `rest_groups`, how many it stands for.
 */
export function statisticsStatement(query: StatisticsQuery, filter: CompiledFilter): Statement {
  const parameters = createParameters();
  const sql = `WITH scope (id) AS (${scopeOf(query, parameters)}),
picked AS MATERIALIZED (${pickedTraces(query, filter, parameters)}),
counted AS MATERIALIZED (${countedIn(query.group)}),
known_groups AS MATERIALIZED (
  SELECT grp, grp_experiment, row_number() OVER (ORDER BY ${ORDERS[query.order]} DESC, grp, grp_experiment)
    <= ${parameters.add(query.limit)} AS is_told
  FROM counted GROUP BY grp, grp_experiment
),
told AS MATERIALIZED (${toldOf(query.group)}),
rest AS MATERIALIZED (
  SELECT bucket, count(*) AS n FROM (
    SELECT DISTINCT c.bucket, c.grp, c.grp_experiment FROM counted AS c JOIN known_groups AS g
      ON g.grp IS c.grp AND g.grp_experiment IS c.grp_experiment WHERE NOT g.is_told
  ) GROUP BY bucket
),
sums AS MATERIALIZED (
  SELECT ${KEYS.join(', ')}, count(*) AS requests, sum(failed) AS errors,
    ${summedUp}, count(*) - count(cost) AS unpriced,
    min(time) AS first_time, max(time) AS last_time, ${ORDERS[query.order]} AS place
  FROM told GROUP BY ${KEYS.join(', ')}
),
${Object.entries(MEASURES).map(percentilesOf).join(',\n')}
SELECT sums.*, ${percentileColumns().join(', ')}, rest.n AS rest_groups,
  (SELECT count(*) FROM known_groups) AS all_groups, (SELECT count(*) FROM picked) AS looked_at,
  (SELECT min(time) FROM picked) AS oldest
FROM sums ${Object.values(MEASURES)
    .map((name) => `LEFT JOIN ${name}_ranks ON ${sameKeys(`${name}_ranks`)}`)
    .join(' ')}
LEFT JOIN rest ON sums.is_rest AND rest.bucket IS sums.bucket
ORDER BY sums.bucket, sums.is_rest, sums.place DESC, sums.grp, sums.grp_experiment
LIMIT ${parameters.add(query.maxRows + 1)}`;
  return { sql, values: parameters.values };
}

/** One row when there are more traces than are counted; none otherwise. */
export function uncountedStatement(query: AssessmentStatisticsQuery, filter: CompiledFilter): Statement {
  const parameters = createParameters();
  const sql = `WITH scope (id) AS (${scopeOf(query, parameters)})
SELECT 1 FROM ${tracesOf(query, filter, parameters)} LIMIT 1 OFFSET ${parameters.add(query.maxTraces)}`;
  return { sql, values: parameters.values };
}

function percentilesOf([value, name]: [string, string]): string {
  const shares = Object.entries(SHARES).map(([label, share]) => `${percentileOf(String(share))} AS ${label}`);
  return `${name}_ranks AS MATERIALIZED (
  SELECT ${KEYS.join(', ')}, ${shares.join(', ')}
  FROM (${rankedBy(KEYS, { value, from: 'told' })}) GROUP BY ${KEYS.join(', ')}
)`;
}

function percentileColumns(): string[] {
  return Object.values(MEASURES).flatMap((name) =>
    Object.keys(SHARES).map((label) => `${name}_ranks.${label} AS ${name}_${label}`),
  );
}

function sameKeys(table: string): string {
  return KEYS.map((key) => `${table}.${key} IS sums.${key}`).join(' AND ');
}

function tracesOf(query: AssessmentStatisticsQuery, filter: CompiledFilter, parameters: Parameters): string {
  const clauses = [
    // A call that was seen twice counts once.
    't.duplicate_of IS NULL',
    ...timeClauses('t', query, parameters),
    ...filter.where({ trace: 't', parameters }),
    ...wordClauses(query, parameters),
  ];
  return `scope CROSS JOIN traces AS t INDEXED BY ${leadOf(query)} ON t.experiment_id = scope.id
  WHERE ${clauses.join(' AND ')}`;
}

/** A session has few of the traces of its time. */
function leadOf({ conditions }: Pick<StatisticsQuery, 'conditions'>): string {
  const isOfSession = conditions.some(
    ({ field, test }) =>
      field.of === 'metadata' && field.key === 'mlflow.trace.session' && test.operator === '=',
  );
  return isOfSession ? 'traces_by_session' : 'traces_by_time';
}

/** The traces that are counted, the newest first. */
function pickedTraces(query: StatisticsQuery, filter: CompiledFilter, parameters: Parameters): string {
  const shared = isOfModels(query.group)
    ? 't.provider, t.model, t.model_shares, t.tokens_summed = 1 AND t.costs_summed = 1 AS is_summed,'
    : '';
  const { grp, experiment } = groupText(query.group, { trace: 't', parameters });
  return `SELECT t.trace_row AS trace_row, t.trace_id AS trace_id, t.request_time_ms AS time,
    t.state = 'ERROR' AS failed, t.end_time_ms - t.request_time_ms AS duration, t.first_token_ms AS first_token,
    t.input_tokens AS input_tokens, t.output_tokens AS output_tokens,
    coalesce(t.total_tokens, t.input_tokens + t.output_tokens) AS all_tokens, t.total_cost_usd AS cost,
    t.estimated_tokens AS estimated_tokens, t.estimated_cost_usd AS estimated_cost,
    t.unpriced_spans AS unpriced_spans, t.total_tokens IS NULL AS lacks_total, ${shared}
    ${grp} AS grp, ${experiment} AS grp_experiment, ${bucketOf('t.request_time_ms', query.intervals)} AS bucket
  FROM ${tracesOf(query, filter, parameters)}
  ORDER BY t.request_time_ms DESC LIMIT ${parameters.add(query.maxTraces)}`;
}

/** What a trace's own row says of its group; a session is one of its experiment. */
function groupText(
  group: StatisticsGroup | null,
  context: FilterContext,
): { grp: string; experiment: string } {
  if (group === null || group.by === 'prompt') return { grp: 'NULL', experiment: 'NULL' };
  switch (group.by) {
    case 'tag':
      return { grp: tagText(group.key, context), experiment: 'NULL' };
    case 'experiment':
      return { grp: 't.experiment_id', experiment: 'NULL' };
    case 'session':
      return { grp: 't.session', experiment: 'iif(t.session IS NULL, NULL, t.experiment_id)' };
    default:
      return { grp: `t.${group.by}`, experiment: 'NULL' };
  }
}

/** The traces, each once in every group that it is of. */
function countedIn(group: StatisticsGroup | null): string {
  if (isOfModels(group)) return countedShares(group.by);
  if (group?.by !== 'prompt') return 'SELECT * FROM picked';
  return `SELECT ${COUNTED.join(', ')}, link.target AS grp, NULL AS grp_experiment
  FROM picked LEFT JOIN trace_links AS link ON link.trace_id = picked.trace_id AND link.kind = 'prompt'`;
}

/** Traces are told apart by what their own models used. */
function isOfModels(group: StatisticsGroup | null): group is { by: 'model' | 'provider' } {
  return group?.by === 'model' || group?.by === 'provider';
}

const share = (member: ShareMember): string => shareMember('share', member);

/**
 * Each trace once for each of its models, or their providers, with what that one used. What was stated of a trace as a
 * whole, beyond what its spans tell, is of its own model.
 */
function countedShares(by: 'model' | 'provider'): string {
  const facts = FACTS.map((column) => `p.${column} AS ${column}`).join(', ');
  const rest = SUMMED.map((column) => {
    const left = `p.${column} - coalesce(s.${column}, 0)`;
    return `iif(s.trace_row IS NOT NULL AND abs(${left}) < 1e-9, NULL, ${left}) AS ${column}`;
  });
  return `WITH shares AS (
    SELECT ${facts}, ${share(by)} AS grp, ${share('input_tokens')} AS input_tokens,
      ${share('output_tokens')} AS output_tokens,
      iif(p.lacks_total, ${share('input_tokens')} + ${share('output_tokens')}, ${share('total_tokens')}) AS all_tokens,
      ${share('total_cost_usd')} AS cost, ${share('estimated_tokens')} AS estimated_tokens,
      ${share('estimated_cost_usd')} AS estimated_cost, ${share('unpriced_spans')} AS unpriced_spans
    FROM picked AS p CROSS JOIN json_each(p.model_shares) AS share
  ),
  shared AS (SELECT trace_row, ${summedUp} FROM shares GROUP BY trace_row),
  own AS (
    SELECT ${facts}, p.${by} AS grp, s.trace_row IS NULL AS is_alone, ${rest.join(', ')}
    FROM picked AS p LEFT JOIN shared AS s ON s.trace_row = p.trace_row WHERE s.trace_row IS NULL OR NOT p.is_summed
  ),
  parts AS (
    SELECT ${[...FACTS, 'grp', ...SUMMED].join(', ')} FROM shares UNION ALL
    SELECT ${[...FACTS, 'grp', ...SUMMED].join(', ')} FROM own
    WHERE is_alone OR ${SUMMED.map((column) => `${column} IS NOT NULL`).join(' OR ')}
  )
  SELECT ${FACTS.join(', ')}, grp, NULL AS grp_experiment, ${summedUp} FROM parts GROUP BY trace_row, grp`;
}

/** The same with the groups that are not told as one, in which a trace is once. */
function toldOf(group: StatisticsGroup | null): string {
  const shown = `NOT g.is_told AS is_rest, iif(g.is_told, c.grp, NULL) AS grp,
    iif(g.is_told, c.grp_experiment, NULL) AS grp_experiment`;
  const from = `FROM counted AS c JOIN known_groups AS g ON g.grp IS c.grp AND g.grp_experiment IS c.grp_experiment`;
  const columns = COUNTED.map((column) => `c.${column} AS ${column}`).join(', ');
  if (isOfModels(group)) {
    const facts = FACTS.map((column) => `c.${column} AS ${column}`).join(', ');
    const sums = SUMMED.map((column) => `sum(c.${column}) AS ${column}`).join(', ');
    return `SELECT ${facts}, ${sums}, ${shown} ${from} GROUP BY c.trace_row, 1 - g.is_told, iif(g.is_told, c.grp, NULL)`;
  }
  return `SELECT ${group?.by === 'prompt' ? 'DISTINCT ' : ''}${columns}, ${shown} ${from}`;
}
