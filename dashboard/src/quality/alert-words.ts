/** An alert's rule in words, the same in the list and in the form. */
import type { Alert } from '../api/types.ts';
import { formatCost, formatCount, formatDuration, formatShare } from '../format/format.ts';

/** What can be watched. */
export const alertMetrics = [
  { of: 'score', label: 'Pass rate or mean of a scorer', ofScorer: true },
  { of: 'scorer_errors', label: 'Share of a scorer’s errors', ofScorer: true },
  { of: 'error_rate', label: 'Error rate of calls', ofScorer: false },
  { of: 'latency_ms', label: 'Mean latency', ofScorer: false },
  { of: 'cost_usd', label: 'Cost', ofScorer: false },
  { of: 'calls', label: 'Number of calls', ofScorer: false },
] as const;

/** One of them. */
export type MetricName = (typeof alertMetrics)[number]['of'];

/** Spans of time a rule may look at. */
export const alertWindows = [
  { seconds: 300, label: '5 minutes' },
  { seconds: 900, label: '15 minutes' },
  { seconds: 3600, label: '1 hour' },
  { seconds: 21_600, label: '6 hours' },
  { seconds: 86_400, label: '1 day' },
  { seconds: 604_800, label: '7 days' },
  { seconds: 2_592_000, label: '30 days' },
] as const;

/** The rule: "pass rate or mean of safety below 90% over 1 hour". */
export function describeRule({ metric, condition, window_seconds: window }: Alert): string {
  const label = alertMetrics.find(({ of }) => of === metric.of)?.label ?? metric.of;
  const what = 'scorer' in metric ? label.replace(/a scorer/, metric.scorer) : label;
  return `${what} ${describeCondition(metric.of, condition)} over ${describeSeconds(window)}`;
}

function describeCondition(metric: MetricName, condition: Alert['condition']): string {
  if ('threshold' in condition) return `${condition.kind} ${formatMeasure(metric, condition.threshold)}`;
  const verb = condition.kind === 'drop' ? 'drops' : 'rises';
  return `${verb} by ${formatShare(condition.share)} against the ${describeSeconds(condition.baseline_seconds)} before,`;
}

function formatMeasure(metric: MetricName, value: number): string {
  if (metric === 'latency_ms') return formatDuration(value);
  if (metric === 'cost_usd') return formatCost(value);
  if (metric === 'calls' || value > 1) return formatCount(value);
  return formatShare(value);
}

function describeSeconds(seconds: number): string {
  return alertWindows.find((one) => one.seconds === seconds)?.label ?? formatDuration(seconds * 1000);
}
