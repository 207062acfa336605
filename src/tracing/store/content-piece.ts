/**
 * A piece of content: the spans of one trace in one write, as JSON, gzipped, then encrypted with a key of its own.
 * The key is kept in the index, apart from the bytes: forgetting the key is deleting the content.
 */
import { asArray, asObject, asString, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import type { Span, SpanEvent } from '../trace.ts';

const IV_BYTES = 12;

/** The parts of a span that the index does not hold. */
export type SpanContent = Pick<Span, 'attributes' | 'events'> & { statusMessage: string };

/** A piece ready to be stored. */
export interface SealedPiece {
  /** The iv, then the ciphertext with its tag. */
  bytes: Uint8Array;
  /** AES-256 key, base64. */
  key: string;
}

/**
 * Seals the content of spans.
 *
 * @param traceId is bound to the ciphertext: a piece opened under another trace fails
 * @param contentBySpanId JSON text of each span's {@link SpanContent}
 */
export async function sealPiece(traceId: string, contentBySpanId: Map<string, string>): Promise<SealedPiece> {
  const members = [...contentBySpanId].map(([spanId, json]) => `${JSON.stringify(spanId)}:${json}`);
  const plain = await throughStream(
    new TextEncoder().encode(`{${members.join(',')}}`),
    new CompressionStream('gzip'),
  );
  const rawKey = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['encrypt']);
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(traceId) };
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain));
  const bytes = new Uint8Array(IV_BYTES + encrypted.byteLength);
  bytes.set(iv);
  bytes.set(encrypted, IV_BYTES);
  return { bytes, key: btoa(String.fromCharCode(...rawKey)) };
}

/**
 * Opens a piece.
 *
 * @returns the content by span id
 * @throws when the key, the trace or the bytes are not those that were sealed
 */
export async function openPiece(traceId: string, piece: SealedPiece): Promise<Map<string, SpanContent>> {
  const rawKey = Uint8Array.from(atob(piece.key), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['decrypt']);
  const iv = piece.bytes.subarray(0, IV_BYTES);
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(traceId) };
  const zipped = await crypto.subtle.decrypt(algorithm, key, piece.bytes.subarray(IV_BYTES));
  const plain = await throughStream(new Uint8Array(zipped), new DecompressionStream('gzip'));
  const byId = asObject(parseJson(new TextDecoder().decode(plain)));
  return new Map(Object.entries(byId).map(([spanId, content]) => [spanId, toContent(content)]));
}

/** The JSON text of a span's content, as {@link sealPiece} takes it. */
export function encodeContent(span: Span): string {
  return JSON.stringify({
    attributes: span.attributes,
    events: span.events,
    status_message: span.status.message,
  });
}

function toContent(value: Json): SpanContent {
  const content = asObject(value);
  return {
    attributes: asObject(content['attributes']),
    events: asArray(content['events']).map((event) => toEvent(asObject(event))),
    statusMessage: asString(content['status_message']) ?? '',
  };
}

function toEvent(event: JsonObject): SpanEvent {
  return {
    name: asString(event['name']) ?? '',
    timeNs: asString(event['timeNs']) ?? '0',
    attributes: asObject(event['attributes']),
  };
}

async function throughStream(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const passed = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(passed).arrayBuffer());
}
