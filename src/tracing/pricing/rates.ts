/**
 * The rates of a model, by the price library's names of what is billed (`input_mtok` is USD per million input tokens). The
 * library is loaded only here, off the path.
 */
import type { Usage } from '../../proxy/providers/contract.ts';
import { completeRates } from './unlisted-rates.ts';

/** The library's version, kept on the trace as `weir.price_source`. */
const priceLibrary = 'genai-prices@0.1.8';

/** A rate: one number, or another for all tokens of a call whose input is longer than `start`. */
export type Rate = number | { base: number; tiers: readonly { start: number; price: number }[] };

/** Rates by the library's price keys; what has no key has no rate. Empty: the model is free of charge. */
export type Rates = Readonly<Record<string, Rate | undefined>>;

/** The rates of a model, and whose they are. */
export interface ModelRates {
  /** Provider and model as the library names them; of an operator's price, as the call does. */
  providerId: string;
  modelId: string;
  rates: Rates;
  source: string;
}

/** What rates are looked up by. */
export interface RateQuery {
  /** Provider id of the library; a `*` at its end stands for who serves the model, at a router. */
  priceProvider: string;
  /** Candidates, best first. */
  models: readonly string[];
  /** Unix milliseconds: prices change. */
  atMs: number;
}

/** The rates of the first candidate that has some; null when none has. */
export async function findRates({ priceProvider, models, atMs }: RateQuery): Promise<ModelRates | null> {
  const { calcPrice } = await import('@pydantic/genai-prices');
  for (const model of models) {
    const providerId = libraryProvider(priceProvider, model);
    if (providerId === null) continue;
    for (const name of modelNames(model, priceProvider)) {
      const found = calcPrice({}, name, { providerId, timestamp: new Date(atMs) });
      if (found === null) continue;
      const [provider, listed] = [found.provider.id, found.model.id];
      return {
        providerId: provider,
        modelId: listed,
        rates: completeRates(found.model_price, { providerId: provider, modelId: listed }),
        source: `${priceLibrary}:${provider}/${listed}`,
      };
    }
  }
  return null;
}

/** The rate of a call with so much input; undefined when there is none. */
export function rateOf(rates: Rates, key: string, input: number): number | undefined {
  const rate = rates[key];
  if (rate === undefined || typeof rate === 'number') return rate;
  const reached = rate.tiers.filter(({ start }) => input > start);
  return reached.toSorted((one, other) => one.start - other.start).at(-1)?.price ?? rate.base;
}

/** Everything that was sent, for rates that depend on it. */
export function inputOf({ input }: Usage): number {
  return input ?? 0;
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
