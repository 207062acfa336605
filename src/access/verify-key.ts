/** Says whether a key is valid and what it allows. Asked at every call, so the answer is held ({@link KeyCache}). */
import { hashKey, isKey } from './key.ts';
import type { KeyCache } from './key-cache.ts';
import type { Scope } from './scopes.ts';
import type { KeyStore } from './store/key-store.ts';

/** What verifying needs. */
export interface VerifyKeyServices {
  keys: KeyStore;
  keyCache: KeyCache;
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
 * @throws AppError TEMPORARILY_UNAVAILABLE when the registry does not answer and nothing is known of the key
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
  return { keyId: stored.keyId, scopes: stored.scopes, experimentId: stored.experimentId };
}
