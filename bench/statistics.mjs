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
