/** LIKE patterns: what they match, their simple forms, and the words they cannot do without. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLike, toSimplePattern, wordsOfPattern } from '../../src/core/like.ts';
import { compileRegularExpression } from '../../src/core/regular-expression.ts';

describe('a LIKE pattern', () => {
  it('matches the whole text, as its expression would', () => {
    // The longest reaches over a word of 32 bits.
    const piece = fc.constantFrom('a', 'b', 'ab', '%', '_', '🐟', '.', 'ab'.repeat(17));
    const some = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(some, some, (pattern, text) => {
        const source = Array.from(pattern, (character) =>
          character === '%' ? '.*' : character === '_' ? '.' : character === '.' ? '\\.' : character,
        ).join('');
        expect(compileLike(pattern)(text)).toBe(new RegExp(`^${source}$`, 'su').test(text));
        const simple = toSimplePattern(pattern);
        if (simple === null) return;
        const by = {
          equals: text === simple.text,
          starts: text.startsWith(simple.text),
          ends: text.endsWith(simple.text),
          contains: text.includes(simple.text),
          any: true,
        };
        expect(by[simple.form]).toBe(compileLike(pattern)(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('F197 takes no longer for a pattern that is made to', () => {
    expect(compileLike(`${'%a'.repeat(50)}%b`)('a'.repeat(20_000))).toBe(false);
    // One piece of 2,000 characters that fits everywhere but at its end, 63 steps for each of the text's million.
    const text = 'a'.repeat(1_000_000);
    expect(compileLike(`%${'a'.repeat(1000)}_${'a'.repeat(998)}b%`)(text)).toBe(false);
    expect(compileLike(`%${'a'.repeat(1999)}_%`)(text)).toBe(true);
    expect(compileRegularExpression('(a+)+$')?.(`${'a'.repeat(5000)}b`)).toBe(false);
  });

  it.each([
    ['%refund%', [], []],
    ['% refund%', [], ['refund']],
    ['%the refund policy%', ['refund'], ['policy']],
    ['refund', ['refund'], []],
    ['refund%', [], ['refund']],
    ['%a-b', ['b'], []],
    ['%,x_y %', [], ['x']],
    ['% é fée %', [], []],
    ['100% sure', ['sure'], ['100']],
  ])('%s cannot do without its words', (pattern, whole, beginnings) => {
    expect(wordsOfPattern(pattern)).toEqual({ whole, beginnings });
  });
});
