/**
 * Cohere's counting (docs.cohere.com, How Does Cohere's Pricing Work): `billed_units` is what is charged, and what counts;
 * `tokens`, which hold the provider's own prompt template too, fill in where nothing is billed.
 */
import { asObject, isObject, setMember } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, tokenCount, unknownUsage } from '../wire/usage.ts';

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
    const count = tokenCount(value);
    if (count !== null && count !== 0 && unit !== 'input_tokens' && unit !== 'output_tokens')
      setMember(extra, unit, count);
  }
  const input = tokenCount(billed.input_tokens) ?? tokenCount(tokens.input_tokens);
  const cached = tokenCount(raw.cached_tokens);
  return finishUsage({
    ...unknownUsage(),
    input,
    output: tokenCount(billed.output_tokens) ?? tokenCount(tokens.output_tokens),
    cacheRead: cached === null || input === null ? cached : Math.min(cached, input),
    extra,
  });
}
