/** `POST /v1/embeddings` of the demo model: unit vectors made from a digest of the text. */
import { estimateTokenCount } from 'tokenx';
import { z } from 'zod';
import { demoFailure } from './demo-failure.ts';
import { pause } from './pause.ts';
import { readDemoRequest } from './read-demo-request.ts';

const USUAL_DIMENSIONS = 256;

/** More would make an answer of tens of megabytes, which an isolate shared with others must not hold. */
const MOST_NUMBERS = 1_048_576;

const tokensSchema = z.array(z.number().int().min(0)).min(1);

const requestSchema = z
  .looseObject({
    model: z.string(),
    input: z.union(
      [
        z.string(),
        z.array(z.string()).min(1).max(2048),
        tokensSchema,
        z.array(tokensSchema).min(1).max(2048),
      ],
      'expected a text, at most 2048 texts, or tokens as whole numbers',
    ),
    dimensions: z.number().int().min(1).max(3072).nullish(),
    encoding_format: z.enum(['float', 'base64']).nullish(),
  })
  .refine(
    ({ input, dimensions }) => listInputs(input).length * (dimensions ?? USUAL_DIMENSIONS) <= MOST_NUMBERS,
    { path: ['input'], message: `expected at most ${MOST_NUMBERS} numbers, inputs times dimensions` },
  );

type Input = string | string[] | number[] | number[][];

/** Answers an embeddings call. */
export async function answerEmbeddings(request: Request): Promise<Response> {
  const read = await readDemoRequest(request, requestSchema);
  if (!read.ok) return read.answer;
  const { input, dimensions, encoding_format: format } = read.body;
  if (read.knobs.latency > 0) await pause(read.knobs.latency, request.signal);
  if (read.knobs.error !== undefined) return demoFailure(read.knobs.error);
  const inputs = listInputs(input);
  const vectors = await Promise.all(
    inputs.map((one) => embed(typeof one === 'string' ? one : one.join(' '), dimensions ?? USUAL_DIMENSIONS)),
  );
  const tokens = inputs.reduce(
    (sum, one) => sum + (typeof one === 'string' ? estimateTokenCount(one) : one.length),
    0,
  );
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

/** The inputs one by one: texts, or texts as lists of tokens. */
function listInputs(input: Input): (string | number[])[] {
  if (typeof input === 'string') return [input];
  const texts: (string | number[])[] = [];
  const tokens: number[] = [];
  for (const member of input) {
    if (typeof member === 'number') tokens.push(member);
    else texts.push(member);
  }
  return tokens.length > 0 ? [tokens] : texts;
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

/** Little-endian floats, as OpenAI's SDKs ask for and decode. */
function toBase64(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.byteLength));
  for (const [index, member] of vector.entries()) view.setFloat32(index * 4, member, true);
  let binary = '';
  for (const byte of new Uint8Array(view.buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
