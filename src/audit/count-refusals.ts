/**
 * Counts refused credentials: for the limit by address, and for the trail, where those of ten minutes from one address are one
 * entry. A flood costs a write each ten seconds and address, of a bounded number of addresses; the rest is one entry more.
 */
import type { RefusedCredential, Refusals } from '../access/refusals.ts';
import { recordAudit, type RecordAuditServices } from './record-audit.ts';

const WINDOW_MS = 10 * 60_000;
const FLUSH_MS = 10_000;
/** Tallies of one window and isolate. */
const MOST_TALLIES = 200;
/** Stands for all addresses beyond that. */
const OTHERS = 'others';

const actions = {
  key: 'key.refused',
  sign_in: 'session.refused',
  feedback_token: 'feedback_token.refused',
  review_link: 'review_link.refused',
} as const satisfies Record<RefusedCredential, string>;

/** What counting needs. */
export interface CountRefusalsOptions extends RecordAuditServices {
  /** Counts one more from the address; false when there were too many. Never rejects. */
  isWithinLimit: (address: string) => Promise<boolean>;
}

/** Counted, and what of it is not in the store yet. */
export interface CountedRefusals extends Refusals {
  /** Records what is not recorded yet; the clock does, for what no later refusal brings along. */
  flush(): void;
}

interface Tally {
  credential: RefusedCredential;
  reason: string;
  address: string | null;
  windowMs: number;
  waiting: number;
  flushedAtMs: number;
}

/** Makes the counter. Keep one per isolate. */
export function createRefusals(options: CountRefusalsOptions): CountedRefusals {
  const { now, isWithinLimit } = options;
  const tallies = new Map<string, Tally>();

  function note(credential: RefusedCredential, reason: string, from: string | null): void {
    const windowMs = Math.floor(now() / WINDOW_MS) * WINDOW_MS;
    dropOld(windowMs);
    const known = tallies.get(keyOf({ credential, reason, address: from, windowMs }));
    const address = known === undefined && tallies.size >= MOST_TALLIES ? OTHERS : from;
    const key = keyOf({ credential, reason, address, windowMs });
    const tally = known ??
      tallies.get(key) ?? { credential, reason, address, windowMs, waiting: 0, flushedAtMs: -Infinity };
    tallies.set(key, tally);
    tally.waiting++;
    if (now() - tally.flushedAtMs >= FLUSH_MS) record(key, tally);
  }

  function dropOld(windowMs: number): void {
    for (const [key, tally] of tallies) {
      if (tally.windowMs === windowMs) return;
      record(key, tally);
      tallies.delete(key);
    }
  }

  function record(key: string, tally: Tally): void {
    if (tally.waiting === 0) return;
    const input = {
      who: null,
      action: actions[tally.credential],
      target: { reason: tally.reason },
      from: { address: tally.address, userAgent: null, requestId: null },
      count: tally.waiting,
      tally: key,
    };
    tally.waiting = 0;
    tally.flushedAtMs = now();
    recordAudit({ services: options, input });
  }

  return {
    async count({ credential, reason, address }) {
      note(credential, reason, address);
      // Who holds what has expired or was revoked does not guess, and is to read what happened.
      const isGuess = reason !== 'expired' && reason !== 'revoked';
      return address === null || !isGuess ? true : isWithinLimit(address);
    },
    flush() {
      for (const [key, tally] of tallies) record(key, tally);
    },
  };
}

function keyOf(tally: Pick<Tally, 'credential' | 'reason' | 'address' | 'windowMs'>): string {
  return [tally.credential, tally.reason, tally.address ?? '', tally.windowMs].join(' ');
}
