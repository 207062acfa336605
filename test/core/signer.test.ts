/** What the signing key signs: one spelling, and a change of keys that nobody notices until the date for it. */
import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../src/core/base64url.ts';
import { readSettings } from '../../src/core/settings.ts';
import { createSigner, type SigningKeys } from '../../src/core/signer.ts';
import { createFeedbackTokens } from '../../src/feedback/feedback-token.ts';
import { createReviewTokens } from '../../src/labeling/review-token.ts';
import { signature } from '../../src/scoring/webhook.ts';

const until = Date.parse('2027-01-31T00:00:00Z');
const before: SigningKeys = { current: 'the key of last year', previous: null };
const after: SigningKeys = {
  current: 'the key of this year',
  previous: { key: before.current, acceptedUntilMs: until },
};
const at = (nowMs: number) => () => nowMs;

/** Every text of the same bytes but the one we write. */
function otherSpellings(text: string): string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bits = { 2: 16, 3: 4 }[text.length % 4] ?? 1;
  const last = alphabet.indexOf(text.at(-1) ?? '');
  const tails = Array.from({ length: bits - 1 }, (_, index) => alphabet[last + index + 1] ?? '');
  return [...tails.map((tail) => text.slice(0, -1) + tail), `${text}=`, `${text}==`];
}

describe('F182 base64url', () => {
  it('has one spelling of all bytes', () => {
    for (const length of [1, 2, 3, 16, 31, 32, 33]) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      const text = toBase64Url(bytes);
      expect(fromBase64Url(text)).toEqual(bytes);
      for (const other of otherSpellings(text)) expect(fromBase64Url(other)).toBeNull();
    }
    for (const text of ['A', 'A+', 'AA/A', 'AA A', 'ÄÄÄÄ']) expect(fromBase64Url(text)).toBeNull();
  });
});

describe('F182 a token', () => {
  const tokens = createFeedbackTokens({ signingKeys: before, lifetimeMs: 60_000, now: at(until) });
  const reviews = createReviewTokens({ signingKeys: before, now: at(until) });

  it('of feedback is taken in the spelling it was issued in alone', async () => {
    const token = await tokens.issue({ traceId: 'tr-1', experiment: 'shop' });
    expect((await tokens.verify(token, 'tr-1')).ok).toBe(true);
    const [version, expiry = '', named = '', signed = ''] = token.split('.');
    const others = [
      ...otherSpellings(signed).map((other) => [version, expiry, named, other]),
      ...otherSpellings(named).map((other) => [version, expiry, other, signed]),
      [version, `0${expiry}`, named, signed],
      [version, expiry.toUpperCase(), named, signed],
      [version, expiry, named, `${signed} `],
      ['WF1', expiry, named, signed],
    ];
    for (const other of others)
      expect(await tokens.verify(other.join('.'), 'tr-1'), other.join('.')).toEqual({
        ok: false,
        reason: 'invalid',
      });
  });

  it('of a review link too', async () => {
    const linkId = '0123456789abcdef0123456789abcdef';
    const token = await reviews.issue({ sessionId: 's-1', linkId, expiresAtMs: until });
    expect(await reviews.verify(token, 's-1')).toEqual({ linkId, expiresAtMs: until });
    const signed = token.split('.').at(-1) ?? '';
    for (const other of otherSpellings(signed))
      expect(await reviews.verify(token.slice(0, -signed.length) + other, 's-1')).toBeNull();
  });
});

describe('F183 a change of signing keys', () => {
  it('keeps what the previous key signed until the date, and signs with the new one', async () => {
    const signed = await createSigner({ keys: before, now: at(0) }).sign('message');
    expect(await createSigner({ keys: after, now: at(until - 1) }).verify('message', signed)).toBe(true);
    expect(await createSigner({ keys: after, now: at(until) }).verify('message', signed)).toBe(false);
    const fresh = await createSigner({ keys: after, now: at(0) }).sign('message');
    expect(await createSigner({ keys: before, now: at(0) }).verify('message', fresh)).toBe(false);
    expect(await createSigner({ keys: after, now: at(until) }).verify('message', fresh)).toBe(true);
  });

  it('holds for feedback tokens and review links', async () => {
    const issuedAtMs = until - 1000;
    const lifetimeMs = 3_600_000;
    const old = createFeedbackTokens({ signingKeys: before, lifetimeMs, now: at(issuedAtMs) });
    const token = await old.issue({ traceId: 'tr-1', experiment: null });
    const linkId = 'f'.repeat(32);
    const link = { sessionId: 's', linkId, expiresAtMs: until + lifetimeMs };
    const review = await createReviewTokens({ signingKeys: before, now: at(issuedAtMs) }).issue(link);
    const verdicts = async (nowMs: number) => {
      const tokens = createFeedbackTokens({ signingKeys: after, lifetimeMs, now: at(nowMs) });
      const reviews = createReviewTokens({ signingKeys: after, now: at(nowMs) });
      return [(await tokens.verify(token, 'tr-1')).ok, (await reviews.verify(review, 's')) !== null];
    };
    expect(await verdicts(until - 1)).toEqual([true, true]);
    expect(await verdicts(until)).toEqual([false, false]);
  });

  it('signs calls of ours with both, so that receivers may change when they like', async () => {
    const [time, current, previous] = (await signature(after, '{}', until - 1)).split(',');
    const alone = async (key: string) =>
      (await signature({ current: key, previous: null }, '{}', until - 1)).split(',');
    expect([time, current]).toEqual(await alone('the key of this year'));
    expect([time, previous]).toEqual(await alone('the key of last year'));
    expect((await signature(after, '{}', until)).split(',')).toHaveLength(2);
  });

  const key = 'sixteen characters';
  it.each([
    [{ WEIR_SIGNING_KEY: key, WEIR_SIGNING_KEY_PREVIOUS: key }, 'WEIR_SIGNING_KEY_PREVIOUS_UNTIL'],
    [
      { WEIR_SIGNING_KEY: key, WEIR_SIGNING_KEY_PREVIOUS_UNTIL: '2027-01-31T00:00:00Z' },
      'WEIR_SIGNING_KEY_PREVIOUS',
    ],
    [
      { WEIR_SIGNING_KEY_PREVIOUS: key, WEIR_SIGNING_KEY_PREVIOUS_UNTIL: '2027-01-31T00:00:00Z' },
      'WEIR_SIGNING_KEY',
    ],
    [
      {
        WEIR_SIGNING_KEY: key,
        WEIR_SIGNING_KEY_PREVIOUS: key,
        WEIR_SIGNING_KEY_PREVIOUS_UNTIL: 'next year',
      },
      'WEIR_SIGNING_KEY_PREVIOUS_UNTIL',
    ],
  ])('%j is a mistake of %s', (variables, variable) => {
    expect(readSettings(variables)).toMatchObject({ ok: false, mistakes: [{ variable }] });
  });
});
