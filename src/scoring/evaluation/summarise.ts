/** What the verdicts of an evaluation say together: means with intervals, and how often each word occurs. Pure. */
import { meanInterval, wilsonInterval } from '../../core/confidence.ts';
import { toNumericValue, toValueText } from '../../tracing/assessments/assessment.ts';
import type { MetricSummary, RowVerdict } from './evaluation.ts';

/** Words that are counted apart; more are no words but texts. */
const MOST_VALUES = 20;

/** Collects verdicts row by row, so that an evaluation of any length fits into memory. */
export interface Summary {
  add(verdicts: readonly RowVerdict[]): void;
  metrics(): MetricSummary[];
}

interface Collected {
  count: number;
  errors: number;
  numbers: { count: number; sum: number; sumOfSquares: number; areShares: boolean };
  values: Map<string, number>;
}

/** An empty summary. */
export function createSummary(): Summary {
  const byName = new Map<string, Collected>();
  return {
    add(verdicts) {
      for (const verdict of verdicts) {
        const collected = byName.get(verdict.name) ?? nothing();
        collect(collected, verdict);
        byName.set(verdict.name, collected);
      }
    },
    metrics: () =>
      [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => toMetric(name, one)),
  };
}

function nothing(): Collected {
  return {
    count: 0,
    errors: 0,
    numbers: { count: 0, sum: 0, sumOfSquares: 0, areShares: true },
    values: new Map(),
  };
}

function collect(collected: Collected, { value, error }: RowVerdict): void {
  if (error !== null) {
    collected.errors++;
    return;
  }
  collected.count++;
  const number = toNumericValue(value);
  if (number !== null) {
    const { numbers } = collected;
    numbers.count++;
    numbers.sum += number;
    numbers.sumOfSquares += number * number;
    if (typeof value === 'number') numbers.areShares = false;
  }
  const text = toValueText(value).slice(0, 100);
  if (typeof value !== 'number' && (collected.values.has(text) || collected.values.size < MOST_VALUES))
    collected.values.set(text, (collected.values.get(text) ?? 0) + 1);
}

function toMetric(name: string, { count, errors, numbers, values }: Collected): MetricSummary {
  const isNumeric = numbers.count > 0 && numbers.count === count;
  const interval = numbers.areShares ? wilsonInterval(numbers.sum, numbers.count) : meanInterval(numbers);
  return {
    name,
    count,
    errors,
    mean: isNumeric ? numbers.sum / numbers.count : null,
    interval: isNumeric ? interval : null,
    values: Object.fromEntries([...values].sort(([, one], [, other]) => other - one)),
  };
}
