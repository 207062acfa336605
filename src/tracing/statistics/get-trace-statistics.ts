/** Counts traces, within what the caller may see and what the database can count in time. */
import { invalidParameter } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { readFilter } from '../filter/read-filter.ts';
import type { TraceSearch } from '../search-traces.ts';
import { toPlan } from '../store/to-search-plan.ts';
import type { TraceStatisticsStore } from '../store/trace-statistics-store.ts';
import { cutTime, fixedClock, zoneClock, type Intervals } from './intervals.ts';
import type {
  AssessmentStatistics,
  AssessmentStatisticsQuery,
  StatisticsGroup,
  StatisticsOrder,
  TraceStatistics,
} from './trace-statistics.ts';

/** Dates end at 8.64e15 ms; intervals may begin a little outside of the span. */
const LAST_TIME_MS = 8e15;

/** How time is cut into buckets. */
export interface BucketInput {
  /** Absent: one bucket for all time. */
  intervalSeconds?: number | undefined;
  /** What the reader's clock is ahead of UTC, in minutes: days begin at their midnight. */
  utcOffsetMinutes: number;
  /** The IANA time zone of that clock, which outranks the minutes: days begin at midnight also where clocks change. */
  timeZone?: string | undefined;
}

/** An answer, and how time was cut. */
export type Cut<Statistics> = Statistics & {
  /** Where all intervals of the span begin, Unix milliseconds; null where time was not cut. */
  startsMs: number[] | null;
};

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
}): Promise<Cut<TraceStatistics>> {
  const { query, startsMs } = toScope(input);
  if (query === null) return { ...nothing, startsMs };
  const { group, order } = input;
  return { ...(await services.statistics.count({ ...query, group, order })), startsMs };
}

const nothing = { rows: [], complete: true, countedFromMs: null, groupCount: 0 };

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
  input: BucketInput & Pick<TraceStatisticsInput, 'search' | 'within' | 'limit'>;
}): Promise<Cut<AssessmentStatistics>> {
  const { query, startsMs } = toScope(input);
  if (query === null) return { ...nothing, startsMs };
  return { ...(await services.statistics.countAssessments(query)), startsMs };
}

/** Which traces are counted, and how time is cut; `query` is null when there can be none. */
function toScope(input: BucketInput & Pick<TraceStatisticsInput, 'search' | 'within' | 'limit'>): {
  query: AssessmentStatisticsQuery | null;
  startsMs: number[] | null;
} {
  const { filter, orderBy: _, ...search } = input.search;
  const plan = toPlan({
    ...search,
    ...(filter === undefined ? {} : { filter: readFilter(filter) }),
    pageSize: 1,
  });
  const range = { fromMs: plan.fromMs, toMs: plan.toMs };
  const intervals = toIntervals(input, range);
  const startsMs = intervals?.startsMs ?? null;
  if (plan.nothing) return { query: null, startsMs };
  const query = {
    ...range,
    intervals: intervals?.runs ?? null,
    experimentIds: visible(plan.experimentIds, input.within),
    withoutExperimentIds: plan.withoutExperimentIds,
    conditions: plan.conditions,
    match: plan.match,
    limit: input.limit,
    maxTraces: limits.statisticsTraces,
    maxRows: limits.statisticsRows,
  };
  return { query, startsMs };
}

function visible(asked: string[] | undefined, within: string | null): string[] | undefined {
  return within === null ? asked : (asked ?? [within]).filter((id) => id === within);
}

function toIntervals(
  { intervalSeconds, utcOffsetMinutes, timeZone }: BucketInput,
  { fromMs, toMs }: { fromMs: number | undefined; toMs: number | undefined },
): Intervals | null {
  const clock = timeZone === undefined ? fixedClock(utcOffsetMinutes) : zoneClock(timeZone);
  if (clock === null) throw invalidParameter('time_zone', 'an IANA time zone such as Europe/Berlin');
  if (intervalSeconds === undefined) return null;
  if (fromMs === undefined || toMs === undefined) {
    throw invalidParameter('interval_seconds', 'from and to beside it');
  }
  if (Math.max(Math.abs(fromMs), Math.abs(toMs)) > LAST_TIME_MS) {
    throw invalidParameter('interval_seconds', 'from and to that are times of this age');
  }
  const widthMs = intervalSeconds * 1000;
  if ((toMs - fromMs) / widthMs > limits.statisticsBuckets) {
    throw invalidParameter(
      'interval_seconds',
      `a width that gives at most ${limits.statisticsBuckets} intervals`,
    );
  }
  if (timeZone !== undefined && toMs - fromMs > limits.zonedMs) {
    throw invalidParameter('time_zone', 'from and to at most fifty years apart');
  }
  return cutTime({ fromMs, toMs }, { widthMs, clock });
}
