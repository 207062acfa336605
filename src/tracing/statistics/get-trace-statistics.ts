/** Counts traces, within what the caller may see and what the database can count in time. */
import { invalidParameter } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { readFilter } from '../filter/read-filter.ts';
import type { TraceSearch } from '../search-traces.ts';
import { toPlan } from '../store/to-search-plan.ts';
import type { TraceStatisticsStore } from '../store/trace-statistics-store.ts';
import type {
  AssessmentStatisticsQuery,
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
  const scope = toScope(input);
  if (scope === null) return { rows: [], complete: true };
  const { group, order, limit } = input;
  const sampleTraces = limits.percentileTraces;
  return services.statistics.count({ ...scope, group, order, limit, sampleTraces });
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
  const scope = toScope(input);
  return scope === null ? [] : services.statistics.countAssessments(scope);
}

/** Which traces are counted, and how time is cut; null when there can be none. */
function toScope(
  input: BucketInput & Pick<TraceStatisticsInput, 'search' | 'within'>,
): AssessmentStatisticsQuery | null {
  const { filter, orderBy: _, ...search } = input.search;
  const plan = toPlan({
    ...search,
    ...(filter === undefined ? {} : { filter: readFilter(filter) }),
    pageSize: 1,
  });
  const range = { fromMs: plan.fromMs, toMs: plan.toMs };
  const buckets = toBuckets(input, range);
  if (plan.nothing) return null;
  return {
    ...range,
    ...buckets,
    experimentIds: visible(plan.experimentIds, input.within),
    withoutExperimentIds: plan.withoutExperimentIds,
    conditions: plan.conditions,
    match: plan.match,
    maxTraces: limits.statisticsTraces,
  };
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
