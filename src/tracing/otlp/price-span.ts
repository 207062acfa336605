/** What a span of an instrumentation cost: as it states, else by the prices known here. */
import { asArray, asString, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { plausibleAmount, unknownUsage } from '../../proxy/providers/wire/usage.ts';
import { priceCall, pricedNothing, type PricedCall } from '../price.ts';
import type { PriceOverrides } from '../pricing/overrides.ts';
import { modelSpanTypes, type Cost, type Span, type TokenUsage } from '../trace.ts';
import { priceProviderOf } from './price-provider.ts';

/** A span, as far as its price depends on it. */
export interface SpanToPrice {
  attributes: JsonObject;
  type: string;
  provider: string | null;
  model: string | null;
  usage: TokenUsage | null;
  /** Unix nanoseconds, decimal: prices change. */
  startNs: string;
}

/** Cost and marks of a span. */
export type SpanPrice = Pick<Span, 'cost' | 'usageEstimated' | 'estimatedCostUsd' | 'unpriced'>;

/**
 * Prices a span. Marks that it carries itself, because it was a trace of ours before, are kept. Only calls of models are
 * said to lack a price: other spans repeat what those within them used.
 */
export async function priceSpan(span: SpanToPrice, overrides: PriceOverrides): Promise<SpanPrice> {
  const { attributes, type } = span;
  const usageEstimated = attributes['weir.usage.estimated'] === true;
  const statedUnpriced = asArray(attributes['weir.cost.unpriced']).filter((name) => typeof name === 'string');
  const stated = readCost(attributes['mlflow.llm.cost']);
  if (stated !== null) {
    return { cost: stated, usageEstimated, estimatedCostUsd: null, unpriced: statedUnpriced };
  }
  const priced = await priceUsage(span, { overrides, usageEstimated });
  const unpriced = statedUnpriced.length > 0 ? statedUnpriced : priced.unpriced;
  return {
    cost: priced.cost,
    usageEstimated,
    estimatedCostUsd: plausibleAmount(attributes['weir.cost.estimated_usd']) ?? priced.estimatedCostUsd,
    unpriced: modelSpanTypes.includes(type) ? unpriced : [],
  };
}

async function priceUsage(
  { attributes, provider, model, usage, startNs }: SpanToPrice,
  { overrides, usageEstimated }: { overrides: PriceOverrides; usageEstimated: boolean },
): Promise<PricedCall> {
  if (usage === null) return pricedNothing;
  return priceCall(
    {
      provider: provider ?? '',
      priceProvider: model === null ? null : priceProviderOf(provider, model),
      models: model === null ? [] : [model],
      usage: {
        ...unknownUsage(),
        input: usage.inputTokens,
        output: usage.outputTokens,
        total: usage.totalTokens,
        cacheRead: usage.cacheReadTokens,
        cacheWrite: usage.cacheWriteTokens,
      },
      estimated: usageEstimated,
      serviceTier: findTier(attributes),
      customCost: null,
      atMs: Number(BigInt(startNs) / 1_000_000n),
    },
    overrides,
  );
}

/** A cost as MLflow writes it on a span; null when it is not that, or cannot be. */
function readCost(value: Json | undefined): Cost | null {
  if (!isObject(value)) return null;
  const totalCostUsd = plausibleAmount(value['total_cost']);
  if (totalCostUsd === null) return null;
  return {
    inputCostUsd: plausibleAmount(value['input_cost']),
    outputCostUsd: plausibleAmount(value['output_cost']),
    totalCostUsd,
  };
}

/** The tier that answered, under OpenTelemetry's names (semantic conventions for OpenAI, the older one first). */
function findTier(attributes: JsonObject): string | null {
  return (
    asString(attributes['gen_ai.openai.response.service_tier']) ??
    asString(attributes['openai.response.service_tier'])
  );
}
