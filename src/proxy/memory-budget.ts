/**
 * The memory that all calls of one isolate may hold together beyond their streams: copies that are recorded, and request
 * bodies held for an edit. An isolate is shared and small; what does not fit is not kept, and the call goes on (F54).
 */

/** Counts what is held. */
export interface MemoryBudget {
  /**
   * Asks to hold more bytes for a body. When room gets short the large bodies are refused first, so that the many small
   * ones, which are most of the calls, are still kept whole.
   *
   * @param byteCount bytes more
   * @param bodyBytes bytes of that body in all, those included
   * @returns false when they must not be held
   */
  take(byteCount: number, bodyBytes: number): boolean;
  /** Gives back what was taken. */
  give(byteCount: number): void;
  /** Bytes held now. */
  heldBytes(): number;
}

/** Share of the budget that bodies up to a size may fill. */
const SHARES: readonly (readonly [bodyBytes: number, share: number])[] = [
  [16 * 1024, 1],
  [128 * 1024, 0.75],
  [Number.POSITIVE_INFINITY, 0.5],
];

/** A budget of so many bytes. */
export function createMemoryBudget(limitBytes: number): MemoryBudget {
  let held = 0;
  return {
    take(byteCount, bodyBytes) {
      const share = SHARES.find(([upTo]) => bodyBytes <= upTo)?.[1] ?? 0;
      if (held + byteCount > limitBytes * share) return false;
      held += byteCount;
      return true;
    },
    give(byteCount) {
      held -= byteCount;
    },
    heldBytes: () => held,
  };
}
