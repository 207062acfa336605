/**
 * Cohere's counting: `billed_units` is what the caller sent and pays for, `tokens` what was processed, Cohere's own prompt
 * template included; the latter fills in for the former (docs.cohere.com/v2/reference/chat, `usage`).
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
    if (count !== null && unit !== 'input_tokens' && unit !== 'output_tokens') extra[unit] = count;
  }
  return finishUsage({
    ...unknownUsage(),
    input: asNumber(billed.input_tokens) ?? asNumber(tokens.input_tokens),
    output: asNumber(billed.output_tokens) ?? asNumber(tokens.output_tokens),
    cacheRead: asNumber(raw.cached_tokens),
    extra,
  });
}
