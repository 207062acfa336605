/** An API key: its form, and what is known of one that is stored. The key itself is shown once and never kept. */
import { toBase64Url } from '../core/base64url.ts';
import { toHex } from '../core/ids.ts';
import type { Scope } from './scopes.ts';

/** What every key begins with. */
export const keyPrefix = 'weir_';

const KEY_BYTES = 32;
const HINT_CHARACTERS = 4;

/** A stored key, without its hash. */
export interface StoredKey {
  keyId: string;
  name: string;
  /** The last characters of the key, to recognise it by. */
  hint: string;
  scopes: Scope[];
  /** The experiment it is bound to; null is all. */
  experimentId: string | null;
  /** Who answers for it, in the operator's words; null when nobody was named. */
  owner: string | null;
  createdAtMs: number;
  /** From then on it is refused; null: until it is revoked. */
  expiresAtMs: number | null;
  /** To some ten minutes; null: never, as far as is known. */
  lastUsedAtMs: number | null;
  /** Null while it is valid. */
  revokedAtMs: number | null;
}

/** A new random key: the prefix and 43 characters of base64url. */
export function newKey(): string {
  return keyPrefix + toBase64Url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
}

/** True for text in the form of a key; anything else need not be looked up. */
export function isKey(text: string): boolean {
  return /^weir_[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256 of a key, hex. A slow hash would gain nothing: the key is 256 random bits, not a password. */
export async function hashKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return toHex(new Uint8Array(digest));
}

/** The end of a key, by which people recognise it. */
export function hintOf(key: string): string {
  return key.slice(-HINT_CHARACTERS);
}
