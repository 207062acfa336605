/** Metrics of evaluations in words: shares as percent, other means as numbers. */
import type { EvaluationMetric } from '../api/types.ts';
import { formatShare } from '../format/format.ts';

/** True when a metric is of yes and no: its values are words, and its mean is a pass rate. */
export function isPassRate({ mean, values }: Pick<EvaluationMetric, 'mean' | 'values'>): boolean {
  return mean !== null && Object.keys(values).length > 0;
}

/** A mean as its metric is read. */
export function formatMean(mean: number | null, isShare: boolean): string {
  if (mean === null) return '–';
  return isShare ? formatShare(mean) : String(Math.round(mean * 1000) / 1000);
}

/** A difference of means, with its sign. */
export function formatDifference(difference: number | null, isShare: boolean): string {
  if (difference === null) return '–';
  const size = formatMean(Math.abs(difference), isShare);
  return `${difference > 0 ? '+' : difference < 0 ? '−' : '±'}${size}`;
}

/** How likely a split as uneven is by chance, in two figures that say something. */
export function formatPValue(value: number | null): string {
  if (value === null) return '–';
  return value < 0.001 ? '< 0.001' : value.toFixed(value < 0.1 ? 3 : 2);
}
