/** `POST /v1/embeddings` of the demo model: unit vectors made from a digest of the text. */
import { estimateTokenCount } from 'tokenx';
import { z } from 'zod';
import { parseJson } from '../../../core/json.ts';
import { demoFailure } from './demo-failure.ts';
import { readKnobs } from './knobs.ts';
import { pause } from './pause.ts';

const requestSchema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)]),
  dimensions: z.number().int().min(1).max(3072).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

const USUAL_DIMENSIONS = 256;

/** Answers an embeddings call. */
export async function answerEmbeddings(request: Request): Promise<Response> {
  const parsed = requestSchema.safeParse(parseJson(await request.text()));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const parameter = issue?.path.join('.') ?? '';
    return demoFailure(400, `Invalid value for '${parameter}': ${issue?.message}.`, parameter);
  }
  const { model, input, dimensions, encoding_format: format } = parsed.data;
  const read = readKnobs(model, request.headers.get('x-demo-knobs'));
  if (!read.ok) return demoFailure(400, `Invalid knob '${read.knob}': ${read.expected}.`, 'model');
  if (read.knobs.latency > 0) await pause(read.knobs.latency, request.signal);
  if (read.knobs.error !== undefined) return demoFailure(read.knobs.error);
  const texts = typeof input === 'string' ? [input] : input;
  const vectors = await Promise.all(texts.map((text) => embed(text, dimensions ?? USUAL_DIMENSIONS)));
  const tokens = texts.reduce((sum, text) => sum + estimateTokenCount(text), 0);
  return Response.json({
    object: 'list',
    model: 'demo',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? toBase64(vector) : [...vector],
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** Pseudo-random members from the text's digest, scaled to length one. */
async function embed(text: string, dimensions: number): Promise<Float32Array> {
  const digest = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  let state = digest.getUint32(0) || 1;
  const vector = Float32Array.from({ length: dimensions }, (_, index) => {
    // xorshift32 (Marsaglia, 2003), stirred with the digest.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state ^ digest.getUint32((index % 8) * 4)) >>> 0) / 2 ** 31 - 1;
  });
  const length = Math.hypot(...vector) || 1;
  return vector.map((member) => member / length);
}

function toBase64(vector: Float32Array): string {
  let binary = '';
  for (const byte of new Uint8Array(vector.buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
