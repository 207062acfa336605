/** Statistics as our REST surface writes them. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import type { Cut } from './get-trace-statistics.ts';
import type {
  AssessmentStatistics,
  AssessmentStatisticsRow,
  Counted,
  StatisticsRow,
  TraceStatistics,
} from './trace-statistics.ts';

const time = z.string().openapi({ example: '2026-10-15T12:00:00.000Z' });
const bucket = time.nullable().openapi({ description: 'When the interval begins; null without intervals.' });
const count = z.number().int().openapi({ example: 42 });
const measure = (description: string, example: number) =>
  z.number().nullable().openapi({ description, example });

const others = z.number().int().nullable().openapi({
  description:
    'How many groups of this interval the row is of: all that are not told, as one. Null for a group that is told.',
  example: null,
});

/** What is said of how much was counted. */
const countedMembers = {
  complete: z.boolean().openapi({ description: 'False when the oldest of very many were not counted.' }),
  counted_from: time.nullable().openapi({
    description: 'When it is not complete: the time of the oldest trace that is counted.',
  }),
  group_count: count.openapi({ description: 'Groups there are, told or among the others.' }),
  intervals: z.array(time).nullable().openapi({
    description: 'Where all intervals begin, also those in which nothing was; null without intervals.',
  }),
};

const rowSchema = z
  .object({
    start_time: bucket,
    group: z.string().nullable().openapi({
      example: 'gpt-4.1-mini',
      description: 'Null for traces without such a thing, for all others, and without groups.',
    }),
    experiment_id: z.string().nullable().openapi({
      description: 'Of a session: its experiment. Sessions of one name in two experiments are two.',
    }),
    others,
    request_count: count,
    error_count: count,
    duration_p50_ms: measure('Half of the traces took no longer.', 840),
    duration_p95_ms: measure('95 per cent took no longer.', 4100),
    duration_p99_ms: measure('99 per cent took no longer.', 9800),
    first_token_p50_ms: measure('The same of the time to the first token.', 210),
    first_token_p95_ms: measure('The same of the time to the first token.', 900),
    first_token_p99_ms: measure('The same of the time to the first token.', 1500),
    input_tokens: measure('Sum, where known.', 120_000),
    output_tokens: measure('Sum, where known.', 9000),
    total_tokens: measure('Sum, where known.', 129_000),
    total_cost: measure('USD, of the traces whose cost is known.', 0.42),
    unpriced_count: z.number().int().openapi({ description: 'Traces whose cost is unknown.' }),
    estimated_tokens: measure('The part of the total that is an estimate; null when none is.', 1200),
    estimated_cost_usd: measure('What estimated usage would cost: no part of `total_cost`.', 0.01),
    unpriced_span_count: z.number().int().openapi({
      description: 'Calls that used something whose price is not known: it is no part of `total_cost`.',
    }),
    first_request_time: time,
    last_request_time: time,
  })
  .openapi('TraceStatisticsRow');

/** What traces come to. */
export const traceStatisticsSchema = z
  .object({ statistics: z.array(rowSchema), ...countedMembers })
  .openapi('TraceStatistics');

/** What is said of traces. */
export const assessmentStatisticsSchema = z
  .object({
    statistics: z.array(
      z.object({
        start_time: bucket,
        name: z.string().nullable().openapi({ example: 'correctness', description: 'Null for all others.' }),
        source_type: z.string().nullable().openapi({ example: 'LLM_JUDGE' }),
        others,
        count,
        error_count: count,
        mean: measure('Of numbers, and of yes and no as 1 and 0; null when there are none.', 0.93),
        numeric_count: z.number().int().openapi({ description: 'How many values the mean is of.' }),
        is_share: z.boolean().openapi({ description: 'All of those are 0 or 1: the mean is a pass rate.' }),
      }),
    ),
    ...countedMembers,
  })
  .openapi('AssessmentStatistics');

/** Statistics, as REST writes them. */
export function toTraceStatisticsJson(
  statistics: Cut<TraceStatistics>,
): z.infer<typeof traceStatisticsSchema> {
  return { statistics: statistics.rows.map(toRowJson), ...toCountedJson(statistics) };
}

/** What is said, as REST writes it. */
export function toAssessmentStatisticsJson(
  statistics: Cut<AssessmentStatistics>,
): z.infer<typeof assessmentStatisticsSchema> {
  return { statistics: statistics.rows.map(toAssessmentRowJson), ...toCountedJson(statistics) };
}

function toCountedJson({ complete, countedFromMs, groupCount, startsMs }: Cut<Counted>) {
  return {
    complete,
    counted_from: toTime(countedFromMs),
    group_count: groupCount,
    intervals: startsMs?.map((ms) => new Date(ms).toISOString()) ?? null,
  };
}

function toRowJson(row: StatisticsRow): z.infer<typeof rowSchema> {
  return {
    start_time: toTime(row.bucketMs),
    group: row.group,
    experiment_id: row.groupExperimentId,
    others: row.restGroups,
    request_count: row.requestCount,
    error_count: row.errorCount,
    duration_p50_ms: row.durationMs.p50,
    duration_p95_ms: row.durationMs.p95,
    duration_p99_ms: row.durationMs.p99,
    first_token_p50_ms: row.firstTokenMs.p50,
    first_token_p95_ms: row.firstTokenMs.p95,
    first_token_p99_ms: row.firstTokenMs.p99,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    total_tokens: row.totalTokens,
    total_cost: row.costUsd,
    unpriced_count: row.unpricedCount,
    estimated_tokens: row.estimatedTokens,
    estimated_cost_usd: row.estimatedCostUsd,
    unpriced_span_count: row.unpricedSpanCount,
    first_request_time: new Date(row.firstTimeMs).toISOString(),
    last_request_time: new Date(row.lastTimeMs).toISOString(),
  };
}

function toAssessmentRowJson(
  row: AssessmentStatisticsRow,
): z.infer<typeof assessmentStatisticsSchema>['statistics'][number] {
  return {
    start_time: toTime(row.bucketMs),
    name: row.name,
    source_type: row.sourceType,
    others: row.restGroups,
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
