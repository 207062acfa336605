/**
 * What was found out about keys, by the shortest way: this isolate's memory, the data centre's cache, the registry. A key
 * in use is never waited for: what is older than `limits.keyCacheMs` is served and looked up again beside the call. A registry
 * that does not answer leaves known keys working by what was last known of them, for a bounded time.
 */
import { AppError } from '../core/app-error.ts';
import { inTime } from '../core/in-time.ts';
import { limits } from '../core/limits.ts';
import { createOutage, type Outage } from '../core/outage.ts';
import { createHeldKeys, type HeldKeys, type KnownKey } from './held-keys.ts';
import type { StoredKey } from './key.ts';

/** A registry that takes longer is one that does not answer. */
const PATIENCE_MS = 3_000;

/** Keys known to the isolates of one place. Nothing here rejects; it may know nothing. */
export interface SharedKeys {
  /** Null for what is not known, or was revoked here. */
  get(hash: string): Promise<KnownKey | null>;
  put(hash: string, known: KnownKey): Promise<void>;
  delete(hash: string): Promise<void>;
  /** Sees to it that the key of this id is not taken from here any more, whatever its hash. */
  revoke(keyId: string): Promise<void>;
  /** True for one of those who ask within a few seconds: it should look the key up, the others need not. */
  claimRefresh(hash: string): Promise<boolean>;
}

/** Verdicts on keys, by hash. */
export interface KeyCache {
  /**
   * The valid key of that hash; null when there is none.
   *
   * @param ask looks it up in the registry
   * @throws AppError TEMPORARILY_UNAVAILABLE when the registry does not answer and nothing is known
   */
  find(hash: string, ask: () => Promise<StoredKey | null>): Promise<StoredKey | null>;
  /** Forgets a key that was revoked: this isolate at once, the others of this place when they next look. */
  forget(keyId: string): Promise<void>;
  /** True for a key that was revoked in this isolate. */
  isRevoked(keyId: string): boolean;
}

/** What the cache is made of. */
export interface KeyCacheOptions {
  /** Unix milliseconds. */
  now: () => number;
  shared?: SharedKeys;
  /** Whether the registry answers. */
  outage?: Outage;
  /** How long a key works by what was last known of it while the registry does not answer, milliseconds. */
  lastKnownMs?: number;
  /** Owns what goes on after the answer. */
  background?: (work: Promise<unknown>) => void;
}

/** No sharing: where there is no cache, or nothing to protect its entries with. */
const noSharedKeys: SharedKeys = {
  get: async () => null,
  put: async () => undefined,
  delete: async () => undefined,
  revoke: async () => undefined,
  claimRefresh: async () => true,
};

/** Creates an empty cache. Keep one per isolate. */
export function createKeyCache({
  now,
  shared = noSharedKeys,
  outage = createOutage({ now }),
  lastKnownMs = limits.keyLastKnownMs,
  background = (work) => void work,
}: KeyCacheOptions): KeyCache {
  const context = { now, shared, outage, lastKnownMs, background, held: createHeldKeys(now) };
  return {
    find: (hash, ask) => find({ hash, ask }, context),
    async forget(keyId) {
      context.held.revoke(keyId);
      await shared.revoke(keyId);
    },
    isRevoked: (keyId) => context.held.isRevoked(keyId),
  };
}

type Context = Required<KeyCacheOptions> & { held: HeldKeys };

/** A key that somebody asks for. */
interface Wanted {
  hash: string;
  ask: () => Promise<StoredKey | null>;
}

async function find(wanted: Wanted, context: Context): Promise<StoredKey | null> {
  const { held, shared, lastKnownMs } = context;
  const { hash } = wanted;
  if (held.isRefused(hash)) return null;
  const own = held.get(hash);
  if (own !== null && isUsable(own, context)) return serve(wanted, own, context);
  const others = await shared.get(hash);
  if (others !== null && held.keep(hash, others) && isUsable(others, context))
    return serve(wanted, others, context);
  try {
    return await askRegistry(wanted, context);
  } catch (cause) {
    const known = held.get(hash);
    if (known !== null && ageOf(known, context) < lastKnownMs) return known.key;
    throw new AppError(
      'TEMPORARILY_UNAVAILABLE',
      'This key cannot be looked up for now: the registry does not answer. Try again in a moment.',
      { cause },
    );
  }
}

function serve(wanted: Wanted, known: KnownKey, context: Context): StoredKey {
  const { outage, held, background } = context;
  const isDue = outage.isAway() ? outage.claimAttempt() : held.claimRefresh(wanted.hash);
  if (isDue) background(refresh(wanted, context));
  return known.key;
}

/** Looks again while the call goes on. One isolate of a place asks; a registry that is away leaves what is known. */
async function refresh(wanted: Wanted, context: Context): Promise<void> {
  const { held, outage, shared } = context;
  const { hash } = wanted;
  // What others heard before it went away does not tell whether it is back.
  if (!outage.isAway()) {
    const others = await shared.get(hash);
    if (others !== null && ageOf(others, context) < limits.keyCacheMs) {
      held.keep(hash, others);
      return;
    }
    if (!(await shared.claimRefresh(hash))) return;
  }
  await askRegistry(wanted, context).catch(() => undefined);
}

async function askRegistry({ hash, ask }: Wanted, context: Context): Promise<StoredKey | null> {
  const { background, held, now, outage, shared } = context;
  const readAtMs = now();
  let key: StoredKey | null;
  try {
    key = await inTime(ask(), PATIENCE_MS);
  } catch (cause) {
    outage.noteFailure();
    throw cause;
  }
  outage.noteAnswer();
  if (key === null || !held.keep(hash, { key, readAtMs })) {
    held.refuse(hash);
    background(shared.delete(hash));
    return null;
  }
  background(shared.put(hash, { key, readAtMs }));
  return key;
}

/** True for what may be served without waiting for the registry. */
function isUsable(known: KnownKey, context: Context): boolean {
  return ageOf(known, context) < (context.outage.isAway() ? context.lastKnownMs : limits.keyStaleMs);
}

function ageOf({ readAtMs }: KnownKey, { now }: Context): number {
  return now() - readAtMs;
}
