/**
 * The bytes of an OTLP request: whole, or as a stream where they are too many to be held. A small body can hide a very large
 * one, so that what counts is its length as unpacked.
 */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { limits } from '../../core/limits.ts';
import { readStart, type StartedBody } from '../../core/read-up-to.ts';
import { OtlpRefusal } from './refusal.ts';

/**
 * The unpacked body.
 *
 * @param contentEncoding of the request; empty for none
 * @throws OtlpRefusal 400 for an unknown encoding or corrupt data
 */
export async function readBody(request: Request, contentEncoding: string): Promise<StartedBody> {
  const sent = await readSent(request);
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return sent;
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    throw new OtlpRefusal(
      400,
      `Unsupported Content-Encoding: ${contentEncoding.slice(0, 50)}. Expected: gzip or deflate`,
    );
  }
  if ('large' in sent) return { large: unpacked(sent.large, encoding) };
  const options = { maxOutputLength: limits.otlpBodyBytes };
  try {
    const whole = encoding === 'gzip' ? gunzipSync(sent.whole, options) : inflateEither(sent.whole, options);
    return { whole };
  } catch (cause) {
    if (!(cause instanceof RangeError) && codeOf(cause) !== 'ERR_BUFFER_TOO_LARGE') {
      throw new OtlpRefusal(400, `Failed to decompress ${encoding} payload`, cause);
    }
    return { large: unpacked(new Blob([sent.whole]).stream(), encoding) };
  }
}

function unpacked(
  stream: ReadableStream<Uint8Array>,
  encoding: 'gzip' | 'deflate',
): ReadableStream<Uint8Array> {
  return stream.pipeThrough(new DecompressionStream(encoding));
}

async function readSent(request: Request): Promise<StartedBody> {
  if (request.body === null) return { whole: new Uint8Array() };
  const stated = Number(request.headers.get('content-length') ?? Number.NaN);
  if (stated > limits.otlpBodyBytes) return { large: request.body };
  // HTTP bounds a body by the length it states; read whole, it is not taken apart into chunks.
  if (!Number.isNaN(stated)) return { whole: new Uint8Array(await request.arrayBuffer()) };
  return readStart(request.body, limits.otlpBodyBytes);
}

/** "deflate" means zlib, and raw deflate to some clients. */
function inflateEither(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array {
  try {
    return inflateSync(bytes, options);
  } catch (cause) {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw cause;
    return inflateRawSync(bytes, options);
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
