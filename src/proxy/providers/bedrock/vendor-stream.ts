/**
 * InvokeModelWithResponseStream: each `chunk` frame holds, in base64, one event of the vendor's own stream. Unpacked here,
 * and framed again as the vendor would have sent it, so that the vendor's own reader reads it.
 */
import { asString, isObject, parseJson, type Json, type JsonObject } from '../../../core/json.ts';
import type { DecodedBody, ReadableCall, ReadError, Segment } from '../contract.ts';
import { readEventStream } from './event-stream.ts';

/** An event of the vendor's stream, and when it had arrived. */
export interface VendorEvent {
  value: JsonObject;
  atMs: number;
}

/** The vendor's stream as far as it came. */
export interface VendorStream {
  events: VendorEvent[];
  /** `amazon-bedrock-invocationMetrics`, which Bedrock adds to the last event. */
  metrics: Json;
  error: ReadError | null;
  /** False when the last frame was cut off. */
  whole: boolean;
}

const METRICS = 'amazon-bedrock-invocationMetrics';

/** Unpacks the stream; what is not base64 of a JSON object is skipped. */
export function readVendorStream(response: DecodedBody): VendorStream {
  const { events, error, whole } = readEventStream(response);
  const stream: VendorStream = { events: [], metrics: null, error, whole };
  for (const { payload, atMs } of events) {
    const packed = parseJson(decodeBase64(asString(payload.bytes) ?? ''));
    if (!isObject(packed)) continue;
    const { [METRICS]: metrics, ...value } = packed;
    if (metrics !== undefined) stream.metrics = metrics;
    stream.events.push({ value, atMs });
  }
  return stream;
}

/** The call as the vendor would have answered it: server-sent events. */
export function asServerSentEvents(call: ReadableCall, { events }: VendorStream): ReadableCall {
  const segments = events.map(({ value, atMs }) => segmentOf(`data: ${JSON.stringify(value)}\n\n`, atMs));
  return withResponse(call, 'text/event-stream', segments);
}

/** The call as the vendor would have answered it: lines of JSON. */
export function asJsonLines(call: ReadableCall, { events }: VendorStream): ReadableCall {
  const segments = events.map(({ value, atMs }) => segmentOf(`${JSON.stringify(value)}\n`, atMs));
  return withResponse(call, 'application/stream+json', segments);
}

function withResponse(call: ReadableCall, mediaType: string, segments: Segment[]): ReadableCall {
  return { ...call, response: { ...call.response, mediaType, contentType: mediaType, segments } };
}

function segmentOf(text: string, atMs: number): Segment {
  return { bytes: new TextEncoder().encode(text), atMs };
}

function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    // Not base64: an event that says nothing.
    return '';
  }
}
