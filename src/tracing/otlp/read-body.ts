/** The bytes of an OTLP request: bounded as sent and as unpacked, since a small body can hide a very large one. */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { AppError } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { readUpTo } from '../../core/read-up-to.ts';
import { OtlpRefusal } from './refusal.ts';

/**
 * The unpacked body.
 *
 * @param contentEncoding of the request; empty for none
 * @throws OtlpRefusal 400 for an unknown encoding or corrupt data, 413 for what is too large
 */
export async function readBody(request: Request, contentEncoding: string): Promise<Uint8Array> {
  const sent = await readSent(request);
  const options = { maxOutputLength: limits.otlpBodyBytes };
  switch (contentEncoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return sent;
    case 'gzip':
      return unpack('gzip', () => gunzipSync(sent, options));
    case 'deflate':
      return unpack('deflate', () => inflateEither(sent, options));
    default:
      throw new OtlpRefusal(
        400,
        `Unsupported Content-Encoding: ${contentEncoding.slice(0, 50)}. Expected: gzip or deflate`,
      );
  }
}

async function readSent(request: Request): Promise<Uint8Array> {
  const stated = Number(request.headers.get('content-length') ?? Number.NaN);
  if (stated > limits.otlpBodyBytes) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  // HTTP bounds a body by the length it states; read whole, it is not taken apart into chunks.
  if (!Number.isNaN(stated)) return whole(await request.arrayBuffer());
  try {
    return await readUpTo(limits.otlpBodyBytes, request.body);
  } catch (cause) {
    throw cause instanceof AppError ? tooLarge() : cause;
  }
}

function whole(body: ArrayBuffer): Uint8Array {
  if (body.byteLength > limits.otlpBodyBytes) throw tooLarge();
  return new Uint8Array(body);
}

function unpack(encoding: string, run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof RangeError || codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new OtlpRefusal(400, `Failed to decompress ${encoding} payload`, cause);
  }
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

function tooLarge(): OtlpRefusal {
  return new OtlpRefusal(
    413,
    `The request is larger than ${limits.otlpBodyBytes} bytes; send smaller batches.`,
  );
}
