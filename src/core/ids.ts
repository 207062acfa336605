/** Ids as the field writes them: W3C hex for traces and spans, MLflow's prefixes in front. */

const HEX_BY_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `byteCount` random bytes as lower-case hex. */
export function randomHex(byteCount: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(byteCount));
  let hex = '';
  for (const byte of bytes) hex += HEX_BY_BYTE[byte];
  return hex;
}

/** Bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX_BY_BYTE[byte];
  return hex;
}

/** A trace id in MLflow's form: `tr-` and 32 hex digits. */
export function newTraceId(): string {
  return `tr-${randomHex(16)}`;
}

/** An OpenTelemetry span id: 16 hex digits. */
export function newSpanId(): string {
  return randomHex(8);
}

/**
 * Metadata key of a trace that is kept under another id than its caller gave it, because that id is a trace of another
 * experiment: the id that was given.
 */
export const callerTraceIdKey = 'weir.caller_trace_id';
