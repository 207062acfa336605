/** Times as protobuf's JSON mapping writes them: RFC 3339, and seconds with the suffix `s`. */

/** A `google.protobuf.Timestamp` of Unix milliseconds. */
export function renderTimestamp(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

/** Unix milliseconds of a `google.protobuf.Timestamp`; null when it is none. */
export function readTimestamp(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i.test(text)) return null;
  const unixMs = Date.parse(text);
  return Number.isFinite(unixMs) ? unixMs : null;
}

/** A `google.protobuf.Duration` of milliseconds. */
export function renderDuration(durationMs: number): string {
  return `${durationMs / 1000}s`;
}

/** Milliseconds of a `google.protobuf.Duration`; null when it is none. */
export function readDuration(text: string): number | null {
  return /^\d{1,12}(?:\.\d{1,9})?s$/.test(text) ? Math.round(Number(text.slice(0, -1)) * 1000) : null;
}
