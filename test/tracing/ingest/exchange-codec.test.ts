import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExchange, encodeExchange } from '../../../src/tracing/ingest/exchange-codec.ts';
import { capturedBody, exchange } from '../../helpers/exchanges.ts';

describe('the exchange codec', () => {
  it('gives back what it was given, whatever the bodies hold', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.string(),
        (request, response, session) => {
          const given = exchange({
            request: capturedBody(request),
            response: capturedBody(response),
            session,
          });
          expect(decodeExchange(encodeExchange(given))).toEqual({ ok: true, exchange: given });
        },
      ),
    );
  });

  it('refuses any other bytes with a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeExchange(bytes)).toMatchObject({ ok: false, reason: expect.any(String) });
      }),
    );
  });

  it('F84 refuses a version it does not know, loudly: the message is set aside with this reason', () => {
    const later = encodeExchange({ ...exchange(), version: 2 as unknown as 1 });
    expect(decodeExchange(later)).toEqual({ ok: false, reason: expect.stringContaining('version') });
  });

  it('refuses a message that was cut', () => {
    const whole = encodeExchange(exchange());
    for (let length = 0; length < whole.byteLength; length += 7) {
      expect(decodeExchange(whole.slice(0, length)).ok).toBe(false);
    }
  });
});
