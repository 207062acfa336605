/**
 * What a sample of numbers comes to: how many, their mean, and how far they lie from it. Deviations are taken from the mean
 * (Welford 1962) and sums are compensated (Neumaier 1974), never as a difference of sums of squares,
 * which leaves nothing of small deviations of large numbers.
 */

/** A sample, of at least one number. */
export interface Sample {
  count: number;
  mean: number;
  /** Sum of the squared deviations from the mean. */
  squaredDeviations: number;
  /**
   * The numbers are answers to a question of yes or no, and the mean is a share: all are 0 or 1, and were said in words, or
   * there is a 0 among them. Ones alone, said as numbers, may be the lowest of five stars.
   */
  isShare: boolean;
}

/** A sample that grows. */
export interface GrowingSample {
  /** Adds a number; `isWord`: it was said as yes, no, true or false. */
  add(value: number, isWord: boolean): void;
  /** The sample so far; null while it is empty. */
  read(): Sample | null;
}

/** An empty sample. */
export function growSample(): GrowingSample {
  let [count, centre, squaredDeviations, words, zeros, others] = [0, 0, 0, 0, 0, 0];
  // The mean itself is of the sum, which is exact of yes and no; what rounding takes from large sums is kept beside it.
  let [sum, lost] = [0, 0];
  return {
    add(value, isWord) {
      count++;
      const before = value - centre;
      centre += before / count;
      squaredDeviations += before * (value - centre);
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      if (isWord) words++;
      if (value === 0) zeros++;
      else if (value !== 1) others++;
    },
    read: () =>
      count === 0
        ? null
        : {
            count,
            mean: (sum + lost) / count,
            squaredDeviations,
            isShare: others === 0 && (words > 0 || zeros > 0),
          },
  };
}

/** The sample of these numbers; null when there are none. None is taken for a word. */
export function sampleOf(values: Iterable<number>): Sample | null {
  const sample = growSample();
  for (const value of values) sample.add(value, false);
  return sample.read();
}

/** The mean; null of nothing. */
export function meanOf(values: Iterable<number>): number | null {
  return sampleOf(values)?.mean ?? null;
}

/** The standard deviation of a sample; null for fewer than two values. */
export function sampleDeviation({ count, squaredDeviations }: Sample): number | null {
  return count < 2 ? null : Math.sqrt(squaredDeviations / (count - 1));
}
