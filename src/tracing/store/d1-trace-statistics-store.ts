/** Statistics of traces, asked of the D1 database of the traces. */
import { AppError, invalidParameter } from '../../core/app-error.ts';
import type {
  AssessmentStatisticsQuery,
  AssessmentStatisticsRow,
  Counted,
  Percentiles,
  StatisticsQuery,
  StatisticsRow,
} from '../statistics/trace-statistics.ts';
import { assessmentStatisticsStatement } from './assessment-statistics-sql.ts';
import { compileFilter, type CompiledFilter } from './filter-sql.ts';
import type { Statement } from './sql-parameters.ts';
import { statisticsStatement, uncountedStatement } from './statistics-sql.ts';
import type { TraceStatisticsStore } from './trace-statistics-store.ts';

interface CountedColumns {
  looked_at: number | null;
  oldest: number | null;
  all_groups: number;
  rest_groups: number | null;
}

type PercentileColumns = Record<`${'duration' | 'token'}_${keyof Percentiles}`, number | null>;

interface CountRow extends CountedColumns, PercentileColumns {
  bucket: number | null;
  is_rest: number;
  grp: string | null;
  grp_experiment: string | null;
  requests: number;
  errors: number;
  input_tokens: number | null;
  output_tokens: number | null;
  all_tokens: number | null;
  cost: number | null;
  unpriced: number;
  estimated_tokens: number | null;
  estimated_cost: number | null;
  unpriced_spans: number | null;
  first_time: number;
  last_time: number;
}

interface AssessmentRow extends CountedColumns {
  bucket: number | null;
  is_rest: number;
  name: string | null;
  source_type: string | null;
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
  const counted = async (
    [row]: CountedColumns[],
    query: AssessmentStatisticsQuery,
    filter: CompiledFilter,
  ): Promise<Counted> => {
    const groupCount = row?.all_groups ?? 0;
    const isFull = row !== undefined && row.looked_at !== null && row.looked_at >= query.maxTraces;
    const complete = !isFull || (await run(uncountedStatement(query, filter))).length === 0;
    return { complete, countedFromMs: complete ? null : (row?.oldest ?? null), groupCount };
  };
  return {
    async count(query) {
      const filter = countable(query);
      const rows = await run<CountRow>(statisticsStatement(query, filter));
      refuseMore(rows, query);
      return { rows: rows.map(toRow), ...(await counted(rows, query, filter)) };
    },
    async countAssessments(query) {
      const filter = countable(query);
      const rows = await run<AssessmentRow>(assessmentStatisticsStatement(query, filter));
      refuseMore(rows, query);
      return { rows: rows.map(toAssessmentRow), ...(await counted(rows, query, filter)) };
    },
  };
}

function refuseMore(rows: unknown[], { maxRows }: Pick<StatisticsQuery, 'maxRows'>): void {
  if (rows.length <= maxRows) return;
  throw invalidParameter(
    'interval_seconds',
    `intervals so wide, or a limit so low, that the answer has at most ${maxRows} rows`,
  );
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
    group: row.grp,
    groupExperimentId: row.grp_experiment,
    restGroups: row.is_rest === 1 ? row.rest_groups : null,
    requestCount: row.requests,
    errorCount: row.errors,
    durationMs: { p50: row.duration_p50, p95: row.duration_p95, p99: row.duration_p99 },
    firstTokenMs: { p50: row.token_p50, p95: row.token_p95, p99: row.token_p99 },
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    totalTokens: row.all_tokens,
    costUsd: row.cost,
    unpricedCount: row.unpriced,
    estimatedTokens: row.estimated_tokens,
    estimatedCostUsd: row.estimated_cost,
    unpricedSpanCount: row.unpriced_spans ?? 0,
    firstTimeMs: row.first_time,
    lastTimeMs: row.last_time,
  };
}

function toAssessmentRow(row: AssessmentRow): AssessmentStatisticsRow {
  return {
    bucketMs: row.bucket,
    name: row.name,
    sourceType: row.source_type,
    restGroups: row.is_rest === 1 ? row.rest_groups : null,
    count: row.n,
    errorCount: row.errors,
    mean: row.mean,
    numericCount: row.numbers,
    isShare: row.numbers > 0 && row.is_share === 1,
  };
}
