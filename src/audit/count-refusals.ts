/**
 * Counts what is refused: credentials, for the limit by address and for the trail, and changes that their caller may not make,
 * for the trail. Those of ten minutes from one address are one entry. A flood costs a write each ten seconds and address, of a
 * bounded number of addresses; the rest is one entry more.
 */
import type { RefusedCredential, Refusals } from '../access/refusals.ts';
import { refusedChange } from './audited-changes.ts';
import { recordAudit, type RecordAuditInput, type RecordAuditServices } from './record-audit.ts';

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

/** A change that its caller may not make. */
export interface RefusedChange {
  /** Null: nobody whose key was taken. */
  who: RecordAuditInput['who'];
  /** As the trail names it when it is made, such as `key.create`. */
  change: string;
  address: string | null;
}

/** Counted, and what of it is not in the store yet. */
export interface CountedRefusals extends Refusals {
  /** Counts a change that was refused. */
  countChange(refused: RefusedChange): void;
  /** Records what is not recorded yet; the clock does, for what no later refusal brings along. */
  flush(): void;
}

/** What is counted together. */
interface Refused {
  action: string;
  who: RecordAuditInput['who'];
  target: Record<string, string>;
  address: string | null;
}

interface Tally extends Refused {
  windowMs: number;
  waiting: number;
  flushedAtMs: number;
}

/** Makes the counter. Keep one per isolate. */
export function createRefusals(options: CountRefusalsOptions): CountedRefusals {
  const { now, isWithinLimit } = options;
  const tallies = new Map<string, Tally>();

  function note(refused: Refused): void {
    const windowMs = Math.floor(now() / WINDOW_MS) * WINDOW_MS;
    dropOld(windowMs);
    const known = tallies.get(keyOf({ ...refused, windowMs }));
    const address = known === undefined && tallies.size >= MOST_TALLIES ? OTHERS : refused.address;
    const key = keyOf({ ...refused, address, windowMs });
    const tally = known ??
      tallies.get(key) ?? { ...refused, address, windowMs, waiting: 0, flushedAtMs: -Infinity };
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
      who: tally.who,
      action: tally.action,
      target: tally.target,
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
      note({ action: actions[credential], who: null, target: { reason }, address });
      // Who holds what has expired or was revoked does not guess, and is to read what happened.
      const isGuess = reason !== 'expired' && reason !== 'revoked';
      return address === null || !isGuess ? true : isWithinLimit(address);
    },
    countChange({ who, change, address }) {
      note({ action: refusedChange, who, target: { change }, address });
    },
    flush() {
      for (const [key, tally] of tallies) record(key, tally);
    },
  };
}

function keyOf({ action, who, target, address, windowMs }: Refused & { windowMs: number }): string {
  const actor = who?.keyId ?? who?.kind ?? '';
  return [action, actor, ...Object.values(target), address ?? '', windowMs].join(' ');
}
