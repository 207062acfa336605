/** Metrics as SQL: rows of one value with its dimensions, then groups of them. */
import type { Aggregation, MetricCondition, MetricDimension, MetricQuery } from '../metrics/metric.ts';
import { compileFilter } from './filter-sql.ts';
import { percentileOf, rankedBy } from './percentile-sql.ts';
import { allOf, createParameters, type Parameters, type Statement } from './sql-parameters.ts';
import { storable } from './storable.ts';

const DAY_MS = 86_400_000;
/** Spans begin at most so long after their trace; by it the index by time bounds a search by the time of spans. */
const LONGEST_TRACE_MS = 7 * DAY_MS;

/** SQL of the metrics' values, by view and name. */
const VALUES: Record<MetricQuery['view'], Record<string, string>> = {
  TRACES: {
    trace_count: '1',
    session_count: 't.session',
    latency: 't.end_time_ms - t.request_time_ms',
    input_tokens: 't.input_tokens',
    output_tokens: 't.output_tokens',
    total_tokens: 't.total_tokens',
    cache_read_input_tokens: 't.cache_read_tokens',
    cache_creation_input_tokens: 't.cache_write_tokens',
  },
  SPANS: {
    span_count: '1',
    latency: '(CAST(s.end_ns AS INTEGER) - CAST(s.start_ns AS INTEGER)) / 1000000',
    input_cost: 's.input_cost_usd',
    output_cost: 's.output_cost_usd',
    total_cost: 's.total_cost_usd',
  },
  ASSESSMENTS: { assessment_count: '1', assessment_value: 'a.numeric_value' },
};

const DIMENSIONS: Record<MetricDimension, string> = {
  trace_name: 't.name',
  trace_status: 't.state',
  span_name: 's.name',
  span_type: 's.type',
  span_status: 's.status',
  span_model_name: 's.model',
  span_model_provider: 's.provider',
  assessment_name: 'a.name',
  assessment_value: 'a.value',
};

/** A call that was seen twice counts once. */
const COUNTS: Record<MetricQuery['view'], string[]> = {
  TRACES: ['t.duplicate_of IS NULL'],
  SPANS: ['s.duplicate_of IS NULL'],
  ASSESSMENTS: [],
};

const SPAN_START_MS = 'CAST(s.start_ns AS INTEGER) / 1000000';
const TIMES: Record<MetricQuery['view'], string> = {
  TRACES: 't.request_time_ms',
  SPANS: SPAN_START_MS,
  ASSESSMENTS: 'a.request_time_ms',
};

/** Rows `bucket`, `d0`…, `v0`… of a query. */
export function metricStatement(query: MetricQuery): Statement {
  const parameters = createParameters();
  const groups = [
    ...(query.bucketMs === null ? [] : ['bucket']),
    ...query.dimensions.map((_, index) => `d${index}`),
  ];
  const by = groups.length === 0 ? '' : groups.join(', ');
  const ranks = query.aggregations.some(({ type }) => type === 'PERCENTILE');
  const ranked = rankedBy(groups, { value: 'value', from: 'measured' });
  const values = query.aggregations.map(
    (aggregation, index) => `${aggregate(aggregation, query, parameters)} AS v${index}`,
  );
  const grouped = by === '' ? 'HAVING count(*) > 0' : `GROUP BY ${by} ORDER BY ${by}`;
  const sql = `WITH scope (id) AS (SELECT DISTINCT value FROM json_each(${parameters.add(JSON.stringify(query.experimentIds))})),
measured AS MATERIALIZED (${measured(query, parameters)})
SELECT ${[...groups, ...values].join(', ')} FROM (${ranks ? ranked : 'SELECT * FROM measured'})
${grouped} LIMIT ${parameters.add(query.limit)} OFFSET ${parameters.add(query.offset)}`;
  return { sql, values: parameters.values };
}

function measured(query: MetricQuery, parameters: Parameters): string {
  const { view, metric, dimensions, bucketMs } = query;
  const value = VALUES[view][metric] ?? 'NULL';
  const texts = dimensions.map((dimension) => DIMENSIONS[dimension]);
  const columns = texts.map((text, index) => `${text} AS d${index}`);
  if (bucketMs !== null) {
    // D1 binds numbers as reals, by which a division would keep its fraction.
    const width = `CAST(${parameters.add(bucketMs)} AS INTEGER)`;
    columns.push(`${TIMES[view]} / ${width} * ${width} AS bucket`);
  }
  const known = [value, ...texts].map((text) => `${text} IS NOT NULL`);
  const conditions = query.conditions.map((condition) => toClause(condition, parameters));
  const clauses = [...COUNTS[view], ...rangeClauses(query, parameters), ...conditions, ...known];
  const from = source(query);
  return `SELECT ${[...columns, `${value} AS value`].join(', ')} FROM ${from} WHERE ${allOf(clauses)}`;
}

function source({ view, conditions }: MetricQuery): string {
  const traces = 'scope CROSS JOIN traces AS t INDEXED BY traces_by_time ON t.experiment_id = scope.id';
  if (view === 'TRACES') return traces;
  if (view === 'SPANS') return `${traces} CROSS JOIN spans AS s ON s.trace_id = t.trace_id`;
  const said = `scope CROSS JOIN assessments AS a INDEXED BY assessments_by_value
    ON a.experiment_id = scope.id AND a.valid = 1`;
  const needsTrace = conditions.some(({ on }) => on === 'trace');
  return needsTrace ? `${said} CROSS JOIN traces AS t ON t.trace_id = a.trace_id` : said;
}

function rangeClauses({ view, metric, fromMs, toMs }: MetricQuery, parameters: Parameters): string[] {
  const clauses: string[] = [];
  // Costs are counted when their span began, all else of spans when their trace did: as in MLflow.
  const byStart = view === 'SPANS' && metric.endsWith('_cost');
  const time = view === 'SPANS' && !byStart ? 't.request_time_ms' : TIMES[view];
  if (fromMs !== null) clauses.push(`${time} >= ${parameters.add(fromMs)}`);
  if (toMs !== null) clauses.push(`${time} <= ${parameters.add(toMs)}`);
  if (byStart && fromMs !== null)
    clauses.push(`t.request_time_ms >= ${parameters.add(fromMs - LONGEST_TRACE_MS)}`);
  if (byStart && toMs !== null) clauses.push(`t.request_time_ms <= ${parameters.add(toMs)}`);
  return clauses;
}

function toClause(condition: MetricCondition, parameters: Parameters): string {
  if (condition.on === 'trace') {
    return compileFilter([condition.condition]).where({ trace: 't', parameters }).join(' AND ');
  }
  const table = condition.on === 'span' ? 's' : 'a';
  return `${table}.${condition.column} = ${parameters.add(storable(condition.value))}`;
}

function aggregate(aggregation: Aggregation, { metric }: MetricQuery, parameters: Parameters): string {
  switch (aggregation.type) {
    case 'COUNT':
      return metric === 'session_count' ? 'count(DISTINCT value)' : 'count(value)';
    case 'PERCENTILE':
      return percentileOf(parameters.add(aggregation.percentile / 100));
    default:
      return `${aggregation.type.toLowerCase()}(value)`;
  }
}
