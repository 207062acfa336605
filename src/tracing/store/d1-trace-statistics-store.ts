/** Statistics of traces, asked of the D1 database of the traces. */
import { AppError } from '../../core/app-error.ts';
import type {
  AssessmentStatisticsRow,
  StatisticsQuery,
  StatisticsRow,
} from '../statistics/trace-statistics.ts';
import { compileFilter, type CompiledFilter } from './filter-sql.ts';
import type { Statement } from './sql-parameters.ts';
import { assessmentStatisticsStatement, statisticsStatement } from './statistics-sql.ts';
import type { TraceStatisticsStore } from './trace-statistics-store.ts';

interface CountRow {
  bucket: number | null;
  grp: string;
  requests: number;
  errors: number;
  duration_p50: number | null;
  duration_p95: number | null;
  token_p50: number | null;
  token_p95: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cost: number | null;
  unpriced: number;
  first_time: number;
  last_time: number;
  looked_at: number;
}

interface AssessmentRow {
  bucket: number | null;
  name: string;
  source_type: string;
  n: number;
  errors: number;
  mean: number | null;
  numbers: number;
  is_share: number;
}

/** Creates the statistics on D1. */
export function createD1TraceStatisticsStore({ database }: { database: D1Database }): TraceStatisticsStore {
  const run = async <Row>({ sql, values }: Statement): Promise<Row[]> => {
    const result = await database
      .prepare(sql)
      .bind(...values)
      .all<Row>();
    return result.results;
  };
  return {
    async count(query) {
      const filter = countable(query);
      const rows = await run<CountRow>(statisticsStatement(query, filter));
      const complete = (rows[0]?.looked_at ?? 0) < query.maxTraces;
      return { rows: rows.map(toRow), complete };
    },
    async countAssessments(query) {
      const rows = await run<AssessmentRow>(assessmentStatisticsStatement(query, countable(query)));
      return rows.map(toAssessmentRow);
    },
  };
}

/** The filter of a question, when the database can tell it alone. */
function countable({ conditions }: Pick<StatisticsQuery, 'conditions'>): CompiledFilter {
  const filter = compileFilter(conditions);
  if (filter.tests.length === 0) return filter;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    'RLIKE, and LIKE with wildcards inside of the pattern, cannot be counted by; use =, IN, or LIKE with % at the ends.',
    { details: { field: 'filter' } },
  );
}

function toRow(row: CountRow): StatisticsRow {
  return {
    bucketMs: row.bucket,
    group: row.grp === '' ? null : row.grp,
    requestCount: row.requests,
    errorCount: row.errors,
    durationP50Ms: row.duration_p50,
    durationP95Ms: row.duration_p95,
    firstTokenP50Ms: row.token_p50,
    firstTokenP95Ms: row.token_p95,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    totalTokens: row.total_tokens,
    costUsd: row.cost,
    unpricedCount: row.unpriced,
    firstTimeMs: row.first_time,
    lastTimeMs: row.last_time,
  };
}

function toAssessmentRow(row: AssessmentRow): AssessmentStatisticsRow {
  return {
    bucketMs: row.bucket,
    name: row.name,
    sourceType: row.source_type,
    count: row.n,
    errorCount: row.errors,
    mean: row.mean,
    numericCount: row.numbers,
    isShare: row.numbers > 0 && row.is_share === 1,
  };
}
