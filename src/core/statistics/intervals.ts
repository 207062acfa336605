/**
 * Confidence intervals of 95 %: Wilson's for shares, Student's t for means, and for the difference of two shares of the same
 * rows Newcombe's. Few values say little, and the interval says how little; none is given where nothing can be said.
 */
import { sampleDeviation, type Sample } from './sample.ts';
import { normalQuantile, tQuantile } from './student-t.ts';

/** An interval; of a share its ends lie within 0 and 1, of a difference of shares within -1 and 1. */
export interface Interval {
  low: number;
  high: number;
  method: 'wilson' | 't' | 'newcombe';
}

/** Names of the methods, for schemas. */
export const intervalMethods = ['wilson', 't', 'newcombe'] as const;

/** The interval of a sample's mean: of a share Wilson's, else Student's. Null where it says too little. */
export function intervalOf(sample: Sample | null): Interval | null {
  if (sample === null) return null;
  return sample.isShare
    ? wilsonInterval(Math.round(sample.mean * sample.count), sample.count)
    : meanInterval(sample);
}

/** The score interval of a share (Wilson 1927); null without trials. */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const z = normalQuantile;
  const share = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = share + (z * z) / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    // At the ends rounding leaves a trace of the margin.
    low: successes === 0 ? 0 : Math.max(0, (centre - margin) / denominator),
    high: successes === trials ? 1 : Math.min(1, (centre + margin) / denominator),
    method: 'wilson',
  };
}

/**
 * Student's interval of a mean. Null for fewer than two values, and when all are equal: a sample without spread does not
 * tell how far others may lie.
 */
export function meanInterval(sample: Sample): Interval | null {
  const deviation = sampleDeviation(sample);
  if (deviation === null || deviation === 0) return null;
  const { count, mean } = sample;
  const margin = (tQuantile(count - 1) * deviation) / Math.sqrt(count);
  return { low: mean - margin, high: mean + margin, method: 't' };
}

/** Rows that were asked yes or no twice: how many said what before and after. */
export interface PairedAnswers {
  yesYes: number;
  yesNo: number;
  noYes: number;
  noNo: number;
}

/**
 * The interval of the share after less the share before, over the same rows: squares of Wilson's distances added, with the
 * correlation of the two (Newcombe 1998, Statistics in Medicine 17, 2635–2650, method 10). Null without rows.
 */
export function pairedShareInterval({ yesYes, yesNo, noYes, noNo }: PairedAnswers): Interval | null {
  const rows = yesYes + yesNo + noYes + noNo;
  const [before, after] = [yesYes + yesNo, yesYes + noYes];
  const [one, other] = [wilsonInterval(after, rows), wilsonInterval(before, rows)];
  if (one === null || other === null) return null;
  const correlation = correlationOf({ yesYes, yesNo, noYes, noNo });
  const [share, shareBefore] = [after / rows, before / rows];
  const distance = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  const difference = (noYes - yesNo) / rows;
  return {
    low: Math.max(-1, difference - distance(share - one.low, other.high - shareBefore)),
    high: Math.min(1, difference + distance(one.high - share, shareBefore - other.low)),
    method: 'newcombe',
  };
}

/** Phi of the four counts, corrected for continuity where it is positive; 0 where a margin is empty. */
function correlationOf({ yesYes, yesNo, noYes, noNo }: PairedAnswers): number {
  const margins = (yesYes + yesNo) * (noYes + noNo) * (yesYes + noYes) * (yesNo + noNo);
  if (margins === 0) return 0;
  const product = yesYes * noNo - yesNo * noYes;
  const rows = yesYes + yesNo + noYes + noNo;
  const corrected = product > 0 ? Math.max(product - rows / 2, 0) : product;
  return corrected / Math.sqrt(margins);
}
