/** The port to what people's feedback comes to, counted by the store: sums, not rows, travel. */

/** What feedback is grouped by, besides its name. Times are those of the traces. */
export const feedbackGroups = ['none', 'hour', 'day', 'week', 'prompt', 'model'] as const;

/** One of {@link feedbackGroups}. */
export type FeedbackGroup = (typeof feedbackGroups)[number];

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
  /** Start of the time bucket in Unix milliseconds, `prompt/version`, or the model; null for traces without one. */
  group: string | null;
  name: string;
  count: number;
  /** Values that are numbers, or true, false, "yes", "no" as 1 and 0. */
  numericCount: number;
  sum: number;
  sumOfSquares: number;
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
  /** At most a thousand rows, the newest times first. */
  sums(query: FeedbackStatsQuery): Promise<FeedbackSums[]>;
  responses(query: FeedbackStatsQuery): Promise<FeedbackResponse[]>;
}
