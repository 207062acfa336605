/**
 * Signs what a holder brings back: HMAC-SHA-256 (RFC 2104) under the deployment's signing key. What the previous key signed
 * is taken until the date the operator gave.
 */
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** The key that signs, and the one before it. */
export interface SigningKeys {
  /** WEIR_SIGNING_KEY. */
  current: string;
  /** WEIR_SIGNING_KEY_PREVIOUS and WEIR_SIGNING_KEY_PREVIOUS_UNTIL; null when there is none. */
  previous: { key: string; acceptedUntilMs: number } | null;
}

/** Signs and verifies. The first line of a message says what it is, which keeps apart what one key signs. */
export interface Signer {
  /** The signature as base64url, 43 characters. */
  sign(message: string): Promise<string>;
  /** True for a signature of ours in its one spelling. The platform compares in constant time. */
  verify(message: string, signature: string): Promise<boolean>;
}

/** Makes a signer. Keys are imported once. */
export function createSigner({ keys, now }: { keys: SigningKeys; now: () => number }): Signer {
  const imported = new Map<string, CryptoKey>();
  const keyOf = async (text: string): Promise<CryptoKey> => {
    const key = imported.get(text) ?? (await importKey(text));
    imported.set(text, key);
    return key;
  };
  return {
    async sign(message) {
      const bytes = new TextEncoder().encode(message);
      return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(keys.current), bytes)));
    },
    async verify(message, signature) {
      const given = fromBase64Url(signature);
      if (given === null) return false;
      const bytes = new TextEncoder().encode(message);
      for (const key of acceptedKeys(keys, now())) {
        if (await crypto.subtle.verify('HMAC', await keyOf(key), given, bytes)) return true;
      }
      return false;
    },
  };
}

/** The keys whose signatures hold at a time (Unix milliseconds), the one that signs first. */
export function acceptedKeys({ current, previous }: SigningKeys, nowMs: number): string[] {
  return previous !== null && nowMs < previous.acceptedUntilMs ? [current, previous.key] : [current];
}

function importKey(text: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(text);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}
