/** Order statistics of measurements. */

/** The value below which `share` (0 to 1) of the sorted values lie. */
export function percentile(sorted, share) {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The median of numbers in any order. */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (percentile(sorted, 0.5) + sorted[middle - 1]) / 2;
}

/** The median of each figure over all samples; samples are objects with the same names. */
export function medianOfEach(samples) {
  const names = Object.keys(samples[0]);
  return Object.fromEntries(names.map((name) => [name, median(samples.map((sample) => sample[name]))]));
}

/** Each figure of `sample` divided by the same of `reference`. */
export function ratioOfEach(sample, reference) {
  return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, value / reference[name]]));
}
