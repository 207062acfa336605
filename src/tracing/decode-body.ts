/**
 * From bytes as they were sent to what readers see: decompressed, decoded, cut where they arrived. Bodies may be cut at
 * the capture limit, so decoding takes what it gets and never fails for a missing end.
 */
import {
  brotliDecompressSync,
  constants,
  inflateRawSync,
  inflateSync,
  gunzipSync,
  zstdDecompressSync,
} from 'node:zlib';
import { parseJson } from '../core/json.ts';
import { isBinary } from '../proxy/body-recorder.ts';
import type { Arrival, CapturedBody } from '../proxy/exchange.ts';
import type { DecodedBody, Segment } from '../proxy/providers/contract.ts';

/** Most bytes a body may have after decompression: a small body can hide a very large one. */
const MOST_DECODED_BYTES = 32 * 1024 * 1024;

/**
 * Decodes a captured body.
 *
 * @param arrivals when its bytes came; empty for requests
 */
export function decodeBody(body: CapturedBody, arrivals: readonly Arrival[]): DecodedBody {
  const mediaType = body.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const plain = body.contentEncoding === '' || body.contentEncoding === 'identity';
  const bytes = plain ? body.bytes : decompress(body.bytes, body.contentEncoding);
  const binary = isBinary(body.contentType) || mediaType === 'application/vnd.amazon.eventstream';
  const text = binary ? '' : new TextDecoder().decode(bytes);
  return {
    mediaType,
    contentType: body.contentType,
    bytes,
    text,
    json: mayBeJson(mediaType, text) ? parseJson(text) : undefined,
    segments: plain ? cutAtArrivals(bytes, arrivals) : [{ bytes, atMs: arrivals[0]?.[1] ?? 0 }],
    truncated: body.truncated,
  };
}

function mayBeJson(mediaType: string, text: string): boolean {
  return mediaType !== 'text/event-stream' && /^\s*[[{"\d\-tfn]/.test(text);
}

function cutAtArrivals(bytes: Uint8Array, arrivals: readonly Arrival[]): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (const [byteCount, atMs] of arrivals) {
    if (start >= bytes.byteLength) break;
    segments.push({ bytes: bytes.subarray(start, byteCount), atMs });
    start = byteCount;
  }
  if (start < bytes.byteLength)
    segments.push({ bytes: bytes.subarray(start), atMs: segments.at(-1)?.atMs ?? 0 });
  return segments;
}

/** Undoes the encodings in reverse order (RFC 9110, section 8.4); what cannot be undone yields no bytes. */
function decompress(bytes: Uint8Array, contentEncoding: string): Uint8Array {
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
