/**
 * From bytes as they were sent to what readers see: decompressed, decoded, cut where they arrived. Bodies may be cut short by
 * their sender, so decoding takes what it gets and never fails for a missing end.
 */
import { parseJson } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { beginsAsEvents } from './begins-as-events.ts';
import { isBinary } from './body-recorder.ts';
import { condenseWhole } from './capture/condense-body.ts';
import { decompress } from './decompress.ts';
import type { Arrival, CapturedBody } from './exchange.ts';
import type { DecodedBody, Segment } from './providers/contract.ts';

const EVENT_STREAM = 'text/event-stream';

/**
 * Decodes a captured body.
 *
 * @param arrivals when its bytes came; empty for requests
 */
export function decodeBody(body: CapturedBody, arrivals: readonly Arrival[]): DecodedBody {
  const declared = body.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const plain = body.contentEncoding === '' || body.contentEncoding === 'identity';
  const kept = body.meter ?? body.bytes;
  const { bytes, shortened } = plain
    ? { bytes: kept, shortened: false }
    : condenseWhole(decompress(kept, body.contentEncoding), body.contentType, limits.decodedBytes);
  const binary = isBinary(body.contentType) || declared === 'application/vnd.amazon.eventstream';
  const text = binary ? '' : new TextDecoder().decode(bytes);
  const mediaType = mediaTypeOf(declared, text);
  return {
    mediaType,
    contentType: body.contentType,
    bytes,
    text,
    json: mayBeJson(mediaType, text) ? parseJson(text) : undefined,
    segments: plain ? cutAtArrivals(bytes, arrivals) : [{ bytes, atMs: arrivals[0]?.[1] ?? 0 }],
    truncated: body.truncated || shortened,
  };
}

/** The type a body has by its bytes: servers declare events as text or as JSON, and answer a stream's request with JSON. */
function mediaTypeOf(declared: string, text: string): string {
  if (declared !== EVENT_STREAM) return beginsAsEvents(text) ? EVENT_STREAM : declared;
  return /^\s*[[{]/.test(text) && parseJson(text) !== undefined ? 'application/json' : declared;
}

function mayBeJson(mediaType: string, text: string): boolean {
  return mediaType !== EVENT_STREAM && /^\s*[[{"\d\-tfn]/.test(text);
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
