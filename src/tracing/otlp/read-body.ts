/** The bytes of an OTLP request: bounded as sent and as unpacked, since a small body can hide a very large one. */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { limits } from '../../core/limits.ts';
import { OtlpRefusal } from './refusal.ts';

/**
 * The unpacked body.
 *
 * @param contentEncoding of the request; empty for none
 * @throws OtlpRefusal 400 for an unknown encoding or corrupt data, 413 for what is too large
 */
export async function readBody(request: Request, contentEncoding: string): Promise<Uint8Array> {
  const sent = await readUpTo(request, limits.otlpBodyBytes);
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

async function readUpTo(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
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
