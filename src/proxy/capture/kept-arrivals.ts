/** Arrival times of a stream that was condensed: what was kept lies elsewhere than in what passed. */
import type { Arrival } from '../exchange.ts';
import type { Position } from './condenser.ts';

/** The arrivals in terms of the bytes that were kept; the last is that of the last byte kept. */
export function keptArrivals(positions: readonly Position[], arrivals: readonly Arrival[]): Arrival[] {
  const kept: [number, number][] = [];
  let index = 0;
  let reached = 0;
  for (const [passed, atMs] of arrivals) {
    while (index < positions.length && (positions[index]?.[1] ?? 0) <= passed) {
      reached = Math.max(reached, positions[index]?.[0] ?? 0);
      index += 1;
    }
    // A beginning that is kept as it came may arrive in any number of chunks.
    const whole = positions[0];
    if (index === 0 && whole !== undefined && whole[0] === whole[1]) reached = passed;
    const last = kept.at(-1);
    if (reached > (last?.[0] ?? 0)) kept.push([reached, atMs]);
  }
  const end = positions.at(-1)?.[0] ?? 0;
  const lastMs = arrivals.at(-1)?.[1];
  if (end > reached && lastMs !== undefined) kept.push([end, lastMs]);
  return kept;
}

/** How much had passed when so many of the kept bytes had. */
export function passedAt(positions: readonly Position[], keptBytes: number): number {
  const first = positions[0];
  if (first !== undefined && first[0] === first[1] && keptBytes <= first[0]) return keptBytes;
  let [low, high] = [0, positions.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle]?.[0] ?? 0) >= keptBytes) high = middle;
    else low = middle + 1;
  }
  return positions[low]?.[1] ?? keptBytes;
}
