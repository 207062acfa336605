/**
 * A piece of content: the spans of one trace in one write, as JSON, gzipped, then encrypted with a key of its own.
 * The key is kept in the index, apart from the bytes: forgetting the key is deleting the content.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { asArray, asObject, asString, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import { limits } from '../../core/limits.ts';
import type { Span, SpanEvent, SpanLink } from '../trace.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A twentieth larger than the default level leaves it, in half the time. */
const GZIP_LEVEL = 3;

/** The parts of a span that the index does not hold. */
export type SpanContent = Pick<Span, 'attributes' | 'events' | 'links'> & { statusMessage: string };

/** A piece ready to be stored. */
export interface SealedPiece {
  /** The iv, then the ciphertext with its tag. */
  bytes: Uint8Array;
  /** AES-256 key, base64. */
  key: string;
}

/**
 * Seals the content of spans. Synchronous, as a batch seals hundreds of small pieces: streams and promises would cost more
 * than the work itself.
 *
 * @param traceId is bound to the ciphertext: a piece opened under another trace fails
 * @param contentBySpanId JSON text of each span's {@link SpanContent}
 */
export function sealPiece(traceId: string, contentBySpanId: Map<string, string>): SealedPiece {
  const members = [...contentBySpanId].map(([spanId, json]) => `${JSON.stringify(spanId)}:${json}`);
  const zipped = gzipSync(`{${members.join(',')}}`, { level: GZIP_LEVEL });
  const rawKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = createCipheriv(ALGORITHM, rawKey, iv);
  cipher.setAAD(new TextEncoder().encode(traceId));
  const parts = [iv, cipher.update(zipped), cipher.final(), cipher.getAuthTag()];
  return { bytes: new Uint8Array(Buffer.concat(parts)), key: Buffer.from(rawKey).toString('base64') };
}

/**
 * Opens a piece.
 *
 * @returns the content by span id
 * @throws when the key, the trace or the bytes are not those that were sealed
 */
export function openPiece(traceId: string, piece: SealedPiece): Map<string, SpanContent> {
  const { bytes } = piece;
  const tagAt = bytes.byteLength - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(piece.key, 'base64'), bytes.subarray(0, IV_BYTES));
  decipher.setAAD(new TextEncoder().encode(traceId));
  decipher.setAuthTag(bytes.subarray(tagAt));
  const zipped = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, tagAt)), decipher.final()]);
  const byId = asObject(parseJson(new TextDecoder().decode(gunzipSync(zipped)), limits.storedJsonDepth));
  return new Map(Object.entries(byId).map(([spanId, content]) => [spanId, toContent(content)]));
}

/** The JSON text of a span's content, as {@link sealPiece} takes it. */
export function encodeContent(span: Span): string {
  return JSON.stringify({
    attributes: span.attributes,
    events: span.events,
    status_message: span.status.message,
    ...(span.links === undefined ? {} : { links: span.links }),
  });
}

function toContent(value: Json): SpanContent {
  const content = asObject(value);
  return {
    attributes: asObject(content['attributes']),
    events: asArray(content['events']).map((event) => toEvent(asObject(event))),
    statusMessage: asString(content['status_message']) ?? '',
    ...(content['links'] === undefined ? {} : { links: asArray(content['links']).map(toLink) }),
  };
}

function toLink(value: Json): SpanLink {
  const link = asObject(value);
  return {
    traceId: asString(link['traceId']) ?? '',
    spanId: asString(link['spanId']) ?? '',
    attributes: asObject(link['attributes']),
  };
}

function toEvent(event: JsonObject): SpanEvent {
  return {
    name: asString(event['name']) ?? '',
    timeNs: asString(event['timeNs']) ?? '0',
    attributes: asObject(event['attributes']),
  };
}
