/** Questions about many traces, asked of the D1 database of the traces. */
import { AppError } from '../../core/app-error.ts';
import { asNumber, asString, type Json } from '../../core/json.ts';
import type { MetricPoint, MetricQuery } from '../metrics/metric.ts';
import { compileFilter } from './filter-sql.ts';
import { metricStatement } from './metric-sql.ts';
import { allOf, createParameters, type Statement } from './sql-parameters.ts';
import type { FilterCountQuery, FilterCounts, TraceAnalytics } from './trace-analytics.ts';

/** Creates the analytics on D1. */
export function createD1TraceAnalytics({ database }: { database: D1Database }): TraceAnalytics {
  const run = async <Row>({ sql, values }: Statement): Promise<Row[]> => {
    const result = await database
      .prepare(sql)
      .bind(...values)
      .all<Row>();
    return result.results;
  };
  return {
    async query(query) {
      const rows = await run<Record<string, Json>>(metricStatement(query));
      return rows
        .map((row) => toPoint(row, query))
        .filter(({ values }) => values.some((value) => value !== null));
    },
    async countByFilters(query) {
      const [counts] = await run<FilterCounts>(countStatement(query));
      return counts ?? { total: 0, first: 0, second: 0, joint: 0 };
    },
  };
}

function toPoint(row: Record<string, Json>, { dimensions, aggregations }: MetricQuery): MetricPoint {
  return {
    bucketMs: asNumber(row['bucket']),
    dimensions: dimensions.map((_, index) => asString(row[`d${index}`]) ?? ''),
    values: aggregations.map((_, index) => asNumber(row[`v${index}`])),
  };
}

function countStatement({ experimentIds, base, first, second }: FilterCountQuery): Statement {
  const parameters = createParameters();
  const [all, one, other] = [base, first, second].map((conditions) => {
    const { where, tests } = compileFilter(conditions);
    if (tests.length > 0) {
      throw new AppError(
        'INVALID_PARAMETER_VALUE',
        'RLIKE, and LIKE with wildcards inside of the pattern, cannot be counted by; use =, IN, or LIKE with % at the ends.',
      );
    }
    return allOf(['true', ...where({ trace: 't', parameters })]);
  });
  const sql = `WITH scope (id) AS (SELECT DISTINCT value FROM json_each(${parameters.add(JSON.stringify(experimentIds))}))
SELECT count(*) AS total, coalesce(sum(one), 0) AS first, coalesce(sum(other), 0) AS second,
  coalesce(sum(one AND other), 0) AS joint
FROM (SELECT coalesce((${one}), 0) AS one, coalesce((${other}), 0) AS other
  FROM scope CROSS JOIN traces AS t INDEXED BY traces_by_time ON t.experiment_id = scope.id WHERE ${all})`;
  return { sql, values: parameters.values };
}
