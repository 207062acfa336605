/**
 * What tokens cost at a model's rates. Parts that have a rate of their own (cached, audio, images) are taken out of the
 * whole first; a part whose rate is not known is left out and named, never priced as something else. Pure.
 */
import type { Usage } from '../../proxy/providers/contract.ts';
import { inputOf, rateOf, type ModelRates } from './rates.ts';

/** USD of each direction, null where nothing was counted or no part has a rate; and what has no rate, by name. */
export interface TokenPrice {
  inputUsd: number | null;
  outputUsd: number | null;
  unpriced: string[];
}

/** A part of a count: the first of its keys that has a rate is its rate. */
interface Part {
  name: string;
  count: number;
  keys: readonly string[];
}

/** Prices the tokens of one model. */
export function priceTokens(usage: Usage, model: ModelRates): TokenPrice {
  const input = priceParts(inputParts(usage, model), { usage, model });
  const output = priceParts(outputParts(usage, model), { usage, model });
  const isUnsplit = usage.input === null && usage.output === null && (usage.total ?? 0) > 0;
  return {
    inputUsd: usage.input === null ? null : input.usd,
    outputUsd: usage.output === null ? null : output.usd,
    unpriced: [...input.unpriced, ...output.unpriced, ...(isUnsplit ? ['total_tokens'] : [])],
  };
}

function priceParts(
  parts: readonly Part[],
  { usage, model }: { usage: Usage; model: ModelRates },
): { usd: number | null; unpriced: string[] } {
  const used = parts.filter(({ count }) => count > 0);
  // A model without any rate is free of charge.
  if (Object.keys(model.rates).length === 0) return { usd: 0, unpriced: [] };
  let usd = 0;
  const unpriced: string[] = [];
  for (const { name, count, keys } of used) {
    const rates = keys.map((key) => rateOf(model.rates, key, inputOf(usage)));
    const rate = rates.find((value) => value !== undefined);
    if (rate === undefined) unpriced.push(name);
    else usd += (count * rate) / 1e6;
  }
  return { usd: used.length > 0 && unpriced.length === used.length ? null : usd, unpriced };
}

function inputParts(usage: Usage, model: ModelRates): Part[] {
  const input = usage.input ?? 0;
  const cacheRead = Math.min(usage.cacheRead ?? 0, input);
  const cacheWrite = Math.min(usage.cacheWrite ?? 0, input - cacheRead);
  const hourWrite = Math.min(usage.cacheWrite1h ?? 0, cacheWrite);
  const audio = Math.min(usage.inputAudio ?? 0, input);
  const image = Math.min(usage.inputImage ?? 0, input - audio);
  const video = Math.min(usage.inputVideo ?? 0, input - audio - image);
  const cachedAudio = cachedPart(usage.cacheReadAudio, {
    part: audio,
    cached: cacheRead + cacheWrite,
    cacheRead,
    input,
  });
  const cachedImage = cachedPart(usage.cacheReadImage, {
    part: image,
    cached: cacheRead + cacheWrite - cachedAudio,
    cacheRead: cacheRead - cachedAudio,
    input: input - audio,
  });
  const cachedVideo = cachedPart(usage.cacheReadVideo, {
    part: video,
    cached: cacheRead + cacheWrite - cachedAudio - cachedImage,
    cacheRead: cacheRead - cachedAudio - cachedImage,
    input: input - audio - image,
  });
  const freshMedia = audio + image + video - cachedAudio - cachedImage - cachedVideo;
  const text = Math.max(0, input - cacheRead - cacheWrite - freshMedia);
  const media = (kind: string, count: number, cached: number): Part[] => [
    { name: `input_${kind}_tokens`, count: count - cached, keys: mediaKeys(kind, model) },
    { name: `cache_${kind}_read_tokens`, count: cached, keys: cachedMediaKeys(kind, model) },
  ];
  return [
    { name: 'input_tokens', count: text, keys: ['input_mtok'] },
    ...media('audio', audio, cachedAudio),
    ...media('image', image, cachedImage),
    ...media('video', video, cachedVideo),
    {
      name: 'cache_read_tokens',
      count: cacheRead - cachedAudio - cachedImage - cachedVideo,
      keys: ['cache_read_mtok', 'input_mtok'],
    },
    { name: 'cache_write_tokens', count: cacheWrite - hourWrite, keys: ['cache_write_mtok', 'input_mtok'] },
    { name: 'cache_write_1h_tokens', count: hourWrite, keys: hourWriteKeys(model) },
  ];
}

/** How much of a part was cached, where it is not told: as little as the numbers allow. */
function cachedPart(
  told: number | null,
  { part, cached, cacheRead, input }: { part: number; cached: number; cacheRead: number; input: number },
): number {
  const least = Math.min(part, cacheRead, Math.max(0, cached + part - input));
  return Math.min(part, cacheRead, Math.max(least, told ?? 0));
}

/**
 * Pictures and film cost what text costs where they have no rate of their own; the price lists of Gemini say so of sound,
 * too (ai.google.dev/gemini-api/docs/pricing). Elsewhere sound has a rate of its own, or it is not known.
 */
function mediaKeys(kind: string, { providerId }: ModelRates): string[] {
  const own = `input_${kind}_mtok`;
  return kind === 'audio' && providerId !== 'google' ? [own] : [own, 'input_mtok'];
}

/** Where fresh sound or pictures have a rate and cached ones none, caching takes nothing off. */
function cachedMediaKeys(kind: string, model: ModelRates): string[] {
  const own = [`cache_${kind}_read_mtok`];
  const hasRate = model.rates[`input_${kind}_mtok`] !== undefined;
  return hasRate
    ? [...own, ...mediaKeys(kind, model)]
    : [...own, 'cache_read_mtok', ...mediaKeys(kind, model)];
}

/** Only where writes cost no more than input does the hour not matter. */
function hourWriteKeys({ rates }: ModelRates): string[] {
  return rates.cache_write_mtok === undefined
    ? ['cache_write_1h_mtok', 'input_mtok']
    : ['cache_write_1h_mtok'];
}

function outputParts(usage: Usage, model: ModelRates): Part[] {
  const output = usage.output ?? 0;
  const audio = Math.min(usage.outputAudio ?? 0, output);
  const untold = usage.outputImage === null && isPainter(model) ? output : 0;
  const image = Math.min(usage.outputImage ?? untold, output - audio);
  const video = Math.min(usage.outputVideo ?? 0, output - audio - image);
  const reasoning = reasoningApart(usage, model);
  const text = output - audio - image - video;
  const inText = (usage.reasoning ?? 0) <= text ? Math.min(reasoning, text) : 0;
  return [
    { name: 'output_tokens', count: text - inText, keys: ['output_mtok'] },
    { name: 'output_audio_tokens', count: audio, keys: speechKeys(model) },
    { name: 'output_image_tokens', count: image, keys: untold > 0 ? [] : pictureKeys(model) },
    { name: 'output_video_tokens', count: video, keys: ['output_video_mtok'] },
    { name: 'reasoning_tokens', count: reasoning, keys: ['output_reasoning_mtok'] },
  ];
}

/** Reasoning that has a rate of its own (Perplexity's, beside the output); elsewhere it is output like any other. */
function reasoningApart({ reasoning }: Usage, { rates }: ModelRates): number {
  return rates.output_reasoning_mtok === undefined ? 0 : (reasoning ?? 0);
}

/** The output of a model that only speaks is sound, and so is its rate; likewise of one that draws. */
function speechKeys({ modelId }: ModelRates): string[] {
  return /tts/.test(modelId) ? ['output_audio_mtok', 'output_mtok'] : ['output_audio_mtok'];
}

function pictureKeys({ modelId }: ModelRates): string[] {
  return modelId.startsWith('gpt-image-') ? ['output_image_mtok', 'output_mtok'] : ['output_image_mtok'];
}

/** A model of OpenAI's that draws and writes, each at a rate of its own: how much of its output was which must be told. */
function isPainter({ modelId, rates }: ModelRates): boolean {
  return modelId.startsWith('gpt-image-') && rates.output_image_mtok !== undefined;
}
