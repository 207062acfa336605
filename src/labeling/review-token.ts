/**
 * The secret in a review link: who holds it may review as one person in one session, until it expires or is revoked, and
 * nothing else. An HMAC-SHA-256 (RFC 2104) over the session, the link's id and the expiry; who the reviewer is, and whether
 * the link still holds, is noted in the store.
 *
 * Form: `wr1.{expiry, Unix seconds in base 36}.{link id}.{HMAC, base64url}`.
 */

const VERSION = 'wr1';
const FORM = /^wr1\.([0-9a-z]{1,9})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/;

/** What a token says of a link, once it is known to be ours. */
export interface ReviewGrant {
  linkId: string;
  /** Unix milliseconds. */
  expiresAtMs: number;
}

/** Issues and verifies tokens. */
export interface ReviewTokens {
  issue(link: { sessionId: string; linkId: string; expiresAtMs: number }): Promise<string>;
  /** The grant, or null for a token that is forged or of another session. Expired ones are told by the grant. */
  verify(token: string, sessionId: string): Promise<ReviewGrant | null>;
}

/** Makes the issuer. The key is imported once. */
export function createReviewTokens({ signingKey }: { signingKey: string }): ReviewTokens {
  let imported: CryptoKey | null = null;
  const key = async (): Promise<CryptoKey> => (imported ??= await importKey(signingKey));
  return {
    async issue({ sessionId, linkId, expiresAtMs }) {
      const expiry = Math.floor(expiresAtMs / 1000).toString(36);
      const message = messageOf({ expiry, linkId, sessionId });
      const signature = await crypto.subtle.sign('HMAC', await key(), message);
      return `${VERSION}.${expiry}.${linkId}.${toBase64Url(new Uint8Array(signature))}`;
    },
    async verify(token, sessionId) {
      const [, expiry, linkId, signature] = FORM.exec(token) ?? [];
      if (expiry === undefined || linkId === undefined || signature === undefined) return null;
      const message = messageOf({ expiry, linkId, sessionId });
      // The platform compares in constant time.
      const isOurs = await crypto.subtle.verify('HMAC', await key(), fromBase64Url(signature), message);
      return isOurs ? { linkId, expiresAtMs: Number.parseInt(expiry, 36) * 1000 } : null;
    },
  };
}

function importKey(signingKey: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(signingKey);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** The first line keeps it apart from whatever else this key signs. */
function messageOf(parts: { expiry: string; linkId: string; sessionId: string }): Uint8Array<ArrayBuffer> {
  const text = `weir review\n${parts.expiry}\n${parts.linkId}\n${parts.sessionId}`;
  return new Uint8Array(new TextEncoder().encode(text));
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
