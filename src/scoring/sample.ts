/**
 * Which traces a scorer judges: decided by a hash of trace and scorer, so that a redelivered trace meets the same decision
 * (F101), and a higher rate judges what a lower one does and more.
 */

/** A number from 0 (inclusive) to 1 (exclusive), the same for the same trace and scorer. */
export async function sampleNumber(traceId: string, scorerId: string): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${scorerId}\n${traceId}`));
  return new DataView(digest).getUint32(0) / 2 ** 32;
}

/** True when the scorer judges the trace at that rate. */
export async function isSampled(traceId: string, scorerId: string, sampleRate: number): Promise<boolean> {
  if (sampleRate <= 0) return false;
  return sampleRate >= 1 || (await sampleNumber(traceId, scorerId)) < sampleRate;
}
