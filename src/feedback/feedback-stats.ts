/** What people's feedback comes to: per name and group the mean or share, how sure that is, and how many answered. */
import { intervalOf, wilsonInterval, type Interval } from '../core/statistics/intervals.ts';
import { sampleDeviation } from '../core/statistics/sample.ts';
import {
  mostFeedbackRows,
  type FeedbackStatsQuery,
  type FeedbackStatsStore,
  type FeedbackSums,
} from '../tracing/store/feedback-stats-store.ts';

/** Statistics of one name in one group. */
export interface FeedbackStatistic {
  group: string | null;
  name: string;
  /** Pieces with a value. */
  count: number;
  withoutValue: number;
  /** `share`: every value is yes or no, and the mean is the share of yes; `text`: there is no mean. */
  scale: 'share' | 'number' | 'text';
  mean: number | null;
  standardDeviation: number | null;
  /** 95 % confidence; null when there is too little to say. */
  interval: Interval | null;
  values: { value: string; count: number }[];
}

/** How many of a group's traces people spoke of. */
export interface ResponseStatistic {
  group: string | null;
  traces: number;
  tracesWithFeedback: number;
  /** Null for a group without traces. */
  rate: number | null;
  interval: Interval | null;
}

/** What feedback comes to. */
export interface FeedbackStatistics {
  feedback: FeedbackStatistic[];
  responses: ResponseStatistic[];
  /** False when there are more groups than an answer holds. */
  isComplete: boolean;
}

/** The statistics. */
export async function getFeedbackStats({
  services,
  input,
}: {
  services: { feedbackStats: FeedbackStatsStore };
  input: FeedbackStatsQuery;
}): Promise<FeedbackStatistics> {
  const [sums, responses] = await Promise.all([
    services.feedbackStats.sums(input),
    services.feedbackStats.responses(input),
  ]);
  return {
    isComplete: sums.length <= mostFeedbackRows && responses.length <= mostFeedbackRows,
    feedback: sums.slice(0, mostFeedbackRows).map(toStatistic),
    responses: responses.slice(0, mostFeedbackRows).map(({ group, traces, tracesWithFeedback }) => ({
      group,
      traces,
      tracesWithFeedback,
      rate: traces === 0 ? null : tracesWithFeedback / traces,
      interval: wilsonInterval(tracesWithFeedback, traces),
    })),
  };
}

function toStatistic({ sample, numberCount, ...sums }: FeedbackSums): FeedbackStatistic {
  return {
    ...sums,
    scale: sample === null ? 'text' : numberCount === 0 ? 'share' : 'number',
    mean: sample?.mean ?? null,
    standardDeviation: sample === null ? null : sampleDeviation(sample),
    interval: intervalOf(sample),
  };
}
