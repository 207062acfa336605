/**
 * What a call cost, in USD. Prices are the price library's; an operator's overrides and a caller's own statement win over
 * them. Usage is the fact and a price an opinion: what has no price costs null, never zero, and is named.
 */
import type { CustomCost } from '../proxy/exchange.ts';
import type { OtherModelUsage, Usage } from '../proxy/providers/contract.ts';
import { sumKnown } from '../proxy/providers/wire/usage.ts';
import { overrideRates, type PriceOverrides } from './pricing/overrides.ts';
import { priceFactor } from './pricing/price-factor.ts';
import { priceTokens } from './pricing/price-tokens.ts';
import { priceUses } from './pricing/price-uses.ts';
import { findRates, type ModelRates } from './pricing/rates.ts';
import { unknownCost, type Cost } from './trace.ts';

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
  /**
   * What was used and has no known price: `model`, another model within the call (`model:name`), what is billed by name
   * (`web_search_requests`, `output_image_tokens`), or a condition whose price is not published (`service_tier`). Empty:
   * all has one. The cost is of the rest.
   */
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
  unpriced: string[];
  /** True when it was told, and not worked out from the usage. */
  isStated: boolean;
}

const nothingFound: FoundPrice = { cost: unknownCost, source: null, unpriced: [], isStated: false };

/** Prices one call. What its caller or its provider stated it cost is a fact, whatever its usage is. */
export async function priceCall(input: PriceInput, overrides: PriceOverrides): Promise<PricedCall> {
  const { cost, source, unpriced, isStated } = await findPrice(input, overrides);
  if (input.estimated && !isStated) {
    return { cost: unknownCost, source, estimatedCostUsd: cost.totalCostUsd, unpriced };
  }
  return { cost, source, estimatedCostUsd: null, unpriced };
}

async function findPrice(input: PriceInput, overrides: PriceOverrides): Promise<FoundPrice> {
  const { usage, customCost } = input;
  if (customCost !== null && Object.values(customCost).some((amount) => amount !== null)) {
    const cost = statedByCaller(customCost, usage);
    return { cost, source: 'caller', unpriced: [], isStated: customCost.totalUsd !== null };
  }
  if (usage.statedCostUsd !== null && overrideOf(input, input.models, overrides) === null) {
    const unpriced = usage.conditions.upstream_inference === 'unstated' ? ['upstream_inference'] : [];
    const cost = { ...unknownCost, totalCostUsd: usage.statedCostUsd };
    return { cost, source: 'provider', unpriced, isStated: true };
  }
  return byRates(input, overrides);
}

function statedByCaller(stated: CustomCost, usage: Usage): Cost {
  if (stated.totalUsd !== null) return { ...unknownCost, totalCostUsd: stated.totalUsd };
  return withTotal(
    multiply(usage.input, stated.perTokenInUsd),
    multiply(usage.output, stated.perTokenOutUsd),
  );
}

function multiply(count: number | null, rate: number | null): number | null {
  return count === null || rate === null ? null : count * rate;
}

function withTotal(inputCostUsd: number | null, outputCostUsd: number | null): Cost {
  return { inputCostUsd, outputCostUsd, totalCostUsd: sumKnown(inputCostUsd, outputCostUsd) };
}

/** The answering model at its rates, and every other model that worked within the call at its own. */
async function byRates(input: PriceInput, overrides: PriceOverrides): Promise<FoundPrice> {
  const { usage } = input;
  const own = withoutOthers(usage);
  const parts: FoundPrice[] = [];
  // A system of models has no price of its own, but its tools have.
  const isSystem = usage.others.length > 0 && !usedTokens(own);
  if (isSystem) parts.push({ ...nothingFound, unpriced: Object.keys(own.extra) });
  else parts.push(await priceModel(input, { models: input.models, usage: own, overrides }));
  for (const other of usage.others) parts.push(await priceOther(input, other, overrides));
  return {
    cost: {
      inputCostUsd: sumKnown(...parts.map(({ cost }) => cost.inputCostUsd)),
      outputCostUsd: sumKnown(...parts.map(({ cost }) => cost.outputCostUsd)),
      totalCostUsd: sumKnown(...parts.map(({ cost }) => cost.totalCostUsd)),
    },
    source: parts.find(({ source }) => source !== null)?.source ?? null,
    unpriced: [...new Set(parts.flatMap(({ unpriced }) => unpriced))],
    isStated: false,
  };
}

async function priceOther(
  input: PriceInput,
  { model, usage }: OtherModelUsage,
  overrides: PriceOverrides,
): Promise<FoundPrice> {
  if (model === null) return { ...nothingFound, unpriced: ['declined_attempt'] };
  const found = await priceModel(input, { models: [model], usage, overrides });
  const unpriced = found.unpriced.map((name) => (name === 'model' ? `model:${model}` : name));
  return { ...found, unpriced };
}

async function priceModel(
  input: PriceInput,
  { models, usage, overrides }: { models: string[]; usage: Usage; overrides: PriceOverrides },
): Promise<FoundPrice> {
  const none = (because: string): FoundPrice => ({ ...nothingFound, unpriced: [because] });
  const override = overrideOf(input, models, overrides);
  const published =
    input.priceProvider === null
      ? null
      : await findRates({ priceProvider: input.priceProvider, models, atMs: input.atMs });
  if (override !== null) {
    // An operator's price is what a call costs them, whatever its tier.
    const providerId = published?.providerId ?? input.priceProvider ?? input.provider;
    const rates = overrideRates(override.price, published?.rates ?? {});
    const modelId = published?.modelId ?? override.model;
    return atRates(usage, { model: { providerId, modelId, rates, source: 'override' }, factor: 1 });
  }
  if (published === null) return { ...nothingFound, unpriced: unpricedIn(usage, models) };
  const found = priceFactor(input.serviceTier, { ...usage, conditions: input.usage.conditions }, published);
  return found.factor === null
    ? none(found.because)
    : atRates(usage, { model: published, factor: found.factor });
}

/** A tier changes what tokens cost; what is billed beside them, such as searches, is in the total alone. */
function atRates(usage: Usage, { model, factor }: { model: ModelRates; factor: number }): FoundPrice {
  const tokens = priceTokens(usage, model);
  const uses = priceUses(usage, model);
  const cost = withTotal(multiply(tokens.inputUsd, factor), multiply(tokens.outputUsd, factor));
  const unpriced = [...tokens.unpriced, ...uses.unpriced];
  const isPriced = cost.totalCostUsd !== null || uses.usd > 0 || unpriced.length === 0;
  const totalCostUsd = isPriced ? (cost.totalCostUsd ?? 0) + uses.usd : null;
  return {
    cost: { ...cost, totalCostUsd },
    source: isPriced ? model.source : null,
    unpriced,
    isStated: false,
  };
}

function overrideOf(
  { provider }: PriceInput,
  models: readonly string[],
  overrides: PriceOverrides,
): { model: string; price: PriceOverrides[string] } | null {
  for (const model of models) {
    const price = overrides[`${provider}/${model}`] ?? overrides[model];
    if (price !== undefined) return { model, price };
  }
  return null;
}

/** What the answering model used itself. */
function withoutOthers(usage: Usage): Usage {
  const { others, extra, conditions, statedCostUsd, ...counts } = usage;
  if (others.length === 0) return usage;
  const own: Usage = { ...usage, others: [] };
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
    const count = counts[name];
    const theirs = sumKnown(...others.map((other) => other.usage[name])) ?? 0;
    own[name] = count === null ? null : Math.max(0, count - theirs);
  }
  return { ...own, extra, conditions, statedCostUsd };
}

/** What has no price where the model has none: the model, or the uses of a call that ran none. */
function unpricedIn(usage: Usage, models: readonly string[]): string[] {
  const uses = Object.keys(usage.extra);
  if (models.length === 0 && !usedTokens(usage)) return uses;
  return usedTokens(usage) || uses.length > 0 ? ['model'] : [];
}

function usedTokens({ input, output, total }: Usage): boolean {
  return [input, output, total].some((count) => count !== null && count > 0);
}
