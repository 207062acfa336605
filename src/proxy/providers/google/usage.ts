/**
 * Gemini's counting (ai.google.dev, UsageMetadata): cached tokens are inside the prompt, thoughts are beside the
 * candidates, and what tools put in is beside the prompt.
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

function audioTokens(details: unknown): number | null {
  const audio = asArray(details)
    .map(asObject)
    .find((detail) => detail.modality === 'AUDIO');
  return asNumber(audio?.tokenCount);
}
