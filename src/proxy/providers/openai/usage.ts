/**
 * Usage objects of this dialect into the canonical form, with every provider's exception in one place. Chat counts
 * `prompt_tokens`, Responses and media `input_tokens`; providers differ in where cache, reasoning and cost are told.
 */
import {
  asArray,
  asObject,
  asString,
  isObject,
  setMember,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { OtherModelUsage, Usage, UsageRules } from '../contract.ts';
import { amountOf, finishUsage, sumKnown, tokenCount, unknownUsage } from '../wire/usage.ts';

/** xAI states cost in ticks: docs.x.ai/developers/cost-tracking. */
const TICKS_PER_USD = 10_000_000_000;

/** Counts that are billed beside tokens, by the name they get in `extra`. */
const EXTRA_MEMBERS: Record<string, string> = {
  num_search_queries: 'web_searches',
  citation_tokens: 'citation_tokens',
  num_sources_used: 'search_sources',
  connector_tokens: 'connector_tokens',
  seconds: 'audio_seconds',
  prompt_audio_seconds: 'audio_seconds',
  pages_processed: 'pages_processed',
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
  const cachedDetails = asObject(inputDetails.cached_tokens_details);
  const cacheRead = readCacheRead(raw, inputDetails);
  const cacheWrite = largest([
    inputDetails.cache_write_tokens,
    inputDetails.cache_creation_tokens,
    inputDetails.cache_creation_input_tokens,
    raw.cache_creation_input_tokens,
  ]);
  const reasoning = largest([outputDetails.reasoning_tokens, raw.reasoning_tokens]);
  const input = withCache(
    tokenCount(raw.prompt_tokens) ?? tokenCount(raw.input_tokens),
    cacheRead,
    cacheWrite,
  );
  const output = readOutput(raw, reasoning, rules);
  return finishUsage({
    ...unknownUsage(),
    input,
    output,
    total: readTotal(raw, input, output),
    cacheRead,
    cacheWrite,
    cacheWrite1h: readHourWrites(raw, inputDetails),
    reasoning,
    inputAudio: tokenCount(inputDetails.audio_tokens),
    outputAudio: tokenCount(outputDetails.audio_tokens),
    cacheReadAudio: tokenCount(cachedDetails.audio_tokens),
    inputImage: tokenCount(inputDetails.image_tokens),
    outputImage: tokenCount(outputDetails.image_tokens),
    cacheReadImage: tokenCount(cachedDetails.image_tokens),
    inputVideo: tokenCount(inputDetails.video_tokens),
    extra: readExtra(raw),
    conditions: readConditions(raw),
    statedCostUsd: readStatedCost(raw),
  });
}

/** The usage object of a body or chunk, wherever the provider puts it; empty when it has none. */
export function usageIn(body: JsonObject): JsonObject {
  if (isObject(body.usage)) return body.usage;
  // Groq's streams told it only here before they took `stream_options`.
  const groq = asObject(body.x_groq).usage;
  if (isObject(groq) && 'prompt_tokens' in groq) return groq;
  // Mistral's OCR (docs.mistral.ai/api, POST /v1/ocr).
  if (isObject(body.usage_info)) return body.usage_info;
  // Moonshot puts it into the last choice.
  return asObject(
    asArray(body.choices)
      .map((choice) => asObject(choice).usage)
      .find(isObject),
  );
}

/**
 * What each model used of a call that a system of models answered (console.groq.com/docs/compound: `usage_breakdown`,
 * which sums up to `usage`).
 */
export function readBreakdown(body: JsonObject, rules: UsageRules): OtherModelUsage[] {
  return asArray(asObject(body.usage_breakdown).models)
    .map(asObject)
    .flatMap(({ model, usage }) => {
      const used = readUsage(usage, rules);
      return used === null ? [] : [{ model: asString(model), usage: used }];
    });
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

/** Cache writes for an hour, as LiteLLM and DashScope pass them on from models that tell lifetimes apart. */
function readHourWrites(raw: JsonObject, inputDetails: JsonObject): number | null {
  const places = [inputDetails.cache_creation_token_details, inputDetails.cache_creation, raw.cache_creation];
  return largest(places.map((place) => asObject(place).ephemeral_1h_input_tokens));
}

/** A part cannot exceed its whole: where it does (xAI's cached tokens can), it had been left out of it. */
function withCache(input: number | null, cacheRead: number | null, cacheWrite: number | null): number | null {
  const cached = sumKnown(cacheRead, cacheWrite) ?? 0;
  return input !== null && cached > input ? input + cached : input;
}

/** Only chat's `completion_tokens` leave reasoning out at xAI; its Responses' `output_tokens` include it. */
function readOutput(raw: JsonObject, reasoning: number | null, rules: UsageRules): number | null {
  const completion = tokenCount(raw.completion_tokens);
  if (completion === null) return tokenCount(raw.output_tokens);
  return rules.reasoningOutsideOutput ? completion + (reasoning ?? 0) : completion;
}

/** The stated total, unless our input and output have outgrown it by what the provider had left out. */
function readTotal(raw: JsonObject, input: number | null, output: number | null): number | null {
  const stated = tokenCount(raw.total_tokens);
  const counted = sumKnown(input, output);
  return stated === null ? counted : Math.max(stated, counted ?? 0);
}

function readExtra(raw: JsonObject): Record<string, number> {
  const extra: Record<string, number> = {};
  const note = (name: string, value: Json | undefined) => {
    const count = amountOf(value);
    if (count !== null && count !== 0) setMember(extra, name, count);
  };
  for (const [member, name] of Object.entries(EXTRA_MEMBERS)) {
    // `seconds` of a transcription is an object elsewhere.
    if (typeof raw[member] === 'number') note(name, raw[member]);
  }
  for (const [name, count] of Object.entries(asObject(raw.server_tool_use))) {
    note(name === 'web_search_requests' ? 'web_searches' : name, count);
  }
  // Mistral's agents: how often each connector was called (docs.mistral.ai, Agents & Conversations).
  for (const [name, count] of Object.entries(asObject(raw.connectors))) note(`connector_${name}`, count);
  return extra;
}

/** Perplexity bills a request by how much of the web it read; OpenRouter does not always know the bill of a caller's own key. */
function readConditions(raw: JsonObject): Record<string, string> {
  const conditions: Record<string, string> = {};
  const size = asString(raw.search_context_size);
  if (size !== null) conditions.search_context_size = size;
  const upstream = amountOf(asObject(raw.cost_details).upstream_inference_cost);
  if (raw.is_byok === true && upstream === null) conditions.upstream_inference = 'unstated';
  return conditions;
}

/**
 * What the provider says it charged, in USD. OpenRouter: `cost` in credits of one dollar, to which the upstream's own
 * bill comes when the caller's upstream key was used; Perplexity: `cost.total_cost`; xAI: ticks; DeepInfra:
 * `estimated_cost`, which is what it bills.
 */
function readStatedCost(raw: JsonObject): number | null {
  const ticks = amountOf(raw.cost_in_usd_ticks, Number.MAX_SAFE_INTEGER);
  if (ticks !== null) return ticks / TICKS_PER_USD;
  if (isObject(raw.cost)) return amountOf(raw.cost.total_cost);
  const cost = amountOf(raw.cost) ?? amountOf(raw.estimated_cost);
  if (raw.is_byok !== true) return cost;
  return sumKnown(cost, amountOf(asObject(raw.cost_details).upstream_inference_cost));
}

/** The largest of the counts that are told; what is no count spoils it. */
function largest(values: readonly (Json | undefined)[]): number | null {
  const known = values.map(tokenCount).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
