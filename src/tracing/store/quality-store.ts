/** The port to how good calls were over time: counted where traces and what is said of them lie side by side. */
import type { Json } from '../../core/json.ts';

/** What points are told apart by, besides time. */
export type QualityGroup =
  | { by: 'none' | 'model' | 'provider' | 'prompt' | 'source' }
  /** The value of a tag. */
  | { by: 'tag'; key: string };

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
}

/** Verdicts of one name in a bucket and group. */
export interface VerdictPoint {
  bucketMs: number;
  group: string | null;
  name: string;
  /** With a number, yes and true as 1. */
  count: number;
  sum: number;
  sumOfSquares: number;
  /** Verdicts without a value. */
  errors: number;
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

/** Questions about quality. */
export interface QualityStore {
  calls(query: QualityQuery): Promise<CallPoint[]>;
  /** Of judges and code; `name` null is all. */
  verdicts(query: QualityQuery & { name: string | null }): Promise<VerdictPoint[]>;
  /** Valid verdicts on whole traces, of judges and people, newest first. */
  pairs(query: {
    experimentId: string;
    fromMs: number;
    toMs: number;
    name: string | null;
    limit: number;
  }): Promise<JudgedPair[]>;
}
