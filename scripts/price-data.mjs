/**
 * The price library tells each model's story beside its price: what it is, how its answers are read, where its price is
 * published. That is more than half of its data, and a worker that only prices needs none of it.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A plugin of rolldown that leaves ids, matches and prices of the library's data. */
export const pricesOnly = {
  name: 'prices-only',
  load: {
    filter: { id: /[/\\]genai-prices[/\\]dist[/\\]index\.js$/ },
    async handler(file) {
      const { before, providers, after } = await readLibrary(file);
      return before + JSON.stringify(providers.map(withoutStory)) + after;
    },
  },
};

/**
 * Asks the whole library and the one of the bundle what calls of every model cost.
 *
 * @returns {Promise<string[]>} the models on which they differ; none, when all is well
 */
export async function comparePrices() {
  const library = `${root}node_modules/@pydantic/genai-prices/dist/index.js`;
  const build = await rolldown({ input: library, plugins: [pricesOnly] });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  const inBundle = await import(
    `data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`
  );
  const whole = await import(library);
  const { providers } = await readLibrary(library);
  return providers.flatMap(({ id: providerId, models }) =>
    models
      .filter(({ id }) => pricesOf(whole, providerId, id) !== pricesOf(inBundle, providerId, id))
      .map(({ id }) => `${providerId}/${id}`),
  );
}

/** Calls that meet tiers, cache prices and prices of the past. */
const CALLS = [
  [{ input_tokens: 1000, output_tokens: 50 }, '2026-01-15T12:00:00Z'],
  [{ input_tokens: 300_000, output_tokens: 5000, cache_read_tokens: 100_000 }, '2026-01-15T12:00:00Z'],
  [{ input_tokens: 1000, output_tokens: 50, cache_write_tokens: 100 }, '2025-01-15T20:00:00Z'],
];

function pricesOf({ calcPrice }, providerId, model) {
  return CALLS.map(([usage, at]) => {
    try {
      const price = calcPrice(usage, model, { providerId, timestamp: new Date(at) });
      return price && [price.total_price, price.provider.id, price.model.id].join(' ');
    } catch (refusal) {
      return refusal.message;
    }
  }).join('\n');
}

function withoutStory({ id, model_match, provider_match, fallback_model_providers, models }) {
  const priced = models.map(({ id: model, match, prices }) => ({ id: model, match, prices }));
  return { id, name: id, model_match, provider_match, fallback_model_providers, models: priced };
}

/** The library's data are the first constant of its only file. */
async function readLibrary(file) {
  const source = await readFile(file, 'utf8');
  const parts = /^(const \w+ = )(\[\n.*?\n\])(, \w+ = \{\n.*)$/s.exec(source);
  if (parts === null) throw new Error('The price library keeps its data elsewhere: see price-data.mjs.');
  const [, before, data, after] = parts;
  return { before, providers: runInNewContext(data), after };
}
