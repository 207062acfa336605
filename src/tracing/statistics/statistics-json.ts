/** Statistics as our REST surface writes them. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import type { AssessmentStatisticsRow, StatisticsRow, TraceStatistics } from './trace-statistics.ts';

const time = z.string().openapi({ example: '2026-10-15T12:00:00.000Z' });
const bucket = time.nullable().openapi({ description: 'When the interval begins; null without intervals.' });
const count = z.number().int().openapi({ example: 42 });
const measure = (description: string, example: number) =>
  z.number().nullable().openapi({ description, example });

const rowSchema = z
  .object({
    start_time: bucket,
    group: z.string().nullable().openapi({
      example: 'gpt-4.1-mini',
      description: 'Null for traces without such a thing, and without groups.',
    }),
    request_count: count,
    error_count: count,
    duration_p50_ms: measure('Half of the traces took no longer.', 840),
    duration_p95_ms: measure('19 of 20 took no longer.', 4100),
    first_token_p50_ms: measure('The same of the time to the first token.', 210),
    first_token_p95_ms: measure('The same of the time to the first token.', 900),
    input_tokens: measure('Sum, where known.', 120_000),
    output_tokens: measure('Sum, where known.', 9000),
    total_tokens: measure('Sum, where known.', 129_000),
    total_cost: measure('USD, of the traces whose cost is known.', 0.42),
    unpriced_count: z.number().int().openapi({ description: 'Traces whose cost is unknown.' }),
    first_request_time: time,
    last_request_time: time,
  })
  .openapi('TraceStatisticsRow');

/** What traces come to. */
export const traceStatisticsSchema = z
  .object({
    statistics: z.array(rowSchema),
    complete: z.boolean().openapi({ description: 'False when the oldest of very many were not counted.' }),
  })
  .openapi('TraceStatistics');

/** What is said of traces. */
export const assessmentStatisticsSchema = z
  .object({
    statistics: z.array(
      z.object({
        start_time: bucket,
        name: z.string().openapi({ example: 'correctness' }),
        source_type: z.string().openapi({ example: 'LLM_JUDGE' }),
        count,
        error_count: count,
        mean: measure('Of numbers, and of yes and no as 1 and 0; null when there are none.', 0.93),
        numeric_count: z.number().int().openapi({ description: 'How many values the mean is of.' }),
        is_share: z.boolean().openapi({ description: 'All of those are 0 or 1: the mean is a pass rate.' }),
      }),
    ),
  })
  .openapi('AssessmentStatistics');

/** Statistics, as REST writes them. */
export function toTraceStatisticsJson(statistics: TraceStatistics): z.infer<typeof traceStatisticsSchema> {
  return { statistics: statistics.rows.map(toRowJson), complete: statistics.complete };
}

function toRowJson(row: StatisticsRow): z.infer<typeof rowSchema> {
  return {
    start_time: toTime(row.bucketMs),
    group: row.group,
    request_count: row.requestCount,
    error_count: row.errorCount,
    duration_p50_ms: row.durationP50Ms,
    duration_p95_ms: row.durationP95Ms,
    first_token_p50_ms: row.firstTokenP50Ms,
    first_token_p95_ms: row.firstTokenP95Ms,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    total_tokens: row.totalTokens,
    total_cost: row.costUsd,
    unpriced_count: row.unpricedCount,
    first_request_time: new Date(row.firstTimeMs).toISOString(),
    last_request_time: new Date(row.lastTimeMs).toISOString(),
  };
}

/** One row of what is said, as REST writes it. */
export function toAssessmentStatisticsJson(
  row: AssessmentStatisticsRow,
): z.infer<typeof assessmentStatisticsSchema>['statistics'][number] {
  return {
    start_time: toTime(row.bucketMs),
    name: row.name,
    source_type: row.sourceType,
    count: row.count,
    error_count: row.errorCount,
    mean: row.mean,
    numeric_count: row.numericCount,
    is_share: row.isShare,
  };
}

function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
