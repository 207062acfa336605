/**
 * Anthropic's counting (docs.anthropic.com, Prompt caching): `input_tokens` leaves the cache out, so the canonical input
 * is the sum of three; stream usages are cumulative snapshots, merged before they come here.
 */
import { asNumber, asObject, isObject, type JsonObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, sumKnown, unknownUsage } from '../wire/usage.ts';

/** Canonical usage of a raw usage object; null when it holds nothing. */
export function readAnthropicUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const cacheRead = asNumber(raw.cache_read_input_tokens);
  const cacheWrite = asNumber(raw.cache_creation_input_tokens);
  const fresh = asNumber(raw.input_tokens);
  return finishUsage({
    ...unknownUsage(),
    input: fresh === null ? null : sumKnown(fresh, cacheRead, cacheWrite),
    output: asNumber(raw.output_tokens),
    cacheRead,
    cacheWrite,
    cacheWrite1h: asNumber(asObject(raw.cache_creation).ephemeral_1h_input_tokens),
    reasoning: asNumber(asObject(raw.output_tokens_details).thinking_tokens),
    extra: readServerTools(asObject(raw.server_tool_use)),
  });
}

/** Billed requests of server tools, such as `web_search_requests`. */
function readServerTools(counts: JsonObject): Record<string, number> {
  const extra: Record<string, number> = {};
  for (const [name, value] of Object.entries(counts)) {
    const count = asNumber(value);
    if (count !== null && count > 0) extra[name] = count;
  }
  return extra;
}
