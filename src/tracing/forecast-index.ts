/** When the index of traces is full, if what comes goes on as it came and is kept as long as it is. Pure. */
import type { IndexPace } from './store/index-pace.ts';

/** What is known of it. */
export interface IndexState extends IndexPace {
  sizeBytes: number;
  limitBytes: number;
  retentionDays: number;
}

/** Below so many traces the tables themselves outweigh them, and a forecast is a guess. */
const LEAST_TRACES = 1000;

/**
 * Days until the index is full.
 *
 * @returns null where retention keeps it below the limit at this rate, or where too little is known
 */
export function forecastIndex(state: IndexState): number | null {
  const { sizeBytes, limitBytes, traceCount, tracesPerDay, retentionDays } = state;
  if (traceCount < LEAST_TRACES || tracesPerDay <= 0) return null;
  const bytesPerTrace = sizeBytes / traceCount;
  if (tracesPerDay * retentionDays * bytesPerTrace <= limitBytes) return null;
  return Math.max(0, (limitBytes - sizeBytes) / (tracesPerDay * bytesPerTrace));
}
