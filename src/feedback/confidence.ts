/**
 * Confidence intervals of 95 %: Wilson's score interval for shares (Wilson 1927), Student's t for means. Few votes say
 * little, and the interval says how little.
 */

/** An interval; for a share its ends lie within 0 and 1. */
export interface Interval {
  low: number;
  high: number;
  method: 'wilson' | 't';
}

/** Two-sided 95 % of the standard normal distribution. */
const Z = 1.959963984540054;

/** The interval of a share; null without trials. */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const denominator = 1 + (Z * Z) / trials;
  const centre = share + (Z * Z) / (2 * trials);
  const margin = Z * Math.sqrt((share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials));
  return {
    low: Math.max(0, (centre - margin) / denominator),
    high: Math.min(1, (centre + margin) / denominator),
    method: 'wilson',
  };
}

/** The interval of a mean from its sample; null for fewer than two values. */
export function meanInterval(sample: { count: number; sum: number; sumOfSquares: number }): Interval | null {
  const deviation = sampleDeviation(sample);
  if (deviation === null) return null;
  const { count, sum } = sample;
  const margin = (tQuantile(count - 1) * deviation) / Math.sqrt(count);
  return { low: sum / count - margin, high: sum / count + margin, method: 't' };
}

/** The standard deviation of a sample; null for fewer than two values. */
export function sampleDeviation({
  count,
  sum,
  sumOfSquares,
}: {
  count: number;
  sum: number;
  sumOfSquares: number;
}): number | null {
  if (count < 2) return null;
  // Rounding may leave a little less than nothing.
  return Math.sqrt(Math.max(0, sumOfSquares - (sum * sum) / count) / (count - 1));
}

/** Two-sided 95 % of Student's t by degrees of freedom, from one on. */
const T_QUANTILES = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
];

/** Two-sided 95 % of Student's t: a table, and beyond it Cornish and Fisher's expansion, exact to four digits there. */
export function tQuantile(degrees: number): number {
  const tabled = T_QUANTILES[degrees - 1];
  if (tabled !== undefined) return tabled;
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
