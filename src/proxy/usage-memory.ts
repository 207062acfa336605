/**
 * What became of the question for usage (see `stream-usage.ts`), kept for a while in one isolate. An answer is shaped by
 * the call that it answers, so what is learnt of one caller's calls holds for that caller alone, at that upstream and for
 * that model: nobody changes what is asked for somebody else.
 */

/**
 * `accepted`: a call with the question was answered well. `refused`: it was not, and the same call without the question
 * was. `doubted`: it was refused, and could not be sent again to see whose fault that was.
 */
export type UsageOutcome = 'accepted' | 'refused' | 'doubted';

/** Who asked where. */
export interface UsageQuestion {
  /** The id of the caller's key, or a digest of its own credentials; null for callers without either. */
  caller: string | null;
  /** Origin and path. */
  upstream: string;
  /** As the request names it; null when it names none, or it was not read. */
  model: string | null;
}

/** What an isolate remembers of the question. */
export interface UsageMemory {
  /** Remembers an outcome for ten minutes. */
  note(outcome: UsageOutcome, question: UsageQuestion): void;
  /** True when that was the outcome not long ago. */
  has(outcome: UsageOutcome, question: UsageQuestion): boolean;
}

/** Servers are updated: what they refused, they may take after a while. Milliseconds. */
const KEPT_MS = 10 * 60_000;
const MOST_ENTRIES = 1000;
/** A name that is longer tells no model. */
const MOST_CHARACTERS = 200;

/**
 * Creates an empty memory. Keep one per isolate; it is bounded, and what was noted first goes first.
 *
 * @param now Unix milliseconds
 */
export function createUsageMemory({ now }: { now: () => number }): UsageMemory {
  const untilMs = new Map<string, number>();
  return {
    note(outcome, question) {
      const key = keyOf(outcome, question);
      untilMs.delete(key);
      untilMs.set(key, now() + KEPT_MS);
      const oldest = untilMs.size > MOST_ENTRIES ? untilMs.keys().next().value : undefined;
      if (oldest !== undefined) untilMs.delete(oldest);
    },
    has: (outcome, question) => (untilMs.get(keyOf(outcome, question)) ?? 0) > now(),
  };
}

function keyOf(outcome: UsageOutcome, { caller, upstream, model }: UsageQuestion): string {
  const named = model !== null && model.length > MOST_CHARACTERS ? null : model;
  return JSON.stringify([outcome, caller, upstream, named]);
}
