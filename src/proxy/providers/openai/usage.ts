/**
 * Usage objects of this dialect into the canonical form, with every provider's exception in one place. Chat counts
 * `prompt_tokens`, Responses and media `input_tokens`; providers differ in where cache, reasoning and cost are told.
 */
import { asArray, asNumber, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { Usage, UsageRules } from '../contract.ts';
import { finishUsage, sumKnown, unknownUsage } from '../wire/usage.ts';

/** xAI states cost in ticks: docs.x.ai/developers/cost-tracking. */
const TICKS_PER_USD = 10_000_000_000;

/** Counts that are billed beside tokens, by the name they get in `extra`. */
const EXTRA_MEMBERS: Record<string, string> = {
  num_search_queries: 'web_searches',
  citation_tokens: 'citation_tokens',
  num_sources_used: 'search_sources',
  seconds: 'audio_seconds',
  prompt_audio_seconds: 'audio_seconds',
};

/** The canonical form of one usage object; null when it says nothing. */
export function readUsage(raw: unknown, rules: UsageRules): Usage | null {
  if (!isObject(raw)) return null;
  // Mistral has also sent the singular; Realtime and transcription write `input_token_details`.
  const inputDetails = details(raw, [
    'prompt_tokens_details',
    'prompt_token_details',
    'input_tokens_details',
    'input_token_details',
  ]);
  const outputDetails = details(raw, [
    'completion_tokens_details',
    'output_tokens_details',
    'output_token_details',
  ]);
  const cacheRead = readCacheRead(raw, inputDetails);
  const cacheWrite = largest([
    inputDetails.cache_write_tokens,
    inputDetails.cache_creation_tokens,
    raw.cache_creation_input_tokens,
  ]);
  const reasoning = largest([outputDetails.reasoning_tokens, raw.reasoning_tokens]);
  const input = withCache(asNumber(raw.prompt_tokens) ?? asNumber(raw.input_tokens), cacheRead, cacheWrite);
  const output = readOutput(raw, reasoning, rules);
  return finishUsage({
    ...unknownUsage(),
    input,
    output,
    total: readTotal(raw, input, output),
    cacheRead,
    cacheWrite,
    reasoning,
    inputAudio: asNumber(inputDetails.audio_tokens),
    outputAudio: asNumber(outputDetails.audio_tokens),
    cacheReadAudio: asNumber(asObject(inputDetails.cached_tokens_details).audio_tokens),
    extra: readExtra(raw, inputDetails, outputDetails),
    statedCostUsd: readStatedCost(raw),
  });
}

/** The usage object of a body or chunk, wherever the provider puts it; empty when it has none. */
export function usageIn(body: JsonObject): JsonObject {
  if (isObject(body.usage)) return body.usage;
  // Groq's streams told it only here before they took `stream_options`.
  const groq = asObject(body.x_groq).usage;
  if (isObject(groq) && 'prompt_tokens' in groq) return groq;
  // Moonshot puts it into the last choice.
  return asObject(
    asArray(body.choices)
      .map((choice) => asObject(choice).usage)
      .find(isObject),
  );
}

/** The sum of two usages, for sessions in which several responses are billed; null counts as unknown, not as zero. */
export function addUsage(first: Usage | null, second: Usage | null): Usage | null {
  if (first === null || second === null) return first ?? second;
  const extra = { ...first.extra };
  for (const [name, count] of Object.entries(second.extra)) extra[name] = (extra[name] ?? 0) + count;
  return {
    input: sumKnown(first.input, second.input),
    output: sumKnown(first.output, second.output),
    total: sumKnown(first.total, second.total),
    cacheRead: sumKnown(first.cacheRead, second.cacheRead),
    cacheWrite: sumKnown(first.cacheWrite, second.cacheWrite),
    cacheWrite1h: sumKnown(first.cacheWrite1h, second.cacheWrite1h),
    reasoning: sumKnown(first.reasoning, second.reasoning),
    inputAudio: sumKnown(first.inputAudio, second.inputAudio),
    outputAudio: sumKnown(first.outputAudio, second.outputAudio),
    cacheReadAudio: sumKnown(first.cacheReadAudio, second.cacheReadAudio),
    extra,
    statedCostUsd: sumKnown(first.statedCostUsd, second.statedCostUsd),
  };
}

/** Usage of which only billed counts are known: images, seconds of audio, characters of speech. */
export function countedUsage(name: string, count: number | null): Usage | null {
  return count === null || count === 0 ? null : { ...unknownUsage(), extra: { [name]: count } };
}

function details(raw: JsonObject, names: readonly string[]): JsonObject {
  return asObject(names.map((name) => raw[name]).find(isObject));
}

/**
 * Cached tokens under all their names: OpenAI's, Mistral's `num_cached_tokens`, DeepSeek's `prompt_cache_hit_tokens`,
 * Moonshot's `cached_tokens`, LiteLLM's `cache_read_input_tokens`. Some send two, one of them an idle zero.
 */
function readCacheRead(raw: JsonObject, inputDetails: JsonObject): number | null {
  return largest([
    inputDetails.cached_tokens,
    raw.num_cached_tokens,
    raw.prompt_cache_hit_tokens,
    raw.cached_tokens,
    raw.cache_read_input_tokens,
  ]);
}

/** A part cannot exceed its whole: where it does (xAI's cached tokens can), it had been left out of it. */
function withCache(input: number | null, cacheRead: number | null, cacheWrite: number | null): number | null {
  const cached = sumKnown(cacheRead, cacheWrite) ?? 0;
  return input !== null && cached > input ? input + cached : input;
}

/** Only chat's `completion_tokens` leave reasoning out at xAI; its Responses' `output_tokens` include it. */
function readOutput(raw: JsonObject, reasoning: number | null, rules: UsageRules): number | null {
  const completion = asNumber(raw.completion_tokens);
  if (completion === null) return asNumber(raw.output_tokens);
  return rules.reasoningOutsideOutput ? completion + (reasoning ?? 0) : completion;
}

/** The stated total, unless our input and output have outgrown it by what the provider had left out. */
function readTotal(raw: JsonObject, input: number | null, output: number | null): number | null {
  const stated = asNumber(raw.total_tokens);
  const counted = sumKnown(input, output);
  return stated === null ? counted : Math.max(stated, counted ?? 0);
}

function readExtra(
  raw: JsonObject,
  inputDetails: JsonObject,
  outputDetails: JsonObject,
): Record<string, number> {
  const extra: Record<string, number> = {};
  const note = (name: string, value: Json | undefined) => {
    const count = asNumber(value);
    if (count !== null && count > 0) extra[name] = count;
  };
  for (const [member, name] of Object.entries(EXTRA_MEMBERS)) note(name, raw[member]);
  note('input_image_tokens', inputDetails.image_tokens);
  note('output_image_tokens', outputDetails.image_tokens);
  note('web_searches', asObject(raw.server_tool_use).web_search_requests);
  return extra;
}

/**
 * What the provider says it charged, in USD. OpenRouter: `cost` in credits of one dollar, to which the upstream's own
 * bill comes when the caller's upstream key was used; Perplexity: `cost.total_cost`; xAI: ticks.
 */
function readStatedCost(raw: JsonObject): number | null {
  const ticks = asNumber(raw.cost_in_usd_ticks);
  if (ticks !== null) return ticks / TICKS_PER_USD;
  const total = asNumber(asObject(raw.cost).total_cost);
  if (total !== null) return total;
  const cost = asNumber(raw.cost);
  if (raw.is_byok !== true) return cost;
  return sumKnown(cost, asNumber(asObject(raw.cost_details).upstream_inference_cost));
}

function largest(values: readonly (Json | undefined)[]): number | null {
  const known = values.map(asNumber).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
