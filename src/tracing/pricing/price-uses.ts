/**
 * What is billed beside tokens: searches, pages, seconds, characters. Each has a rate, is free by its provider's word, or
 * is named as not priced. Pure.
 */
import type { Usage } from '../../proxy/providers/contract.ts';
import { rateOf, type ModelRates } from './rates.ts';

/** USD of everything that has a rate, and what has none, by name. */
export interface UsesPrice {
  usd: number;
  unpriced: string[];
}

/** By the name of a use: the keys of its rate, and how many of it the rate is for. */
const USES: Record<string, { keys: readonly string[]; per: number }> = {
  web_search_requests: { keys: ['web_searches_kcount'], per: 1000 },
  web_searches: { keys: ['web_searches_kcount'], per: 1000 },
  web_search_preview_requests: { keys: ['web_search_previews_kcount'], per: 1000 },
  file_search_requests: { keys: ['storage_searches_kcount'], per: 1000 },
  x_search_requests: { keys: ['social_searches_kcount'], per: 1000 },
  code_execution_requests: { keys: ['code_executions_kcount'], per: 1000 },
  search_units: { keys: ['rerank_searches_kcount'], per: 1000 },
  pages_processed: { keys: ['input_document_kpages'], per: 1000 },
  annotated_pages: { keys: ['input_annotated_document_kpages'], per: 1000 },
  audio_seconds: { keys: ['audio_hours', 'input_audio_hours'], per: 3600 },
  characters: { keys: ['input_mchars'], per: 1_000_000 },
  citation_tokens: { keys: ['output_citation_mtok'], per: 1_000_000 },
};

/** Uses that their providers say cost nothing beside their tokens (platform.claude.com, Web fetch tool; Tool search tool). */
const FREE = new Set(['web_fetch_requests', 'tool_search_requests']);

/** Perplexity's fee for a request, USD per thousand, by how much of the web it read (docs.perplexity.ai, Pricing). */
const REQUEST_FEES: readonly (readonly [model: RegExp, fees: Record<string, number>])[] = [
  [/^sonar-(?:reasoning-)?pro$/, { low: 6, medium: 10, high: 14 }],
  [/^sonar(?:-reasoning)?$/, { low: 5, medium: 8, high: 12 }],
];

/** Groq bills at least ten seconds of a recording (console.groq.com/docs/speech-to-text). */
const GROQ_LEAST_SECONDS = 10;

/** Prices what a call used beside its tokens. */
export function priceUses({ extra, conditions }: Usage, model: ModelRates): UsesPrice {
  const fee = requestFee(conditions.search_context_size, model);
  let usd = fee ?? 0;
  const unpriced = fee === null ? ['request_fee'] : [];
  for (const [name, count] of Object.entries(extra)) {
    const price = priceUse({ name, count }, model);
    if (price === null) unpriced.push(name);
    else usd += price;
  }
  if (SEARCH_MODEL.test(model.modelId) && extra.web_search_requests === undefined)
    unpriced.push('web_search_requests');
  return { usd, unpriced };
}

/** These search at every call and do not say how often. */
const SEARCH_MODEL = /^gpt-.*-search-(?:preview|api)/;

function priceUse({ name, count }: { name: string; count: number }, model: ModelRates): number | null {
  if (Object.keys(model.rates).length === 0) return 0;
  // Where a request has a fee, its searches are in it.
  if (name === 'web_searches' && model.rates.requests_kcount !== undefined) return 0;
  const own = rateOf(model.rates, ownUseKey(name), 0);
  if (own !== undefined) return (count * own) / 1000;
  if (FREE.has(name)) return 0;
  const use = Object.hasOwn(USES, name) ? USES[name] : undefined;
  const rate = use?.keys.map((key) => rateOf(model.rates, key, 0)).find((value) => value !== undefined);
  if (use === undefined || rate === undefined) return null;
  const isGroqSpeech = name === 'audio_seconds' && model.providerId === 'groq';
  return ((isGroqSpeech ? Math.max(count, GROQ_LEAST_SECONDS) : count) * rate) / use.per;
}

/** The key of an operator's own rate for a use, USD per thousand. */
export function ownUseKey(name: string): string {
  return `use:${name}`;
}

/** Zero where the model has no fee; null where it has one that is not known. */
function requestFee(size: string | undefined, { modelId, providerId, rates }: ModelRates): number | null {
  const listed = rateOf(rates, 'requests_kcount', 0);
  if (listed === undefined) return 0;
  // The library has the highest of the three.
  if (providerId !== 'perplexity') return listed / 1000;
  const fees = REQUEST_FEES.find(([model]) => model.test(modelId))?.[1] ?? {};
  const fee = size !== undefined && Object.hasOwn(fees, size) ? fees[size] : undefined;
  return fee === undefined ? null : fee / 1000;
}
