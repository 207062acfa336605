/** Every case whose bill is known. */
import { anthropicCases, bedrockCases } from './anthropic-cases.ts';
import type { BillingCase } from './billing-case.ts';
import { googleCases } from './google-cases.ts';
import { openaiCases } from './openai-cases.ts';
import { otherCases, overrideCases, refusedCases, statedCases } from './other-cases.ts';

/** All of them, by API. */
export const billingCases: BillingCase[] = [
  ...openaiCases,
  ...anthropicCases,
  ...bedrockCases,
  ...googleCases,
  ...statedCases,
  ...otherCases,
  ...overrideCases,
  ...refusedCases,
];
