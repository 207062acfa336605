/** Counts traces, within what the caller may see and what the database can count in time. */
import { invalidParameter } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { readFilter } from '../filter/read-filter.ts';
import type { TraceSearch } from '../search-traces.ts';
import { toPlan } from '../store/to-search-plan.ts';
import type { TraceStatisticsStore } from '../store/trace-statistics-store.ts';
import type {
  AssessmentStatisticsRow,
  StatisticsGroup,
  StatisticsOrder,
  TraceStatistics,
} from './trace-statistics.ts';

/** How time is cut into buckets. */
export interface BucketInput {
  /** Absent: one bucket for all time. */
  intervalSeconds?: number | undefined;
  /** What the reader's clock is ahead of UTC, in minutes: days begin at their midnight. */
  utcOffsetMinutes: number;
}

/** The question, as callers send it. */
export interface TraceStatisticsInput extends BucketInput {
  /** Which traces; pages and order are not looked at. */
  search: Omit<TraceSearch, 'pageSize'>;
  group: StatisticsGroup | null;
  order: StatisticsOrder;
  limit: number;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The statistics.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function getTraceStatistics({
  services,
  input,
}: {
  services: { statistics: TraceStatisticsStore };
  input: TraceStatisticsInput;
}): Promise<TraceStatistics> {
  const { filter, orderBy: _, ...search } = input.search;
  const plan = toPlan({
    ...search,
    ...(filter === undefined ? {} : { filter: readFilter(filter) }),
    pageSize: 1,
  });
  const range = { fromMs: plan.fromMs, toMs: plan.toMs };
  return services.statistics.count({
    ...range,
    ...toBuckets(input, range),
    experimentIds: visible(plan.experimentIds, input.within),
    conditions: plan.conditions,
    group: input.group,
    order: input.order,
    limit: input.limit,
    maxTraces: limits.statisticsTraces,
  });
}

/**
 * What is said of traces, by name and source.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function getAssessmentStatistics({
  services,
  input,
}: {
  services: { statistics: TraceStatisticsStore };
  input: BucketInput & Pick<TraceStatisticsInput, 'search' | 'within'>;
}): Promise<AssessmentStatisticsRow[]> {
  const range = { fromMs: input.search.fromMs, toMs: input.search.toMs };
  return services.statistics.countAssessments({
    ...range,
    ...toBuckets(input, range),
    experimentIds: visible(input.search.experimentIds, input.within),
  });
}

function visible(asked: string[] | undefined, within: string | null): string[] | undefined {
  return within === null ? asked : (asked ?? [within]).filter((id) => id === within);
}

function toBuckets(
  { intervalSeconds, utcOffsetMinutes }: BucketInput,
  { fromMs, toMs }: { fromMs: number | undefined; toMs: number | undefined },
): { bucketMs: number | null; bucketOriginMs: number } {
  const bucketOriginMs = -utcOffsetMinutes * 60_000;
  if (intervalSeconds === undefined) return { bucketMs: null, bucketOriginMs };
  if (fromMs === undefined || toMs === undefined) {
    throw invalidParameter('interval_seconds', 'from and to beside it');
  }
  const bucketMs = intervalSeconds * 1000;
  if ((toMs - fromMs) / bucketMs > limits.statisticsBuckets) {
    throw invalidParameter(
      'interval_seconds',
      `a width that gives at most ${limits.statisticsBuckets} intervals`,
    );
  }
  return { bucketMs, bucketOriginMs };
}
