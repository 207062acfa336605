/**
 * The port to counts that are asked for again and again over long stretches of time: those of alerts, each minute. What is
 * asked for is exact; what it costs does not grow with what is stored.
 */

/** Calls of an experiment in a stretch of time, Unix milliseconds: from inclusive, to exclusive. */
export interface RollupQuery {
  experimentId: string;
  fromMs: number;
  toMs: number;
}

/** What calls come to. A call that several traces tell of counts once. */
export interface CallSums {
  calls: number;
  errors: number;
  /** Over those whose duration is known; null when none is. */
  meanLatencyMs: number | null;
  /** Over those whose cost is known; null when none is. */
  costUsd: number | null;
  /** Calls that used something whose price is unknown, or whose use is an estimate. */
  unpricedCalls: number;
}

/** What the verdicts of one name come to, as they stand: at the time of the call that they are of. */
export interface VerdictSums {
  /** Verdicts with a value. */
  count: number;
  errors: number;
  /** Verdicts that say nothing, and did not fail. */
  withoutValue: number;
  /** Values that are numbers, yes and true as 1. */
  numbers: number;
  /** Of those; null without any. */
  mean: number | null;
}

/** Counts that are kept. */
export interface RollupStore {
  /** Says of which experiments counts are asked for, all of them: what others had is forgotten. */
  watch(experimentIds: readonly string[]): Promise<void>;
  calls(query: RollupQuery): Promise<CallSums>;
  verdicts(query: RollupQuery & { name: string }): Promise<VerdictSums>;
}
