/** Statistics of what is said of traces, as SQL: by name and source, the rest of them as one row more in each interval. */
import type { AssessmentStatisticsQuery } from '../statistics/trace-statistics.ts';
import type { CompiledFilter } from './filter-sql.ts';
import { createParameters, type Parameters, type Statement } from './sql-parameters.ts';
import { judges, standingVerdicts } from './standing-verdicts-sql.ts';
import { bucketOf, timeClauses, wordClauses } from './statistics-clauses.ts';
import { scopeOf } from './trace-search-sql.ts';

/**
 * Rows of feedback by name, source and interval, of judges and code what stands; of the traces that are asked for, where anything narrows them. In each:
 * `looked_at`, how many traces were found so (null where nothing narrows them), and `oldest`, when the first of them began;
 * `all_groups`, how many names by source there are; of a row of the rest `rest_groups`, how many it stands for.
 */
export function assessmentStatisticsStatement(
  query: AssessmentStatisticsQuery,
  filter: CompiledFilter,
): Statement {
  const parameters = createParameters();
  const isNarrowed = query.conditions.length > 0 || query.match !== null;
  const scope = scopeOf(query, parameters);
  const found = isNarrowed
    ? `, found (trace_id, time) AS MATERIALIZED (${foundTraces(query, filter, parameters)})`
    : '';
  const clauses = [`a.kind = 'feedback'`, ...timeClauses('a', query, parameters)];
  if (isNarrowed) clauses.push('a.trace_id IN (SELECT trace_id FROM found)');
  const sql = `WITH scope (id) AS (${scope})${found},
spoken AS MATERIALIZED (
  SELECT a.trace_id, a.request_time_ms, a.name, a.source_type, a.numeric_value, a.error
  FROM scope CROSS JOIN assessments AS a INDEXED BY assessments_by_value
    ON a.experiment_id = scope.id AND a.valid = 1
  WHERE ${clauses.join(' AND ')}
),
judged AS (
  SELECT s.trace_id, coalesce(t.duplicate_of, t.trace_id) AS call_id
  FROM (SELECT DISTINCT trace_id FROM spoken) AS s CROSS JOIN traces AS t ON t.trace_id = s.trace_id
),
${standingVerdicts({ traces: 'judged' })},
said AS MATERIALIZED (
  SELECT ${bucketOf('a.request_time_ms', query.intervals)} AS bucket, a.name AS name, a.source_type AS source_type,
    count(*) AS n, count(a.error) AS errors, total(a.numeric_value) AS total, count(a.numeric_value) AS numbers,
    total(a.numeric_value NOT IN (0, 1)) = 0 AS is_share
  FROM (
    SELECT request_time_ms, name, source_type, numeric_value, error FROM spoken WHERE source_type NOT IN ${judges}
    UNION ALL SELECT request_time_ms, name, source_type, numeric_value, error FROM standing
  ) AS a
  GROUP BY a.name, a.source_type, bucket
),
known_groups AS MATERIALIZED (
  SELECT name, source_type, row_number() OVER (ORDER BY sum(n) DESC, name, source_type)
    <= ${parameters.add(query.limit)} AS is_told
  FROM said GROUP BY name, source_type
)
SELECT s.bucket AS bucket, NOT g.is_told AS is_rest, iif(g.is_told, s.name, NULL) AS name,
  iif(g.is_told, s.source_type, NULL) AS source_type, sum(s.n) AS n, sum(s.errors) AS errors,
  sum(s.total) / nullif(sum(s.numbers), 0) AS mean, sum(s.numbers) AS numbers, min(s.is_share) AS is_share,
  count(*) AS rest_groups, (SELECT count(*) FROM known_groups) AS all_groups,
  ${isNarrowed ? '(SELECT count(*) FROM found) AS looked_at, (SELECT min(time) FROM found)' : 'NULL AS looked_at, NULL'} AS oldest
FROM said AS s JOIN known_groups AS g ON g.name = s.name AND g.source_type = s.source_type
GROUP BY 2, 3, 4, 1 ORDER BY 2, 3, 4, 1 LIMIT ${parameters.add(query.maxRows + 1)}`;
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
  return `SELECT t.trace_id, t.request_time_ms FROM scope CROSS JOIN traces AS t INDEXED BY traces_by_time
  ON t.experiment_id = scope.id WHERE ${clauses.join(' AND ')}
  ORDER BY t.request_time_ms DESC LIMIT ${parameters.add(query.maxTraces)}`;
}
