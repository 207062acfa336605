/** The port to where keys are kept: their hashes, never the keys. */
import type { StoredKey } from '../key.ts';

/** Storage of keys. */
export interface KeyStore {
  /** @param hash SHA-256 of the key, hex */
  insert(key: StoredKey, hash: string): Promise<void>;
  /**
   * The key of that hash, also one that has expired; null when there is none or it was revoked. Who asks means to use it: so
   * much is noted, at most every ten minutes, without anybody waiting.
   */
  findByHash(hash: string): Promise<StoredKey | null>;
  /** All keys, revoked ones too, newest first. */
  list(): Promise<StoredKey[]>;
  /** Revokes a key at `revokedAtMs`. True when it was valid until now, or revoked before; false when there is none. */
  revoke(keyId: string, revokedAtMs: number): Promise<boolean>;
}
