/**
 * What the service tier, and other conditions of a call, do to the standard price of its tokens. A factor that its provider
 * does not publish is not known, and never guessed. Pure.
 */
import type { Usage } from '../../proxy/providers/contract.ts';
import type { ModelRates } from './rates.ts';

/** A factor; null with what it depends on that has no published one. */
export type PriceFactor = { factor: number } | { factor: null; because: string };

/** Names of what is billed at the standard price. */
const STANDARD = new Set(['', 'default', 'auto', 'standard', 'standard_only', 'on_demand', 'on-demand']);

/** Providers that publish half the price for flex and batch processing, where they have them. */
const HALF_PRICED = new Set(['openai', 'anthropic', 'google', 'aws', 'azure']);

/** The factor of a call. */
export function priceFactor(serviceTier: string | null, usage: Usage, model: ModelRates): PriceFactor {
  const tier = tierFactor((serviceTier ?? '').toLowerCase(), usage, model);
  if (tier === null) return { factor: null, because: 'service_tier' };
  const place = placeFactor(usage.conditions.inference_geo, model.modelId);
  if (place === null) return { factor: null, because: 'inference_geo' };
  // Bedrock: latency-optimised answers have prices of their own.
  const { latency = 'standard' } = usage.conditions;
  return latency === 'standard' ? { factor: tier * place } : { factor: null, because: 'latency' };
}

function tierFactor(tier: string, usage: Usage, model: ModelRates): number | null {
  if (STANDARD.has(tier)) return 1;
  switch (tier) {
    case 'flex':
      // console.groq.com/docs/flex-processing: the price of on-demand.
      if (model.providerId === 'groq') return 1;
      return HALF_PRICED.has(model.providerId) ? 0.5 : null;
    case 'batch':
      return HALF_PRICED.has(model.providerId) ? 0.5 : null;
    case 'priority':
      return priorityFactor(usage, model);
    case 'fast':
      return FAST_FACTORS.find(([fast]) => fast.test(model.modelId))?.[1] ?? null;
    default:
      // Reserved, scale, provisioned: capacity that was paid for beforehand.
      return null;
  }
}

/**
 * Priority processing by model: openai.com/api-priority-processing (of gpt-4o-mini, o3 and o4-mini
 * developers.openai.com/api/docs/pricing), and Gemini's price list (ai.google.dev/gemini-api/docs/pricing).
 */
const PRIORITY_FACTORS: Record<string, readonly (readonly [model: RegExp, factor: number])[]> = {
  openai: [
    [/^gpt-5\.5$/, 2.5],
    [/^gpt-5-mini$/, 1.8],
    [/^gpt-5(?:\.[124])?(?:-codex|-mini)?$/, 2],
    [/^gpt-4\.1-nano$/, 2],
    [/^gpt-4\.1(?:-mini)?$/, 1.75],
    [/^gpt-4o-2024-05-13$/, 1.75],
    [/^gpt-4o-mini$/, 5 / 3],
    [/^gpt-4o$/, 1.7],
    [/^o3$/, 1.75],
    [/^o4-mini$/, 20 / 11],
  ],
  google: [[/^gemini-3\.[78]-flash$/, 1.8]],
};

/** Anthropic's fast mode by model (platform.claude.com/docs/en/about-claude/pricing, Fast mode pricing). */
const FAST_FACTORS: readonly (readonly [model: RegExp, factor: number])[] = [
  [/^claude-opus-4-[67]$/, 6],
  [/^claude-opus-(?:4-8|5)$/, 2],
];

/** OpenAI does not process long contexts with priority; then the tier that answered is another, or the price is not known. */
const LONG_CONTEXT_TOKENS = 272_000;

function priorityFactor({ input }: Usage, { providerId, modelId }: ModelRates): number | null {
  if (providerId === 'openai' && (input ?? 0) > LONG_CONTEXT_TOKENS) return null;
  return PRIORITY_FACTORS[providerId]?.find(([model]) => model.test(modelId))?.[1] ?? null;
}

/**
 * Anthropic: inference in the US alone costs a tenth more, from Claude Opus 4.6 on; older models cost the same anywhere
 * (platform.claude.com, Data residency, Pricing).
 */
function placeFactor(place: string | undefined, modelId: string): number | null {
  if (place === undefined || place === '' || place === 'global' || place === 'not_available') return 1;
  if (place !== 'us') return null;
  return /^claude-(?:2|v1|instant|3|(?:opus|sonnet|haiku)-4-[0-5]$)/.test(modelId) ? 1 : 1.1;
}
