/** What people's feedback comes to: per name and group the mean or share, how sure that is, and how many answered. */
import type {
  FeedbackStatsQuery,
  FeedbackStatsStore,
  FeedbackSums,
} from '../tracing/store/feedback-stats-store.ts';
import { meanInterval, sampleDeviation, wilsonInterval, type Interval } from './confidence.ts';

/** Statistics of one name in one group. */
export interface FeedbackStatistic {
  group: string | null;
  name: string;
  count: number;
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

/** The statistics. */
export async function getFeedbackStats({
  services,
  input,
}: {
  services: { feedbackStats: FeedbackStatsStore };
  input: FeedbackStatsQuery;
}): Promise<{ feedback: FeedbackStatistic[]; responses: ResponseStatistic[] }> {
  const [sums, responses] = await Promise.all([
    services.feedbackStats.sums(input),
    services.feedbackStats.responses(input),
  ]);
  return {
    feedback: sums.map(toStatistic),
    responses: responses.map(({ group, traces, tracesWithFeedback }) => ({
      group,
      traces,
      tracesWithFeedback,
      rate: traces === 0 ? null : tracesWithFeedback / traces,
      interval: wilsonInterval(tracesWithFeedback, traces),
    })),
  };
}

function toStatistic(sums: FeedbackSums): FeedbackStatistic {
  const { group, name, count, numericCount, sum, sumOfSquares, numberCount, values } = sums;
  const base = { group, name, count, values };
  if (numericCount === 0)
    return { ...base, scale: 'text', mean: null, standardDeviation: null, interval: null };
  const sample = { count: numericCount, sum, sumOfSquares };
  const isShare = numberCount === 0;
  return {
    ...base,
    scale: isShare ? 'share' : 'number',
    mean: sum / numericCount,
    standardDeviation: sampleDeviation(sample),
    interval: isShare ? wilsonInterval(sum, numericCount) : meanInterval(sample),
  };
}
