/** The port to how good calls were over time: counted where traces and what is said of them lie side by side. */
import type { Json } from '../../core/json.ts';
import type { Sample } from '../../core/statistics/sample.ts';

/** What points are told apart by, besides time. */
export type QualityGroup =
  /** A trace of two prompts is in the group of each. Calls have no version: it is the scorer's, `name/version`. */
  | { by: 'none' | 'model' | 'provider' | 'prompt' | 'source' | 'version' }
  /** The value of a tag. */
  | { by: 'tag'; key: string };

/** Points of an answer. */
export const mostQualityPoints = 10_000;

/** Which calls. Times are Unix milliseconds. */
export interface QualityQuery {
  experimentId: string;
  /** Inclusive. */
  fromMs: number;
  /** Exclusive. */
  toMs: number;
  /** Width of a point. */
  bucketMs: number;
  group: QualityGroup;
}

/** Calls of a bucket and group. */
export interface CallPoint {
  bucketMs: number;
  /** Null where a call has none. */
  group: string | null;
  calls: number;
  errors: number;
  /** Over those whose duration is known. */
  meanLatencyMs: number | null;
  /** Over those whose cost is known. */
  costUsd: number | null;
  /** Calls that used something whose price is unknown, or whose use is an estimate: {@link costUsd} lacks them. */
  unpricedCalls: number;
}

/**
 * Verdicts of one name in a bucket and group, as they stand: one judgement per trace, the newest, with people's corrections
 * in place.
 */
export interface VerdictPoint {
  bucketMs: number;
  group: string | null;
  name: string;
  /** Verdicts with a value. */
  count: number;
  /** Of the values that are numbers, yes and true as 1; null when there are none. */
  sample: Sample | null;
  /** Verdicts that failed. */
  errors: number;
  /** Verdicts that say nothing, and did not fail. */
  withoutValue: number;
  /** Verdicts that a person corrected. */
  corrected: number;
}

/** What a judge and a person said of the same trace under the same name. */
export interface JudgedPair {
  traceId: string;
  name: string;
  judge: string;
  judgeValue: Json;
  humanValue: Json;
  judgeRationale: string | null;
  human: string;
}

/** Questions about quality. Of points there are at most {@link mostQualityPoints} and one, which says that there are more. */
export interface QualityStore {
  calls(query: QualityQuery): Promise<CallPoint[]>;
  /** Of judges and code; `name` null is all. */
  verdicts(query: QualityQuery & { name: string | null }): Promise<VerdictPoint[]>;
  /** When the first trace that is still kept began; null without any. */
  firstCallMs(experimentId: string): Promise<number | null>;
  /**
   * What each judge and each person said last of the same whole trace, newest first: a judge's own verdict also where
   * people have corrected it since.
   */
  pairs(query: {
    experimentId: string;
    fromMs: number;
    toMs: number;
    name: string | null;
    limit: number;
  }): Promise<JudgedPair[]>;
}
