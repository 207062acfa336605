/**
 * Undoes content codings of captured bodies. They may be cut at the capture limit, so it takes what it gets and never fails
 * for a missing end. Off the path: the caller's bytes stay as they came.
 */
import {
  brotliDecompressSync,
  constants,
  inflateRawSync,
  inflateSync,
  gunzipSync,
  zstdDecompressSync,
} from 'node:zlib';

/** Most bytes a body may have after decompression: a small body can hide a very large one. */
const MOST_DECODED_BYTES = 32 * 1024 * 1024;

/** Undoes the encodings in reverse order (RFC 9110, section 8.4); what cannot be undone yields no bytes. */
export function decompress(bytes: Uint8Array, contentEncoding: string): Uint8Array {
  const encodings = contentEncoding
    .split(',')
    .map((encoding) => encoding.trim())
    .toReversed();
  try {
    return encodings.reduce(decompressOne, bytes);
  } catch {
    return new Uint8Array(0);
  }
}

/** `finishFlush` makes a cut body yield what it holds. */
function decompressOne(bytes: Uint8Array, encoding: string): Uint8Array {
  const cut = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_DECODED_BYTES };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, cut);
    case 'deflate':
      return inflateEither(bytes, cut);
    case 'br':
      return brotliDecompressSync(bytes, {
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
        maxOutputLength: MOST_DECODED_BYTES,
      });
    case 'zstd':
      return zstdDecompressSync(bytes, {
        finishFlush: constants.ZSTD_e_flush,
        maxOutputLength: MOST_DECODED_BYTES,
      });
    case 'identity':
    case '':
      return bytes;
    default:
      return new Uint8Array(0);
  }
}

/** "deflate" means zlib, and raw deflate to some servers. */
function inflateEither(bytes: Uint8Array, options: Parameters<typeof inflateSync>[1]): Uint8Array {
  try {
    return inflateSync(bytes, options);
  } catch {
    return inflateRawSync(bytes, options);
  }
}
