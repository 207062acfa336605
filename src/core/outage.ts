/**
 * Whether a store answers, as this isolate has seen it: while it does not, callers are served what was last known and it is
 * asked now and then beside them, instead of each of them waiting for it.
 */

/** Between two questions to a store that does not answer, milliseconds. */
const RETRY_MS = 5_000;

/** What is known of a store's absence. */
export interface Outage {
  /** Since when it has not answered, Unix milliseconds; null: it answered when it was last asked. */
  sinceMs(): number | null;
  /** True while it does not answer. */
  isAway(): boolean;
  /** True once for whoever should ask it again; the next one is told so only after a pause. */
  claimAttempt(): boolean;
  noteAnswer(): void;
  noteFailure(): void;
}

/** A store that answers, until it is said not to. Keep one per store and isolate. */
export function createOutage({ now }: { now: () => number }): Outage {
  let sinceMs: number | null = null;
  let nextAttemptMs = 0;
  return {
    sinceMs: () => sinceMs,
    isAway: () => sinceMs !== null,
    claimAttempt() {
      if (now() < nextAttemptMs) return false;
      nextAttemptMs = now() + RETRY_MS;
      return true;
    },
    noteAnswer() {
      sinceMs = null;
      nextAttemptMs = 0;
    },
    noteFailure() {
      sinceMs ??= now();
      nextAttemptMs = now() + RETRY_MS;
    },
  };
}
