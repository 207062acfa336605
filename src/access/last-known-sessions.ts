/**
 * Sessions of the dashboard that go on while the registry does not answer: by what this isolate last knew of them, until
 * they expire, their key is revoked here, or what is known is too old. While it answers it is asked at every call.
 */
import { AppError } from '../core/app-error.ts';
import { inTime } from '../core/in-time.ts';
import type { Outage } from '../core/outage.ts';
import type { FoundSession, SessionStore } from './store/session-store.ts';

const MAX_ENTRIES = 1000;
/** A registry that takes longer is one that does not answer, milliseconds. */
const PATIENCE_MS = 3_000;

/** What remembering needs. */
export interface LastKnownSessionsOptions {
  outage: Outage;
  /** How long a session goes on by what was last known of it, milliseconds. */
  lastKnownMs: number;
  /** Whether a key was revoked in this isolate. */
  isRevoked: (keyId: string) => boolean;
}

/** The store, remembering. `find` rejects with TEMPORARILY_UNAVAILABLE when it cannot ask and knows nothing. */
export function rememberSessions(store: SessionStore, options: LastKnownSessionsOptions): SessionStore {
  const { outage, lastKnownMs, isRevoked } = options;
  const known = new Map<string, { found: FoundSession; readAtMs: number }>();
  const lastKnown = (tokenHash: string, nowMs: number): FoundSession | null => {
    const entry = known.get(tokenHash);
    if (entry === undefined || nowMs - entry.readAtMs >= lastKnownMs) return null;
    const { found } = entry;
    const { key, session } = found;
    if (session.expiresAtMs <= nowMs) return null;
    if (key !== null && (isRevoked(key.keyId) || (key.expiresAtMs ?? Infinity) <= nowMs)) return null;
    return found;
  };
  return {
    ...store,
    async find(tokenHash, nowMs) {
      const remembered = lastKnown(tokenHash, nowMs);
      if (remembered !== null && outage.isAway() && !outage.claimAttempt()) return remembered;
      try {
        const found = await inTime(store.find(tokenHash, nowMs), PATIENCE_MS);
        outage.noteAnswer();
        known.delete(tokenHash);
        if (found !== null) known.set(tokenHash, { found, readAtMs: nowMs });
        const oldest = known.size > MAX_ENTRIES ? known.keys().next().value : undefined;
        if (oldest !== undefined) known.delete(oldest);
        return found;
      } catch (cause) {
        outage.noteFailure();
        if (remembered !== null) return remembered;
        throw new AppError(
          'TEMPORARILY_UNAVAILABLE',
          'This session cannot be looked up for now: the registry does not answer. Try again in a moment.',
          { cause },
        );
      }
    },
    async delete(tokenHash) {
      known.delete(tokenHash);
      await store.delete(tokenHash);
    },
  };
}
