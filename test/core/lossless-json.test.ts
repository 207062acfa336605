/** JSON whose integers may be 64 bits wide. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from '../../src/core/lossless-json.ts';

describe('parsing lossless JSON', () => {
  it('keeps every digit of integers beyond 2^53, as text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (integer) => {
        const isSafe = integer >= -(2n ** 53n) + 1n && integer <= 2n ** 53n - 1n;
        const expected = isSafe ? Number(integer) : String(integer);
        expect(parseLosslessJson(`{"a":[${integer}]}`)).toEqual({ a: [expected] });
      }),
    );
  });

  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(!/\d{16}/.test(text));
        expect(parseLosslessJson(text)).toEqual(value);
      }),
    );
  });

  it('leaves text that looks like an integer, and fractions', () => {
    const text = '{"a":"12345678901234567890","b":0.1234567890123456789,"c":1e300}';
    expect(parseLosslessJson(text)).toEqual({ a: '12345678901234567890', b: 0.12345678901234568, c: 1e300 });
  });

  it.each(['', '{', '[1,]', '12345678901234567890x'])('answers undefined for %j', (text) => {
    expect(parseLosslessJson(text)).toBeUndefined();
  });
});
