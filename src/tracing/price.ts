/**
 * What a call cost, in USD. Prices are the price library's, loaded only here, off the path; an operator's overrides and
 * a caller's own statement win over it. Usage is the fact and a price an opinion: a model without a price costs
 * null, never zero.
 */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { parseJson } from '../core/json.ts';
import type { CustomCost } from '../proxy/exchange.ts';
import type { Usage } from '../proxy/providers/contract.ts';
import { unknownCost, type Cost } from './trace.ts';

/** The library's version, kept on the trace as `weir.price_source`. */
const priceLibrary = 'genai-prices@0.1.8';

/** What a price depends on. */
export interface PriceInput {
  /** Row name in the provider table. */
  provider: string;
  /** Provider id of the price library; null when it knows none. */
  priceProvider: string | null;
  /** Candidates, best first: the answering model, then the requested one. */
  models: string[];
  usage: Usage;
  /** True when any of the usage is an estimate. */
  estimated: boolean;
  serviceTier: string | null;
  customCost: CustomCost | null;
  /** When the call was made, Unix milliseconds: prices change. */
  atMs: number;
}

/** What a call cost, and what of it is no fact. */
export interface PricedCall {
  cost: Cost;
  /** Where the price came from; null when there was none. */
  source: string | null;
  /** USD: what an estimated usage would cost; then `cost` is unknown: an estimate is never priced as fact. */
  estimatedCostUsd: number | null;
  /** What was used and has no known price: `model`, or what is billed, by name. Empty: all has one. */
  unpriced: string[];
}

/** A call that used nothing that could be priced. */
export const pricedNothing: PricedCall = {
  cost: unknownCost,
  source: null,
  estimatedCostUsd: null,
  unpriced: [],
};

/** A price that was found. */
interface FoundPrice {
  cost: Cost;
  source: string | null;
}

/** USD per million tokens. */
const overrideSchema = z.strictObject({
  inputPerMillionUsd: plausiblePrice(),
  outputPerMillionUsd: plausiblePrice(),
  cacheReadPerMillionUsd: plausiblePrice().optional(),
  cacheWritePerMillionUsd: plausiblePrice().optional(),
});

/** F43: a mistyped per-token price burns a budget; nothing costs that much per million. */
function plausiblePrice(): z.ZodNumber {
  return z
    .number('expected USD per million tokens')
    .min(0, 'expected 0 or more')
    .max(10_000, 'expected USD per million tokens, not more than 10000');
}

/** Prices an operator set, by `provider/model` or `model`. */
export type PriceOverrides = Record<string, z.infer<typeof overrideSchema>>;

/**
 * Reads WEIR_PRICES.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the model and what was expected
 */
export function readPriceOverrides(json: string): PriceOverrides {
  const parsed = z.record(z.string(), overrideSchema, 'expected a JSON object').safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = ['WEIR_PRICES', ...(issue?.path ?? [])].join('.');
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid ${where}: ${issue?.message ?? 'expected a JSON object'}.`,
  );
}

/** Prices one call. What its caller or its provider stated it cost is a fact, whatever its usage is. */
export async function priceCall(input: PriceInput, overrides: PriceOverrides): Promise<PricedCall> {
  const { cost, source } = await findPrice(input, overrides);
  const { totalCostUsd } = cost;
  if (totalCostUsd === null)
    return { ...pricedNothing, unpriced: usedAnything(input.usage) ? ['model'] : [] };
  if (input.estimated && !isStated(input, source)) {
    return { ...pricedNothing, source, estimatedCostUsd: totalCostUsd };
  }
  return { ...pricedNothing, cost, source };
}

function isStated({ customCost }: PriceInput, source: string | null): boolean {
  return source === 'provider' || (customCost !== null && customCost.totalUsd !== null);
}

function usedAnything({ input, output, total, extra }: Usage): boolean {
  return [input, output, total, ...Object.values(extra)].some((count) => count !== null && count > 0);
}

async function findPrice(input: PriceInput, overrides: PriceOverrides): Promise<FoundPrice> {
  const { usage, customCost } = input;
  if (customCost !== null) return { cost: statedByCaller(customCost, usage), source: 'caller' };
  for (const model of input.models) {
    const override = overrides[`${input.provider}/${model}`] ?? overrides[model];
    if (override !== undefined) return { cost: byOverride(override, usage), source: 'override' };
  }
  if (usage.statedCostUsd !== null) {
    return {
      cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd: usage.statedCostUsd },
      source: 'provider',
    };
  }
  return byLibrary(input);
}

function statedByCaller(stated: CustomCost, usage: Usage): Cost {
  if (stated.totalUsd !== null) return { ...unknownCost, totalCostUsd: stated.totalUsd };
  return withTotal(
    multiply(usage.input, stated.perTokenInUsd),
    multiply(usage.output, stated.perTokenOutUsd),
  );
}

function byOverride(price: PriceOverrides[string], usage: Usage): Cost {
  const cacheRead = usage.cacheRead ?? 0;
  const cacheWrite = usage.cacheWrite ?? 0;
  const fresh = usage.input === null ? null : Math.max(0, usage.input - cacheRead - cacheWrite);
  const input =
    fresh === null
      ? null
      : fresh * price.inputPerMillionUsd +
        cacheRead * (price.cacheReadPerMillionUsd ?? price.inputPerMillionUsd) +
        cacheWrite * (price.cacheWritePerMillionUsd ?? price.inputPerMillionUsd);
  return withTotal(multiply(input, 1e-6), multiply(usage.output, price.outputPerMillionUsd / 1e6));
}

function multiply(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left * right;
}

function withTotal(inputCostUsd: number | null, outputCostUsd: number | null): Cost {
  const unknown = inputCostUsd === null && outputCostUsd === null;
  return {
    inputCostUsd,
    outputCostUsd,
    totalCostUsd: unknown ? null : (inputCostUsd ?? 0) + (outputCostUsd ?? 0),
  };
}

async function byLibrary(input: PriceInput): Promise<FoundPrice> {
  const factor = tierFactor(input);
  const none: FoundPrice = { cost: unknownCost, source: null };
  if (input.priceProvider === null || factor === null) return none;
  const { calcPrice } = await import('@pydantic/genai-prices');
  for (const model of input.models) {
    const providerId = libraryProvider(input.priceProvider, model);
    if (providerId === null) continue;
    for (const name of modelNames(model, input.priceProvider)) {
      try {
        const found = calcPrice(libraryUsage(input.usage), name, {
          providerId,
          timestamp: new Date(input.atMs),
        });
        if (found === null) continue;
        return {
          cost: withSearches(
            withTotal(found.input_price * factor, found.output_price * factor),
            found.total_price - found.input_price - found.output_price,
          ),
          source: `${priceLibrary}:${found.provider.id}/${found.model.id}`,
        };
      } catch {
        // The library refuses usage it finds inconsistent; then the call has no price.
        return none;
      }
    }
  }
  return none;
}

/** What is billed beside tokens, such as searches, is in the total alone; a tier does not change it. */
function withSearches(cost: Cost, besideTokensUsd: number): Cost {
  return besideTokensUsd > 0 ? { ...cost, totalCostUsd: (cost.totalCostUsd ?? 0) + besideTokensUsd } : cost;
}

/** The library's provider: at a router, which the id marks by a `*`, the model's name tells who serves it. */
function libraryProvider(id: string, model: string): string | null {
  if (!id.endsWith('*')) return id;
  const server = /:([a-z0-9-]+)$/.exec(model)?.[1];
  return server === undefined ? null : id.slice(0, -1) + server;
}

/**
 * A model as told, and as the library may list it: without a path (`accounts/x/models/m`), and at a router without who
 * serves it (`org/model:server`).
 */
function modelNames(model: string, priceProvider: string): string[] {
  const listed = priceProvider.endsWith('*') ? model.replace(/:[a-z0-9-]+$/, '') : model;
  const last = listed.slice(listed.lastIndexOf('/') + 1);
  const names = last === listed || last === '' ? [listed] : [listed, last];
  // Bedrock's newer host leaves out the version that the library lists (docs.aws.amazon.com, Bedrock, model cards).
  return priceProvider === 'aws' && !/:\d+$/.test(last) ? [...names, `${last}-v1:0`, `${last}-1:0`] : names;
}

function libraryUsage(usage: Usage): Record<string, number> {
  const input = usage.input ?? 0;
  const cacheRead = Math.min(usage.cacheRead ?? 0, input);
  const cacheWrite = Math.min(usage.cacheWrite ?? 0, input - cacheRead);
  const inputAudio = Math.min(usage.inputAudio ?? 0, input);
  const members = {
    input_tokens: input,
    output_tokens: usage.output ?? 0,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
    cache_write_1h_tokens: Math.min(usage.cacheWrite1h ?? 0, cacheWrite),
    input_audio_tokens: inputAudio,
    output_audio_tokens: usage.outputAudio ?? 0,
    web_searches: usage.extra.web_search_requests ?? 0,
    storage_searches: usage.extra.file_search_requests ?? 0,
    audio_seconds: usage.extra.audio_seconds ?? 0,
  };
  const known: Record<string, number> = Object.fromEntries(
    Object.entries(members).filter(([, count]) => count > 0),
  );
  // The library wants to be told how much of the cache is audio wherever there is both, be it none.
  if (cacheRead > 0 && inputAudio > 0) {
    const least = Math.max(0, cacheRead + cacheWrite + inputAudio - input);
    const most = Math.min(cacheRead, inputAudio);
    known.cache_audio_read_tokens = Math.min(most, Math.max(least, usage.cacheReadAudio ?? 0));
  }
  return known;
}

/**
 * What a service tier does to the standard price; null when it changes the price by an amount that is not known.
 * Flex and batch halve it (OpenAI and Anthropic pricing pages). Priority: OpenAI's pricing page, by family.
 */
function tierFactor({ serviceTier, models }: PriceInput): number | null {
  switch (serviceTier) {
    case 'flex':
    case 'batch':
      return 0.5;
    case 'reserved':
      // Bedrock: capacity that was paid for beforehand.
      return null;
    case 'priority':
      return (
        PRIORITY_FACTORS.find(([family]) => models.some((model) => model.startsWith(family)))?.[1] ?? null
      );
    case 'fast':
    case 'deferred':
      // Anthropic's fast mode is a multiple that differs from model to model; Gemini's deferred tier is not published.
      return null;
    default:
      return 1;
  }
}

const PRIORITY_FACTORS: readonly (readonly [family: string, factor: number])[] = [
  ['gpt-5', 2],
  ['gpt-4.1', 1.75],
  ['gpt-4o', 1.7],
  ['o3', 1.75],
];
