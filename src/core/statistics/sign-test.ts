/** The exact sign test: for answers of yes and no it is McNemar's exact test of the rows that differ. */

/**
 * How likely a split at least so uneven is when neither side is better: the two-sided binomial test of a half, summed in
 * logarithms so that many rows do not underflow. 1 when no row differs.
 */
export function signTest(wins: number, losses: number): number {
  const trials = wins + losses;
  const fewer = Math.min(wins, losses);
  if (trials === 0 || wins === losses) return 1;
  let logTerm = trials * Math.log(0.5);
  let logTail = logTerm;
  for (let count = 1; count <= fewer; count++) {
    logTerm += Math.log((trials - count + 1) / count);
    logTail += Math.log1p(Math.exp(logTerm - logTail));
  }
  return Math.min(1, 2 * Math.exp(logTail));
}
