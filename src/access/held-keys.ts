/**
 * This isolate's memory of keys. Entries are kept by the key's hash, so no caller's credential answers for another's.
 * Unknown keys have a place of their own: guessing them does not drive the valid ones out.
 */
import { limits } from '../core/limits.ts';
import type { StoredKey } from './key.ts';

const MAX_ENTRIES = 1000;
/** Revoked here: never to be taken from another's memory again. */
const MAX_REVOKED = 10_000;
/** Long enough to blunt a flood of one bad key, short enough for nobody to notice. */
const UNKNOWN_MS = 5_000;
/** Between two looks at the same key beside calls: the first may have been cut off with its call. */
const REFRESH_PAUSE_MS = 5_000;

/** What the registry said of a key, and when it was asked, Unix milliseconds. */
export interface KnownKey {
  key: StoredKey;
  readAtMs: number;
}

/** What the isolate holds. */
export interface HeldKeys {
  get(hash: string): KnownKey | null;
  /** Keeps what is newer than what is held. False for a key that was revoked here. */
  keep(hash: string, known: KnownKey): boolean;
  /** True once for whoever should look the key up again. */
  claimRefresh(hash: string): boolean;
  isRefused(hash: string): boolean;
  refuse(hash: string): void;
  revoke(keyId: string): void;
  isRevoked(keyId: string): boolean;
}

/** An empty memory. Keep one per isolate. */
export function createHeldKeys(now: () => number): HeldKeys {
  const valid = new Map<string, KnownKey & { refreshAtMs: number }>();
  const unknownUntilMs = new Map<string, number>();
  const revoked = new Set<string>();
  return {
    get: (hash) => valid.get(hash) ?? null,
    keep(hash, known) {
      if (revoked.has(known.key.keyId)) return false;
      const before = valid.get(hash);
      if (before !== undefined && before.readAtMs > known.readAtMs) return true;
      unknownUntilMs.delete(hash);
      valid.delete(hash);
      valid.set(hash, { ...known, refreshAtMs: known.readAtMs + limits.keyCacheMs });
      dropOldest(valid, MAX_ENTRIES);
      return true;
    },
    claimRefresh(hash) {
      const entry = valid.get(hash);
      if (entry === undefined || now() < entry.refreshAtMs) return false;
      entry.refreshAtMs = now() + REFRESH_PAUSE_MS;
      return true;
    },
    isRefused: (hash) => (unknownUntilMs.get(hash) ?? 0) > now(),
    refuse(hash) {
      valid.delete(hash);
      unknownUntilMs.delete(hash);
      unknownUntilMs.set(hash, now() + UNKNOWN_MS);
      dropOldest(unknownUntilMs, MAX_ENTRIES);
    },
    isRevoked: (keyId) => revoked.has(keyId),
    revoke(keyId) {
      revoked.add(keyId);
      dropOldest(revoked, MAX_REVOKED);
      for (const [hash, { key }] of valid) if (key.keyId === keyId) valid.delete(hash);
    },
  };
}

function dropOldest(entries: Map<string, unknown> | Set<string>, most: number): void {
  const oldest = entries.size > most ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
}
