/** Rates that providers publish and the price library does not list, each with where it stands. Pure. */
import type { Rate, Rates } from './rates.ts';

/** A model as the library names it. */
interface ListedModel {
  providerId: string;
  modelId: string;
}

interface Unlisted {
  provider: string;
  model: RegExp;
  rates: Record<string, number>;
}

const UNLISTED: readonly Unlisted[] = [
  // developers.openai.com/api/docs/pricing, Audio tokens.
  {
    provider: 'openai',
    model: /^gpt-4o-audio-preview/,
    rates: { input_audio_mtok: 40, output_audio_mtok: 80 },
  },
  { provider: 'openai', model: /^gpt-4o-mini-audio/, rates: { input_audio_mtok: 10, output_audio_mtok: 20 } },
  // The same page, Built-in tools: the same for all models; the older search tool by whether the model reasons.
  { provider: 'openai', model: /^gpt-4(?:o|\.1)/, rates: { web_search_previews_kcount: 25 } },
  {
    provider: 'openai',
    model: /./,
    rates: { web_searches_kcount: 10, web_search_previews_kcount: 10, storage_searches_kcount: 2.5 },
  },
  // platform.claude.com/docs/en/about-claude/pricing, Web search tool.
  { provider: 'anthropic', model: /./, rates: { web_searches_kcount: 10 } },
];

/** Claude's writes for an hour cost twice the input, whoever serves it (platform.claude.com, Prompt caching, Pricing). */
const HOUR_WRITE_FACTOR = 2;

/** The rates with those that are missing; a free model stays free. */
export function completeRates(listed: Rates, { providerId, modelId }: ListedModel): Rates {
  if (Object.keys(listed).length === 0) return listed;
  const rates: Record<string, Rate | undefined> = { ...listed };
  for (const { provider, model, rates: more } of UNLISTED) {
    if (provider !== providerId || !model.test(modelId)) continue;
    for (const [key, rate] of Object.entries(more)) rates[key] ??= rate;
  }
  const { input_mtok: input } = rates;
  if (/claude/.test(modelId) && rates.cache_write_mtok !== undefined && input !== undefined) {
    rates.cache_write_1h_mtok ??= times(input, HOUR_WRITE_FACTOR);
  }
  return rates;
}

function times(rate: Rate, factor: number): Rate {
  if (typeof rate === 'number') return rate * factor;
  const tiers = rate.tiers.map(({ start, price }) => ({ start, price: price * factor }));
  return { base: rate.base * factor, tiers };
}
