/**
 * Quantiles of Student's t for whole degrees of freedom, to the precision of a double. (The libraries of npm that have them
 * and run here weigh 18 to 52 KB compressed; this is the one function of theirs that is needed.)
 */

const MOST_SUMMED_DEGREES = 400;

/** Two-sided 95 % of the standard normal distribution. */
export const normalQuantile = 1.959963984540054;

/** The value that a Student's t of so many degrees of freedom (1, 2, 3, …) exceeds in absolute value by a chance of 5 %. */
export function tQuantile(degrees: number): number {
  const near = expand(degrees);
  if (degrees > MOST_SUMMED_DEGREES) return near;
  let [low, high] = [normalQuantile, Math.max(13, near * 2)];
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (withinChance(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
}

/** The chance that |t| is below the value: the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4. */
function withinChance(value: number, degrees: number): number {
  const angle = Math.atan(value / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step < degrees; step += 2) {
    term *= ((step - 1) / step) * cosine * cosine;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); beyond some hundred degrees it is exact to ten digits. */
function expand(degrees: number): number {
  const z = normalQuantile;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const fourth = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3 + fourth / degrees ** 4;
}
