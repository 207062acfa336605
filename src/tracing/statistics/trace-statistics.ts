/** What many traces come to: counts, failures, latency, tokens and cost, over time and by what they have in common. */
import type { Condition } from '../filter/condition.ts';

/** What traces are told apart by; `tag:<key>` beside these. */
export const statisticsGroups = [
  'provider',
  'model',
  'state',
  'name',
  'user',
  'session',
  'prompt',
  'experiment',
] as const;

/** What traces are told apart by: one of {@link statisticsGroups}, or a tag. */
export type StatisticsGroup = { by: (typeof statisticsGroups)[number] } | { by: 'tag'; key: string };

/** What decides which groups are told when there are more than asked for. */
export const statisticsOrders = ['requests', 'errors', 'cost', 'tokens', 'latest'] as const;

/** One of {@link statisticsOrders}. */
export type StatisticsOrder = (typeof statisticsOrders)[number];

/** The question. Times are Unix milliseconds. */
export interface StatisticsQuery {
  /** Absent: all there are. */
  experimentIds: string[] | undefined;
  /** But not these; absent: none is left out. */
  withoutExperimentIds: string[] | undefined;
  conditions: Condition[];
  /** FTS5 query of words that the previews must have; null does not restrict. */
  match: string | null;
  /** Inclusive. */
  fromMs: number | undefined;
  /** Exclusive. */
  toMs: number | undefined;
  /** Width of the time buckets, which begin at multiples of it after `bucketOriginMs`; null: one for all time. */
  bucketMs: number | null;
  /** Where a bucket begins, such as midnight where the reader lives. */
  bucketOriginMs: number;
  /** Null: all traces are one group. */
  group: StatisticsGroup | null;
  order: StatisticsOrder;
  /** Groups at most; the rest is left out. */
  limit: number;
  /** Traces looked at, the newest first. */
  maxTraces: number;
  /** Percentiles of groups of more than twice as many are of an even sample of at least so many. */
  sampleTraces: number;
}

/** One group in one bucket. Null is unknown. Percentiles are by nearest rank. */
export interface StatisticsRow {
  /** Beginning of the bucket; null without buckets. */
  bucketMs: number | null;
  /** Null for traces without such a thing, and without groups. */
  group: string | null;
  requestCount: number;
  errorCount: number;
  durationP50Ms: number | null;
  durationP95Ms: number | null;
  firstTokenP50Ms: number | null;
  firstTokenP95Ms: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  costUsd: number | null;
  /** Traces whose cost is unknown. */
  unpricedCount: number;
  firstTimeMs: number;
  lastTimeMs: number;
}

/** The answer. */
export interface TraceStatistics {
  rows: StatisticsRow[];
  /** False when there were more than `maxTraces`: the oldest are not counted. */
  complete: boolean;
}

/** What is said of traces, by whom, in one bucket: feedback that is valid. */
export interface AssessmentStatisticsRow {
  bucketMs: number | null;
  name: string;
  sourceType: string;
  count: number;
  errorCount: number;
  /** Of values that are numbers, or yes and no as 1 and 0; null when there are none. */
  mean: number | null;
  /** How many values the mean is of. */
  numericCount: number;
  /** True when all those values are 0 or 1: the mean is a pass rate. */
  isShare: boolean;
}

/** The question of {@link AssessmentStatisticsRow}. */
export type AssessmentStatisticsQuery = Pick<
  StatisticsQuery,
  | 'experimentIds'
  | 'withoutExperimentIds'
  | 'conditions'
  | 'match'
  | 'fromMs'
  | 'toMs'
  | 'bucketMs'
  | 'bucketOriginMs'
  | 'maxTraces'
>;
