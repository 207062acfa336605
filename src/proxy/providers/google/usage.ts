/**
 * Gemini's counting (ai.google.dev, UsageMetadata and Interactions' Usage): cached tokens are inside the prompt, thoughts
 * are beside the candidates, and what tools put in is beside the prompt.
 */
import { asArray, asNumber, asObject, isObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, sumKnown, unknownUsage } from '../wire/usage.ts';

/** Canonical usage of `usageMetadata`; null when it holds nothing. */
export function readGoogleUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const thoughts = asNumber(raw.thoughtsTokenCount);
  return finishUsage({
    ...unknownUsage(),
    input: sumKnown(asNumber(raw.promptTokenCount), asNumber(raw.toolUsePromptTokenCount)),
    output: sumKnown(asNumber(raw.candidatesTokenCount), thoughts),
    total: asNumber(raw.totalTokenCount),
    cacheRead: asNumber(raw.cachedContentTokenCount),
    reasoning: thoughts,
    inputAudio: audioTokens(raw.promptTokensDetails),
    outputAudio: audioTokens(raw.candidatesTokensDetails),
    cacheReadAudio: audioTokens(raw.cacheTokensDetails),
  });
}

/** Canonical usage of an interaction's `usage`; null when it holds nothing. */
export function readInteractionUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const thoughts = asNumber(raw.total_thought_tokens);
  return finishUsage({
    ...unknownUsage(),
    input: sumKnown(asNumber(raw.total_input_tokens), asNumber(raw.total_tool_use_tokens)),
    output: sumKnown(asNumber(raw.total_output_tokens), thoughts),
    total: asNumber(raw.total_tokens),
    cacheRead: asNumber(raw.total_cached_tokens),
    reasoning: thoughts,
    inputAudio: audioTokens(raw.input_tokens_by_modality),
    outputAudio: audioTokens(raw.output_tokens_by_modality),
    cacheReadAudio: audioTokens(raw.cached_tokens_by_modality),
    extra: readGrounding(raw.grounding_tool_count),
  });
}

/** Billed uses of the provider's tools, such as `google_search`. */
function readGrounding(counts: unknown): Record<string, number> {
  const extra: Record<string, number> = {};
  for (const { type, count } of asArray(counts).map(asObject)) {
    const used = asNumber(count);
    if (typeof type === 'string' && used !== null && used > 0) extra[type] = used;
  }
  return extra;
}

function audioTokens(details: unknown): number | null {
  const audio = asArray(details)
    .map(asObject)
    .find(({ modality }) => modality === 'AUDIO' || modality === 'audio');
  return asNumber(audio?.tokenCount) ?? asNumber(audio?.tokens);
}
