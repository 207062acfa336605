/**
 * When a key was last used: noted where a key is looked up, which happens every half a minute of use at most, and only when
 * what is noted is ten minutes old. No call waits for it, and none fails with it.
 */
import type { Log } from '../../core/log.ts';
import type { StoredKey } from '../key.ts';

/** Often enough to tell a key that is in use from one that is not. */
const INTERVAL_MS = 10 * 60_000;

/** What the stores of access are made with. */
export interface KeyUseOptions {
  database: D1Database;
  log: Log;
  /** Keeps work going once the answer has gone. */
  keepAlive: (work: Promise<unknown>) => void;
  /** Unix milliseconds. */
  now: () => number;
}

/** Notes that the key is used, unless that was done lately. An expired key is not used: it is refused. */
export function noteKeyUse(
  key: Pick<StoredKey, 'keyId' | 'lastUsedAtMs' | 'expiresAtMs'>,
  { database, log, keepAlive, now }: KeyUseOptions,
): void {
  const nowMs = now();
  if (key.lastUsedAtMs !== null && nowMs - key.lastUsedAtMs < INTERVAL_MS) return;
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) return;
  const noted = database
    .prepare(
      'UPDATE api_keys SET last_used_at_ms = ?2 WHERE key_id = ?1 AND coalesce(last_used_at_ms, 0) <= ?3',
    )
    .bind(key.keyId, nowMs, nowMs - INTERVAL_MS)
    .run();
  keepAlive(noted.catch((cause: unknown) => log.error('key-use-not-noted', cause, { keyId: key.keyId })));
}
