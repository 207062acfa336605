/** What many traces come to: counts, failures, latency, tokens and cost, over time and by what they have in common. */
import type { Condition } from '../filter/condition.ts';
import type { IntervalRun } from './intervals.ts';

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
  /** How time is cut; null: not at all. */
  intervals: IntervalRun[] | null;
  /** Null: all traces are one group. */
  group: StatisticsGroup | null;
  order: StatisticsOrder;
  /** Groups at most; the rest of them is told as one. */
  limit: number;
  /** Traces looked at, the newest first. */
  maxTraces: number;
  /** Rows told at most. */
  maxRows: number;
}

/** Values that so large a share of all does not exceed, interpolated linearly; null where nothing is known. */
export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** One group in one interval. Null is unknown. */
export interface StatisticsRow {
  /** Beginning of the interval; null without intervals. */
  bucketMs: number | null;
  /** Null for traces without such a thing, for the rest, and without groups. */
  group: string | null;
  /** Of a session: the experiment that it is of. */
  groupExperimentId: string | null;
  /** Of the row of all groups that are not told: how many of them the interval has; null of others. */
  restGroups: number | null;
  requestCount: number;
  errorCount: number;
  durationMs: Percentiles;
  firstTokenMs: Percentiles;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  costUsd: number | null;
  /** Traces whose cost is unknown. */
  unpricedCount: number;
  /** The part of the total tokens that is an estimate; null when none is. */
  estimatedTokens: number | null;
  /** USD: what estimated usage would cost. No part of `costUsd`, which holds facts. */
  estimatedCostUsd: number | null;
  /** Calls that used something whose price is not known. */
  unpricedSpanCount: number;
  firstTimeMs: number;
  lastTimeMs: number;
}

/** What was counted. */
export interface Counted {
  /** False when there were more traces than `maxTraces`: the oldest are not counted. */
  complete: boolean;
  /** When it is not complete: the time of the first trace that is counted. */
  countedFromMs: number | null;
  /** How many groups there are, told and not. */
  groupCount: number;
}

/** The answer. */
export interface TraceStatistics extends Counted {
  rows: StatisticsRow[];
}

/** The answer of what is said. */
export interface AssessmentStatistics extends Counted {
  rows: AssessmentStatisticsRow[];
}

/** What is said of traces, by whom, in one interval: feedback that is valid. */
export interface AssessmentStatisticsRow {
  bucketMs: number | null;
  /** Null for the rest. */
  name: string | null;
  sourceType: string | null;
  /** Of the row of all names by source that are not told: how many of them the interval has; null of others. */
  restGroups: number | null;
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
  | 'intervals'
  | 'limit'
  | 'maxTraces'
  | 'maxRows'
>;
