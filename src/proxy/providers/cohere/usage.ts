/**
 * Cohere's counting (docs.cohere.com, How Does Cohere's Pricing Work): `billed_units` is what is charged, and what counts;
 * `tokens`, which hold the provider's own prompt template too, fill in where nothing is billed.
 */
import { asNumber, asObject, isObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, unknownUsage } from '../wire/usage.ts';

/**
 * Canonical usage; null when it holds nothing.
 *
 * @param raw v2's `usage`, or v1's `meta`
 */
export function readCohereUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const tokens = asObject(raw.tokens);
  const billed = asObject(raw.billed_units);
  const extra: Record<string, number> = {};
  for (const [unit, value] of Object.entries(billed)) {
    const count = asNumber(value);
    if (count !== null && count > 0 && unit !== 'input_tokens' && unit !== 'output_tokens')
      extra[unit] = count;
  }
  const input = asNumber(billed.input_tokens) ?? asNumber(tokens.input_tokens);
  const cached = asNumber(raw.cached_tokens);
  return finishUsage({
    ...unknownUsage(),
    input,
    output: asNumber(billed.output_tokens) ?? asNumber(tokens.output_tokens),
    cacheRead: cached === null || input === null ? cached : Math.min(cached, input),
    extra,
  });
}
