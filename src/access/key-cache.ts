/**
 * What was found out about keys, for a short time and in this isolate, so that not every call asks the store. Entries are
 * kept by the key's hash, so no caller's credential answers for another's. Unknown keys have a place of their own:
 * guessing them does not drive the valid ones out.
 */
import { limits } from '../core/limits.ts';
import type { StoredKey } from './key.ts';

const MAX_ENTRIES = 1000;
/** Long enough to blunt a flood of one bad key, short enough for nobody to notice. */
const UNKNOWN_MS = 5_000;

/** Verdicts on keys, by hash. */
export interface KeyCache {
  /** The key, null when it is known to be none, undefined when nothing is known. */
  get(hash: string): StoredKey | null | undefined;
  set(hash: string, key: StoredKey | null): void;
  /** Forgets a key, so that this isolate notices at once that it was revoked. */
  forget(keyId: string): void;
}

interface Entry {
  key: StoredKey | null;
  untilMs: number;
}

/** Creates an empty cache. Keep one per isolate. */
export function createKeyCache({ now }: { now: () => number }): KeyCache {
  const valid = new Map<string, Entry>();
  const unknown = new Map<string, Entry>();
  return {
    get(hash) {
      const entry = valid.get(hash) ?? unknown.get(hash);
      return entry === undefined || entry.untilMs <= now() ? undefined : entry.key;
    },
    set(hash, key) {
      const entries = key === null ? unknown : valid;
      (key === null ? valid : unknown).delete(hash);
      entries.delete(hash);
      entries.set(hash, { key, untilMs: now() + (key === null ? UNKNOWN_MS : limits.keyCacheMs) });
      const oldest = entries.size > MAX_ENTRIES ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    forget(keyId) {
      for (const [hash, entry] of valid) if (entry.key?.keyId === keyId) valid.delete(hash);
    },
  };
}
