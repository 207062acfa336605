/** Says whether a key is valid and what it allows. Asked at every call, so the answer is held ({@link KeyCache}). */
import { AppError } from '../core/app-error.ts';
import { hashKey, isKey, type StoredKey } from './key.ts';
import type { KeyCache } from './key-cache.ts';
import type { Scope } from './scopes.ts';
import type { KeyStore } from './store/key-store.ts';

/** What verifying needs. */
export interface VerifyKeyServices {
  keys: KeyStore;
  keyCache: KeyCache;
  /** Unix milliseconds. */
  now: () => number;
}

/** A valid key. */
export interface VerifiedKey {
  keyId: string;
  scopes: readonly Scope[];
  /** The experiment it is bound to; null is all. */
  experimentId: string | null;
}

/**
 * The key's rights, or null when it is none of ours or was revoked.
 *
 * @throws AppError UNAUTHENTICATED for one that has expired, with the detail `reason`: `expired`;
 *   TEMPORARILY_UNAVAILABLE when the registry does not answer and nothing is known of the key
 */
export async function verifyKey({
  services,
  input,
}: {
  services: VerifyKeyServices;
  input: { key: string };
}): Promise<VerifiedKey | null> {
  if (!isKey(input.key)) return null;
  const hash = await hashKey(input.key);
  const stored = await services.keyCache.find(hash, () => services.keys.findByHash(hash));
  if (stored === null) return null;
  refuseExpired(stored, services.now());
  return { keyId: stored.keyId, scopes: stored.scopes, experimentId: stored.experimentId };
}

/** Its holder learns what happened: they had it, so it tells them nothing they did not know. */
function refuseExpired({ expiresAtMs }: StoredKey, nowMs: number): void {
  if (expiresAtMs === null || nowMs < expiresAtMs) return;
  throw new AppError(
    'UNAUTHENTICATED',
    `This Weir key expired at ${new Date(expiresAtMs).toISOString()}. Ask for a new one.`,
    { details: { reason: 'expired' } },
  );
}
