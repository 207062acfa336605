/**
 * From bytes as they were sent to what readers see: decompressed, decoded, cut where they arrived. Bodies may be cut at
 * the capture limit, so decoding takes what it gets and never fails for a missing end.
 */
import { parseJson } from '../core/json.ts';
import { isBinary } from '../proxy/body-recorder.ts';
import { decompress } from '../proxy/decompress.ts';
import type { Arrival, CapturedBody } from '../proxy/exchange.ts';
import type { DecodedBody, Segment } from '../proxy/providers/contract.ts';

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
