/** Revokes a key: at once in this isolate, and in others when what they know of it ends (`limits.keyStaleMs`). */
import { AppError } from '../core/app-error.ts';
import type { KeyCache } from './key-cache.ts';
import type { KeyStore } from './store/key-store.ts';

/** What revoking needs. */
export interface RevokeKeyServices {
  keys: KeyStore;
  keyCache: KeyCache;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Revokes a key; one that is revoked already stays so.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function revokeKey({
  services,
  input,
}: {
  services: RevokeKeyServices;
  input: { keyId: string };
}): Promise<void> {
  const found = await services.keys.revoke(input.keyId, services.now());
  await services.keyCache.forget(input.keyId);
  if (!found) throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no key with the id "${input.keyId}".`);
}
