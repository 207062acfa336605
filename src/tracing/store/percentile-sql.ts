/**
 * The one definition of a percentile: linearly interpolated between the two values next to it, as MLflow's server, numpy's
 * `percentile` and SQL's PERCENTILE_CONT have it. Every percentile that is shown is taken by these, of all values there are.
 */

/** Rows of `from` whose `value` is known, each with its `place` among those of its group, from 0, and their count `n`. */
export function rankedBy(
  groups: readonly string[],
  { value, from }: { value: string; from: string },
): string {
  const partition = groups.length === 0 ? '' : `PARTITION BY ${groups.join(', ')} `;
  return `SELECT ${[...groups, `${value} AS value`].join(', ')},
    row_number() OVER (${partition}ORDER BY ${value}) - 1 AS place, count(*) OVER (${partition}) AS n
  FROM ${from} WHERE ${value} IS NOT NULL`;
}

/** The percentile as an aggregate over rows of {@link rankedBy}. `share` is SQL of a number from 0 to 1. */
export function percentileOf(share: string): string {
  const at = `(${share} * (n - 1))`;
  const below = `CAST(${at} AS INTEGER)`;
  return `sum(CASE place WHEN ${below} THEN value * (1.0 - (${at} - ${below}))
    WHEN ${below} + 1 THEN value * (${at} - ${below}) END)`;
}
