/** Counts that cannot be are refused, and spoil whatever is made of them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addUsage,
  checkUsage,
  tokenCount,
  unknownUsage,
  withOthers,
} from '../../../src/proxy/providers/wire/usage.ts';

const used = (input: number, more: object = {}) => ({
  ...unknownUsage(),
  input,
  output: 1,
  total: input + 1,
  ...more,
});

describe('checkUsage', () => {
  it('F129 refuses what is no count, wherever it stands, and keeps the rest', () => {
    const { usage, refused } = checkUsage({
      ...used(1e308, { output: 4, cacheRead: -1, total: null }),
      extra: { web_searches: 2, images: 1e300, audio_seconds: 1.5 },
      statedCostUsd: -1,
      others: [{ model: 'm', usage: used(0.5) }],
    });
    expect(refused.toSorted()).toEqual(['cacheRead', 'images', 'input', 'statedCostUsd', 'total'].toSorted());
    expect(usage).toMatchObject({
      input: null,
      output: 4,
      total: 4,
      cacheRead: null,
      extra: { web_searches: 2, audio_seconds: 1.5 },
      statedCostUsd: null,
      others: [{ model: 'm', usage: { input: null, output: 1, total: 1 } }],
    });
  });

  it('F129 lets nothing through that is not a whole number up to a thousand million', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.string(), fc.boolean()), (value) => {
        const { usage } = checkUsage({ ...unknownUsage(), input: tokenCount(value), output: 1 });
        const { input = null } = usage ?? {};
        expect(input === null || (Number.isSafeInteger(input) && input >= 0 && input <= 1e9)).toBe(true);
        if (input !== null) expect(input).toBe(value);
      }),
    );
  });

  it('F129 keeps sums exact: what is refused in a part is refused in the whole', () => {
    const sum = addUsage(used(3), used(Number.NaN));
    expect(checkUsage(sum ?? unknownUsage())).toMatchObject({ usage: { input: null, output: 2 } });
    const whole = withOthers(used(3), [{ model: 'm', usage: used(4) }]);
    expect(whole).toMatchObject({ input: 7, output: 2, others: [{ model: 'm', usage: { input: 4 } }] });
  });
});
