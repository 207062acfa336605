/** Every member with which a provider bills has a reader and a price, or is named as not priced. `npm run accuracy` prints the same. */
import { describe, expect, it } from 'vitest';
import { compareCase, recordCase, type BillingCase } from '../accuracy/billing-case.ts';
import { billingCases } from '../accuracy/cases.ts';

const titled = billingCases.map((call): [string, BillingCase] => [`${call.api}: ${call.member}`, call]);

describe('F127 what a call is billed for is recorded exactly', () => {
  it.each(titled)('%s', async (_title, call) => {
    const { recorded, expected } = compareCase(call, await recordCase(call));
    expect(recorded).toEqual(expected);
  });
});

describe('F128 an answer that is fetched again', () => {
  const find = (member: string): BillingCase => {
    const found = billingCases.find((call) => call.member.includes(member));
    if (found === undefined) throw new Error(`no case of ${member}`);
    return found;
  };

  it.each(['a background response, retrieved', 'an interaction in the background, retrieved'])(
    'says that it was, and of which response: %s',
    async (member) => {
      const { attributes } = await recordCase(find(member));
      expect(attributes).toMatchObject({
        'gen_ai.response.id': expect.stringMatching(/_1$/),
        'weir.repeats_response': expect.stringMatching(/_1$/),
      });
    },
  );

  it('is told apart from the call that made it', async () => {
    const { attributes } = await recordCase(find('a background response that is queued'));
    expect(attributes).not.toHaveProperty(['weir.repeats_response']);
  });
});
