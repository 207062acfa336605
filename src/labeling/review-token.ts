/**
 * The secret in a review link: who holds it may review as one person in one session, until it expires or is revoked, and
 * nothing else. An HMAC-SHA-256 (RFC 2104) over the session, the link's id and the expiry; who the reviewer is, and whether
 * the link still holds, is noted in the store.
 *
 * Form: `wr1.{expiry, Unix seconds in base 36}.{link id}.{HMAC, base64url}`.
 */

import { createSigner, type SigningKeys } from '../core/signer.ts';

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

/** Makes the issuer. */
export function createReviewTokens(options: { signingKeys: SigningKeys; now: () => number }): ReviewTokens {
  const signer = createSigner({ keys: options.signingKeys, now: options.now });
  return {
    async issue({ sessionId, linkId, expiresAtMs }) {
      const expiry = Math.floor(expiresAtMs / 1000).toString(36);
      return `${VERSION}.${expiry}.${linkId}.${await signer.sign(messageOf({ expiry, linkId, sessionId }))}`;
    },
    async verify(token, sessionId) {
      const [, expiry, linkId, signature] = FORM.exec(token) ?? [];
      if (expiry === undefined || linkId === undefined || signature === undefined) return null;
      const isOurs = await signer.verify(messageOf({ expiry, linkId, sessionId }), signature);
      return isOurs ? { linkId, expiresAtMs: Number.parseInt(expiry, 36) * 1000 } : null;
    },
  };
}

/** The first line keeps it apart from whatever else this key signs. */
function messageOf(parts: { expiry: string; linkId: string; sessionId: string }): string {
  return `weir review\n${parts.expiry}\n${parts.linkId}\n${parts.sessionId}`;
}
