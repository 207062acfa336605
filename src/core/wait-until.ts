/**
 * Waiting for what another invocation brings about. A promise belongs to the invocation that made it: the platform cancels
 * whoever waits for another's with nothing of its own under way, and what a cancelled one was to resolve never is. So what
 * invocations tell each other is plain state, and whoever waits looks at it by a timer of its own.
 */

/** Waits by a timer of the caller's own invocation, milliseconds. */
export function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** How to wait. */
export interface WaitOptions {
  /** Asked at once and after each pause; may take what it finds free. */
  isSo: () => boolean;
  /** Length of the pause after so many looks, from 1, in milliseconds. */
  pauseMs: (looks: number) => number;
  /** Longest wait, milliseconds; null waits for as long as it takes. */
  atMostMs: number | null;
  /** Unix milliseconds. */
  now: () => number;
  /** Waits by a timer of the caller's own invocation, milliseconds. */
  sleep: (durationMs: number) => Promise<void>;
}

/**
 * Waits until something is so.
 *
 * @returns false when it was not so in time
 */
export async function waitUntil({ isSo, pauseMs, atMostMs, now, sleep }: WaitOptions): Promise<boolean> {
  const untilMs = atMostMs === null ? Number.POSITIVE_INFINITY : now() + atMostMs;
  for (let looks = 1; ; looks++) {
    if (isSo()) return true;
    const leftMs = untilMs - now();
    if (leftMs <= 0) return false;
    await sleep(Math.min(leftMs, pauseMs(looks)));
  }
}
