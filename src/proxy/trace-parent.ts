/** W3C Trace Context, `traceparent` (https://www.w3.org/TR/trace-context/, section 3.2). */

/** The caller's trace and span, lower-case hex without prefixes. */
export interface TraceParent {
  traceId: string;
  spanId: string | null;
}

/**
 * Reads a `traceparent` header. As the specification demands, an invalid one is ignored.
 *
 * @returns null when it is invalid
 */
export function parseTraceParent(value: string): TraceParent | null {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(value.trim());
  if (match === null) return null;
  const [, version, traceId, spanId, rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return null;
  return { traceId, spanId };
}

/** A trace id as other products write it (UUID or hex, any case), as 32 hex digits; null when it is neither. */
export function hexTraceId(value: string): string | null {
  const hex = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) && !/^0+$/.test(hex) ? hex : null;
}
