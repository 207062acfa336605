/** What the verdicts of an evaluation say together: means with intervals, and how often each word occurs. Pure. */
import { intervalOf } from '../../core/statistics/intervals.ts';
import { growSample, type GrowingSample } from '../../core/statistics/sample.ts';
import { toNumericValue, toValueText } from '../../tracing/assessments/assessment.ts';
import type { MetricSummary, RowVerdict } from './evaluation.ts';

/** Words that are counted apart; more are no words but texts. */
const MOST_VALUES = 20;

/** Collects verdicts row by row, so that an evaluation of any length fits into memory. */
export interface Summary {
  /** Adds the verdicts of one row. */
  add(verdicts: readonly RowVerdict[]): void;
  metrics(): MetricSummary[];
}

interface Collected {
  count: number;
  errors: number;
  withoutValue: number;
  judgedRows: number;
  sample: GrowingSample;
  values: Map<string, number>;
}

/** An empty summary. */
export function createSummary(): Summary {
  const byName = new Map<string, Collected>();
  return {
    add(verdicts) {
      for (const [name, own] of Map.groupBy(verdicts, (verdict) => verdict.name)) {
        const collected = byName.get(name) ?? nothing();
        for (const verdict of own) collect(collected, verdict);
        if (own.every(hasValue)) collected.judgedRows++;
        byName.set(name, collected);
      }
    },
    metrics: () =>
      [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => toMetric(name, one)),
  };
}

/** A verdict that says something. */
export function hasValue({ value, error }: { value: RowVerdict['value']; error: object | null }): boolean {
  return error === null && value !== null;
}

function nothing(): Collected {
  return { count: 0, errors: 0, withoutValue: 0, judgedRows: 0, sample: growSample(), values: new Map() };
}

function collect(collected: Collected, verdict: RowVerdict): void {
  const { value, error } = verdict;
  if (!hasValue(verdict)) {
    if (error === null) collected.withoutValue++;
    else collected.errors++;
    return;
  }
  collected.count++;
  const number = toNumericValue(value);
  if (number !== null) collected.sample.add(number, typeof value !== 'number');
  const text = toValueText(value).slice(0, 100);
  if (typeof value !== 'number' && (collected.values.has(text) || collected.values.size < MOST_VALUES))
    collected.values.set(text, (collected.values.get(text) ?? 0) + 1);
}

function toMetric(name: string, { sample: growing, values, ...counts }: Collected): MetricSummary {
  const sample = growing.read();
  // A mean of some of the values would be taken for one of all.
  const whole = sample?.count === counts.count ? sample : null;
  return {
    name,
    ...counts,
    mean: whole?.mean ?? null,
    interval: intervalOf(whole),
    values: Object.fromEntries([...values].sort(([, one], [, other]) => other - one)),
  };
}
