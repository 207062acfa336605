/**
 * Feedback tokens: who holds one may give feedback on one trace, until it expires, and nothing else. An HMAC-SHA-256
 * (RFC 2104) over trace id, experiment and expiry, so nothing is stored and the hot path asks nobody.
 *
 * Form: `wf1.{expiry, Unix seconds in base 36}.{experiment as the caller named it, base64url}.{HMAC, base64url}`. The trace
 * id is not in it: the holder has it anyway, and a token for another trace is then no different from a forged one.
 */

import { fromBase64Url, toBase64Url } from '../core/base64url.ts';
import { createSigner, type SigningKeys } from '../core/signer.ts';

const VERSION = 'wf1';
/** Experiment names have at most 500 characters, so a longer token is none of ours. */
const MAX_TOKEN_CHARACTERS = 3000;
const FORM = /^wf1\.([0-9a-z]{1,9})\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{43})$/;

/** What a token says. */
export interface FeedbackGrant {
  traceId: string;
  /** Name or id, as the caller of the proxy named it; null is the default. */
  experiment: string | null;
  /** Unix milliseconds. */
  expiresAtMs: number;
}

/** A token's grant, or why there is none. Forged and meant for another trace are the same. */
export type TokenVerdict = { ok: true; grant: FeedbackGrant } | { ok: false; reason: 'expired' | 'invalid' };

/** Issues and verifies tokens. */
export interface FeedbackTokens {
  issue(call: { traceId: string; experiment: string | null }): Promise<string>;
  verify(token: string, traceId: string): Promise<TokenVerdict>;
}

/** What tokens are made with. */
export interface FeedbackTokensOptions {
  signingKeys: SigningKeys;
  lifetimeMs: number;
  /** Unix milliseconds. */
  now: () => number;
}

/** Makes the issuer. */
export function createFeedbackTokens({
  signingKeys,
  lifetimeMs,
  now,
}: FeedbackTokensOptions): FeedbackTokens {
  const signer = createSigner({ keys: signingKeys, now });
  return {
    async issue({ traceId, experiment }) {
      const expiry = Math.floor((now() + lifetimeMs) / 1000).toString(36);
      const named = toBase64Url(new TextEncoder().encode(experiment ?? ''));
      const signature = await signer.sign(messageOf(traceId, named, expiry));
      return `${VERSION}.${expiry}.${named}.${signature}`;
    },
    async verify(token, traceId) {
      const [, expiry, named, signature] =
        (token.length <= MAX_TOKEN_CHARACTERS ? FORM.exec(token) : null) ?? [];
      if (expiry === undefined || named === undefined || signature === undefined) return invalid;
      const bytes = fromBase64Url(named);
      if (bytes === null || !(await signer.verify(messageOf(traceId, named, expiry), signature)))
        return invalid;
      const expiresAtMs = Number.parseInt(expiry, 36) * 1000;
      if (expiresAtMs <= now()) return { ok: false, reason: 'expired' };
      const experiment = new TextDecoder().decode(bytes);
      return { ok: true, grant: { traceId, experiment: experiment === '' ? null : experiment, expiresAtMs } };
    },
  };
}

const invalid: TokenVerdict = { ok: false, reason: 'invalid' };

/** No part can contain the line feed that parts them: trace ids with one are refused at the door. */
function messageOf(traceId: string, named: string, expiry: string): string {
  return `weir feedback\n${expiry}\n${named}\n${traceId}`;
}
