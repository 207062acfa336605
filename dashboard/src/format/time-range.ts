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

/** The viewer's time zone, in which intervals of a day begin at midnight. */
export function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Beginnings of intervals as Unix milliseconds, those in which nothing was too. */
export function timesOf(intervals: readonly string[] | null | undefined): number[] {
  return (intervals ?? []).map((time) => Date.parse(time));
}
