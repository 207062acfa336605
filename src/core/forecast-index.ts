/** When the index of traces is full, if what comes goes on as it came and is kept as long as it is. Pure. */
/** What is known of the index's growth. */
export interface IndexPace {
  /** About: rows are numbered as they come, and the oldest go first. */
  traceCount: number;
  /** Of the last day; of the time since the first where that is shorter. About, within a tenth or so. */
  tracesPerDay: number;
}

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
