/**
 * Anthropic's counting (platform.claude.com, Prompt caching): `input_tokens` leaves the cache out, so the canonical input
 * is the sum of three; stream usages are cumulative snapshots, merged before they come here. Where a call was several
 * samplings, `iterations` tell what is billed: the counts at the top leave out compactions, the advisor's calls and the
 * input of all iterations but the first (platform.claude.com, Compaction; Advisor tool, Usage and billing).
 */
import { asArray, asObject, asString, isObject, setMember, type JsonObject } from '../../../core/json.ts';
import type { OtherModelUsage, Usage } from '../contract.ts';
import { addUsage, finishUsage, sumKnown, tokenCount, unknownUsage, withOthers } from '../wire/usage.ts';

/** Canonical usage of a raw usage object; null when it holds nothing. */
export function readAnthropicUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const { own, others } = readIterations(raw);
  const told = own ?? readCounts(raw);
  const geo = asString(raw.inference_geo);
  const usage = finishUsage({
    ...told,
    // Which lifetime was written is told at the top alone; a part does not exceed its whole.
    cacheWrite1h: told.cacheWrite1h ?? partOf(told.cacheWrite, readCounts(raw).cacheWrite1h),
    reasoning: tokenCount(asObject(raw.output_tokens_details).thinking_tokens),
    extra: readServerTools(asObject(raw.server_tool_use)),
    conditions: geo === null ? {} : { inference_geo: geo },
  });
  return usage === null || others.length === 0 ? usage : finishUsage(withOthers(usage, others));
}

/** The four counts of a usage object or of one of its iterations. */
function readCounts(raw: JsonObject): Usage {
  const cacheRead = tokenCount(raw.cache_read_input_tokens);
  const cacheWrite = tokenCount(raw.cache_creation_input_tokens);
  const fresh = tokenCount(raw.input_tokens);
  const input = fresh === null ? null : sumKnown(fresh, cacheRead, cacheWrite);
  const output = tokenCount(raw.output_tokens);
  return {
    ...unknownUsage(),
    input,
    output,
    total: sumKnown(input, output),
    cacheRead,
    cacheWrite,
    cacheWrite1h: tokenCount(asObject(raw.cache_creation).ephemeral_1h_input_tokens),
  };
}

function partOf(whole: number | null, part: number | null): number | null {
  return part === null || whole === null ? part : Math.min(part, whole);
}

/**
 * The iterations by who ran them: the answering model, or one that is named (`advisor_message`, `fallback_message`).
 * Where a fallback answered, who ran the attempts before it is not told, and neither what of them is billed.
 *
 * @returns `own` null when the iterations tell no counts
 */
function readIterations(raw: JsonObject): { own: Usage | null; others: OtherModelUsage[] } {
  const iterations = asArray(raw.iterations).filter(isObject);
  const answeredByFallback = iterations.some(({ type }) => type === 'fallback_message');
  let own: Usage | null = null;
  const others: OtherModelUsage[] = [];
  for (const iteration of iterations) {
    const usage = readCounts(iteration);
    if (usage.total === null) continue;
    const model = asString(iteration.model);
    const isOwn = answeredByFallback
      ? iteration.type === 'fallback_message'
      : model === null || iteration.type === 'message';
    if (isOwn) own = addUsage(own, usage);
    else if (usage.total !== 0) others.push({ model, usage });
  }
  return { own, others };
}

/** Billed requests of server tools, such as `web_search_requests`. */
function readServerTools(counts: JsonObject): Record<string, number> {
  const extra: Record<string, number> = {};
  for (const [name, value] of Object.entries(counts)) {
    const count = tokenCount(value);
    if (count !== null && count !== 0) setMember(extra, name, count);
  }
  return extra;
}
