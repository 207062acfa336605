/**
 * Gemini's counting (ai.google.dev, UsageMetadata and Interactions' Usage): cached tokens are inside the prompt, thoughts
 * are beside the candidates, and what tools put in is beside the prompt. Each count is told by modality, too.
 */
import { asArray, asObject, isObject, setMember, type JsonObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, sumKnown, tokenCount, unknownUsage } from '../wire/usage.ts';

/** Canonical usage of `usageMetadata`; null when it holds nothing. */
export function readGoogleUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const thoughts = tokenCount(raw.thoughtsTokenCount);
  const [prompt, tools] = [raw.promptTokensDetails, raw.toolUsePromptTokensDetails];
  return finishUsage({
    ...unknownUsage(),
    input: sumKnown(tokenCount(raw.promptTokenCount), tokenCount(raw.toolUsePromptTokenCount)),
    // Embeddings and images of Vertex write `responseTokenCount`, as the Live API does.
    output: sumKnown(tokenCount(raw.candidatesTokenCount) ?? tokenCount(raw.responseTokenCount), thoughts),
    total: tokenCount(raw.totalTokenCount),
    cacheRead: tokenCount(raw.cachedContentTokenCount),
    reasoning: thoughts,
    ...byModality({
      input: [prompt, tools],
      output: [raw.candidatesTokensDetails, raw.responseTokensDetails],
      cacheRead: [raw.cacheTokensDetails],
    }),
  });
}

/** Canonical usage of an interaction's `usage`; null when it holds nothing. */
export function readInteractionUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const thoughts = tokenCount(raw.total_thought_tokens);
  return finishUsage({
    ...unknownUsage(),
    input: sumKnown(tokenCount(raw.total_input_tokens), tokenCount(raw.total_tool_use_tokens)),
    output: sumKnown(tokenCount(raw.total_output_tokens), thoughts),
    total: tokenCount(raw.total_tokens),
    cacheRead: tokenCount(raw.total_cached_tokens),
    reasoning: thoughts,
    ...byModality({
      input: [raw.input_tokens_by_modality, raw.tool_use_tokens_by_modality],
      output: [raw.output_tokens_by_modality],
      cacheRead: [raw.cached_tokens_by_modality],
    }),
    extra: readGroundingCounts(raw.grounding_tool_count),
  });
}

/**
 * What grounding used, which is billed by the search from Gemini 3 on and by the grounded answer before
 * (ai.google.dev/gemini-api/docs/pricing): `google_search` queries, and answers with `google_maps` places.
 */
export function readGrounding(candidates: readonly JsonObject[]): Record<string, number> {
  const extra: Record<string, number> = {};
  for (const { groundingMetadata } of candidates) {
    const grounding = asObject(groundingMetadata);
    const queries = asArray(grounding.webSearchQueries).length + asArray(grounding.imageSearchQueries).length;
    const places = asArray(grounding.groundingChunks).some((chunk) => isObject(asObject(chunk).maps));
    if (queries > 0) extra.google_search = (extra.google_search ?? 0) + queries;
    if (places) extra.google_maps = (extra.google_maps ?? 0) + 1;
  }
  return extra;
}

/** Billed uses of the provider's tools, such as `google_search`. */
function readGroundingCounts(counts: unknown): Record<string, number> {
  const extra: Record<string, number> = {};
  for (const { type, count } of asArray(counts).map(asObject)) {
    const used = tokenCount(count);
    if (typeof type === 'string' && used !== null && used !== 0) setMember(extra, type, used);
  }
  return extra;
}

/** The lists in which a count is told by modality. */
interface ModalityLists {
  input: readonly unknown[];
  output: readonly unknown[];
  cacheRead: readonly unknown[];
}

function byModality({ input, output, cacheRead }: ModalityLists): Partial<Usage> {
  return {
    inputAudio: tokensOf('audio', input),
    inputImage: tokensOf('image', input),
    inputVideo: tokensOf('video', input),
    outputAudio: tokensOf('audio', output),
    outputImage: tokensOf('image', output),
    outputVideo: tokensOf('video', output),
    cacheReadAudio: tokensOf('audio', cacheRead),
    cacheReadImage: tokensOf('image', cacheRead),
    cacheReadVideo: tokensOf('video', cacheRead),
  };
}

function tokensOf(wanted: string, lists: readonly unknown[]): number | null {
  const own = lists
    .flatMap(asArray)
    .map(asObject)
    .filter(({ modality }) => typeof modality === 'string' && modality.toLowerCase() === wanted);
  return sumKnown(...own.map(({ tokenCount: count, tokens }) => tokenCount(count) ?? tokenCount(tokens)));
}
