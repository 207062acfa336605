/** The port to where sessions are kept: their tokens' hashes, never the tokens. */
import type { StoredKey } from '../key.ts';
import type { StoredSession } from '../session.ts';

/** A session that has not expired, with the key it was begun with. */
export interface FoundSession {
  session: StoredSession;
  /** Null when it was begun with the admin key. Never a revoked or expired key: its sessions are not found. */
  key: Pick<StoredKey, 'keyId' | 'name' | 'scopes' | 'experimentId' | 'expiresAtMs' | 'lastUsedAtMs'> | null;
}

/** Storage of sessions. */
export interface SessionStore {
  /** Keeps a session, and forgets those that had expired by `nowMs`. */
  insert(tokenHash: string, session: StoredSession, nowMs: number): Promise<void>;
  /** The session of that hash, unless it or its key expired by `nowMs`, or the key was revoked. */
  find(tokenHash: string, nowMs: number): Promise<FoundSession | null>;
  delete(tokenHash: string): Promise<void>;
}
