/** The port to what the calls with one prompt version came to, by the alias and the arm of a split that led to it. */
import type { Sample } from '../../core/statistics/sample.ts';

/** Which calls are counted. Times are Unix milliseconds. */
export interface PromptStatsQuery {
  name: string;
  version: number;
  experimentIds: string[];
  /** Inclusive; null does not restrict. */
  fromMs: number | null;
  /** Exclusive; null does not restrict. */
  toMs: number | null;
}

/** How a call came to the version; null where it named the version itself, or the alias is no split. */
export interface PromptArm {
  /** `name@alias`. */
  alias: string | null;
  /** The arm, as the trace tells it. */
  arm: string | null;
}

/** What the calls of one arm came to. Sums and times are null where nothing is known. */
export interface PromptCalls extends PromptArm {
  calls: number;
  errors: number;
  totalCostUsd: number | null;
  /** Calls with a price. */
  pricedCalls: number;
  inputTokens: number | null;
  outputTokens: number | null;
  averageDurationMs: number | null;
  /** Percentiles of all calls of the arm, interpolated linearly. */
  p50DurationMs: number | null;
  p95DurationMs: number | null;
  p99DurationMs: number | null;
}

/**
 * Sums over the assessments of one name and source in one arm: of people what is valid, of judges and code what stands, with
 * people's corrections in place.
 */
export interface PromptAssessments extends PromptArm {
  name: string;
  sourceType: string;
  /** Assessments with a value. */
  count: number;
  /** Of the values that are numbers, and of true, false, "yes", "no" as 1 and 0; null when there are none. */
  sample: Sample | null;
}

/** Counts the calls that a prompt version spoke in, by their links. */
export interface PromptStatsStore {
  calls(query: PromptStatsQuery): Promise<PromptCalls[]>;
  assessments(query: PromptStatsQuery): Promise<PromptAssessments[]>;
}
