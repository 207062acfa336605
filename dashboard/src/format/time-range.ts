/** Spans of time that charts and tables look at, and how they are cut into intervals. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Spans that end now. */
export const ranges = {
  '1h': { label: 'Last hour', durationMs: HOUR_MS, intervalMs: 60_000 },
  '24h': { label: 'Last 24 hours', durationMs: DAY_MS, intervalMs: HOUR_MS },
  '7d': { label: 'Last 7 days', durationMs: 7 * DAY_MS, intervalMs: 6 * HOUR_MS },
  '30d': { label: 'Last 30 days', durationMs: 30 * DAY_MS, intervalMs: DAY_MS },
  '90d': { label: 'Last 90 days', durationMs: 90 * DAY_MS, intervalMs: DAY_MS },
} as const;

/** One of {@link ranges}. */
export type RangeName = keyof typeof ranges;

/** True for the name of a span. */
export function isRange(text: unknown): text is RangeName {
  return typeof text === 'string' && Object.hasOwn(ranges, text);
}

/** The span in absolute times, to the minute, so that what is asked twice within one is asked once. */
export function resolveRange(name: RangeName, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = Math.ceil((nowMs + 1) / 60_000) * 60_000;
  return { fromMs: toMs - ranges[name].durationMs, toMs };
}

/** Minutes that the viewer's clock is ahead of UTC. */
export function utcOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}

/** Beginnings of all intervals from one time to another, so that empty ones are drawn as empty. */
export function intervalsOf(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  intervalMs: number,
): number[] {
  const originMs = -utcOffsetMinutes() * 60_000;
  const first = Math.floor((fromMs - originMs) / intervalMs) * intervalMs + originMs;
  return Array.from(
    { length: Math.ceil((toMs - first) / intervalMs) },
    (_, index) => first + index * intervalMs,
  );
}
