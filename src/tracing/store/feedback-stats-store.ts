/** The port to what people's feedback comes to, counted by the store: sums, not rows, travel. */
import type { Sample } from '../../core/statistics/sample.ts';

/** What feedback is grouped by, besides its name. Times are those of the traces. */
export const feedbackGroups = ['none', 'hour', 'day', 'week', 'prompt', 'model'] as const;

/** One of {@link feedbackGroups}. */
export type FeedbackGroup = (typeof feedbackGroups)[number];

/** Rows of an answer. */
export const mostFeedbackRows = 1000;

/** Which feedback is counted. Times are Unix milliseconds. */
export interface FeedbackStatsQuery {
  /** Null is all experiments. */
  experimentIds: string[] | null;
  /** Inclusive; null does not restrict. */
  fromMs: number | null;
  /** Exclusive; null does not restrict. */
  toMs: number | null;
  /** Null is every name. */
  name: string | null;
  groupBy: FeedbackGroup;
}

/** Sums over the valid feedback of one name in one group. */
export interface FeedbackSums {
  /**
   * Start of the time bucket in Unix milliseconds, `prompt/version`, or the model; null for traces without one. A trace of
   * two prompts is in the group of each.
   */
  group: string | null;
  name: string;
  /** Pieces with a value. */
  count: number;
  /** Pieces without: a program's that had nothing to say, or failed. */
  withoutValue: number;
  /** Of the values that are numbers, and of true, false, "yes", "no" as 1 and 0; null when there are none. */
  sample: Sample | null;
  /** Of those, the ones that are numbers: when there are none, the feedback is a choice between two. */
  numberCount: number;
  /** How often each value was given, the most frequent ones first, at most ten. */
  values: { value: string; count: number }[];
}

/** How many traces of a group got any feedback. */
export interface FeedbackResponse {
  group: string | null;
  traces: number;
  tracesWithFeedback: number;
}

/** Counts people's feedback: valid assessments of kind feedback and source HUMAN. */
export interface FeedbackStatsStore {
  /** The newest times first, at most {@link mostFeedbackRows} and one, which says that there are more. */
  sums(query: FeedbackStatsQuery): Promise<FeedbackSums[]>;
  /** As {@link sums}. */
  responses(query: FeedbackStatsQuery): Promise<FeedbackResponse[]>;
}
