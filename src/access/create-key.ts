/** Makes a key. This is the only moment at which it can be seen. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import { redactSecrets } from '../core/redaction.ts';
import { hashKey, hintOf, newKey, type StoredKey } from './key.ts';
import type { Scope } from './scopes.ts';
import type { KeyStore } from './store/key-store.ts';

/** What a new key should be. */
export interface CreateKeyInput {
  name: string;
  scopes: Scope[];
  /** Null for all experiments. */
  experimentId: string | null;
  /** Who answers for it. */
  owner?: string | null;
  /** Unix milliseconds; null: until it is revoked. */
  expiresAtMs?: number | null;
}

/** What creating a key needs. */
export interface CreateKeyServices {
  keys: KeyStore;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Creates a key.
 *
 * @returns the key in clear, and what is stored of it
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function createKey({
  services,
  input,
}: {
  services: CreateKeyServices;
  input: CreateKeyInput;
}): Promise<{ key: string; stored: StoredKey }> {
  const scopes = [...new Set(input.scopes)];
  if (input.name.trim() === '') throw invalidParameter('name', 'a name to recognise the key by');
  if (scopes.length === 0) throw invalidParameter('scopes', 'at least one scope');
  const expiresAtMs = input.expiresAtMs ?? null;
  if (expiresAtMs !== null && expiresAtMs <= services.now())
    throw invalidParameter('expires_at', 'a time to come');
  if (scopes.includes('admin') && input.experimentId !== null) {
    // Whoever can make keys can make one without the bond.
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      'A key with scope "admin" cannot be bound to an experiment.',
    );
  }
  const key = newKey();
  const stored: StoredKey = {
    keyId: `key-${randomHex(8)}`,
    name: redactSecrets(input.name.trim()),
    hint: hintOf(key),
    scopes,
    experimentId: input.experimentId,
    owner: redactSecrets(input.owner?.trim() ?? '') || null,
    createdAtMs: services.now(),
    expiresAtMs,
    lastUsedAtMs: null,
    revokedAtMs: null,
  };
  await services.keys.insert(stored, await hashKey(key));
  return { key, stored };
}
