/** Prices an operator sets (WEIR_PRICES), by `provider/model` or `model`. */
import { z } from 'zod';
import { AppError } from '../../core/app-error.ts';
import { parseJson } from '../../core/json.ts';
import { ownUseKey } from './price-uses.ts';
import type { Rate, Rates } from './rates.ts';

/** USD per million tokens, and per thousand of what is billed beside them, by its name in `weir.usage.extra`. */
const overrideSchema = z.strictObject({
  inputPerMillionUsd: plausiblePrice(),
  outputPerMillionUsd: plausiblePrice(),
  cacheReadPerMillionUsd: plausiblePrice().optional(),
  cacheWritePerMillionUsd: plausiblePrice().optional(),
  cacheWrite1hPerMillionUsd: plausiblePrice().optional(),
  inputAudioPerMillionUsd: plausiblePrice().optional(),
  outputAudioPerMillionUsd: plausiblePrice().optional(),
  inputImagePerMillionUsd: plausiblePrice().optional(),
  outputImagePerMillionUsd: plausiblePrice().optional(),
  perThousandUsd: z.record(z.string(), plausiblePrice()).optional(),
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

/** Rates of text: an operator's price replaces all of them. */
const TEXT_KEYS = [
  'input_mtok',
  'output_mtok',
  'cache_read_mtok',
  'cache_write_mtok',
  'cache_write_1h_mtok',
  'output_reasoning_mtok',
];

/**
 * The rates an operator's price makes. Text is the operator's alone; of sound, pictures and what is billed beside tokens,
 * what the operator does not set keeps the published rate.
 *
 * @param published empty where none are known
 */
export function overrideRates(price: PriceOverrides[string], published: Rates): Rates {
  const rates: Record<string, Rate | undefined> = { ...published };
  for (const key of TEXT_KEYS) rates[key] = undefined;
  const cacheWrite = price.cacheWritePerMillionUsd ?? price.inputPerMillionUsd;
  const own = {
    input_mtok: price.inputPerMillionUsd,
    output_mtok: price.outputPerMillionUsd,
    cache_read_mtok: price.cacheReadPerMillionUsd ?? price.inputPerMillionUsd,
    cache_write_mtok: cacheWrite,
    cache_write_1h_mtok: price.cacheWrite1hPerMillionUsd ?? cacheWrite,
    input_audio_mtok: price.inputAudioPerMillionUsd,
    output_audio_mtok: price.outputAudioPerMillionUsd,
    input_image_mtok: price.inputImagePerMillionUsd,
    output_image_mtok: price.outputImagePerMillionUsd,
  };
  for (const [key, rate] of Object.entries(own)) rates[key] = rate ?? rates[key];
  for (const [name, rate] of Object.entries(price.perThousandUsd ?? {})) rates[ownUseKey(name)] = rate;
  return rates;
}
