/**
 * Frames of `application/vnd.amazon.eventstream` out of a captured answer. The codec is AWS's own
 * (smithy.io/2.0/aws/amazon-eventstream.html); here frames are cut apart, timed, and told apart: events, exceptions, and
 * what a cut or damaged stream leaves.
 */
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { asObject, asString, parseJson, type JsonObject } from '../../../core/json.ts';
import type { DecodedBody, ReadError, Segment } from '../contract.ts';

/** An event of the stream, and when its last byte had arrived. */
export interface StreamEvent {
  /** `:event-type`, e.g. `contentBlockDelta` or `chunk`. */
  type: string;
  payload: JsonObject;
  atMs: number;
}

/** A stream as far as it came. */
export interface EventStream {
  events: StreamEvent[];
  /** The first exception the stream carried, or what is wrong with its bytes. */
  error: ReadError | null;
  /** False when the last frame was cut off (F18). */
  whole: boolean;
}

const EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Every frame begins with its own length. */
const LENGTH_BYTES = 4;

type Message = ReturnType<EventStreamCodec['decode']>;

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

/** True for an answer that came as frames. */
export function isFramed({ mediaType }: DecodedBody): boolean {
  return mediaType === EVENT_STREAM;
}

/** Reads all frames. Never throws: a frame that does not check ends the reading with an error. */
export function readEventStream({ bytes, segments }: DecodedBody): EventStream {
  const stream: EventStream = { events: [], error: null, whole: true };
  const arrivalOf = arrivals(segments);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  while (start < bytes.byteLength) {
    const left = bytes.byteLength - start;
    const length = left < LENGTH_BYTES ? Number.POSITIVE_INFINITY : view.getUint32(start);
    if (length > left) return { ...stream, whole: false };
    const message = decodeFrame(bytes.subarray(start, start + length));
    start += length;
    if (message === null) {
      stream.error ??= {
        type: 'malformed_event_stream',
        message: 'A frame of the stream does not match its checksum.',
      };
      return { ...stream, whole: false };
    }
    takeMessage(stream, message, arrivalOf(start));
  }
  return stream;
}

function decodeFrame(frame: Uint8Array): Message | null {
  try {
    return codec.decode(frame);
  } catch {
    // Length, checksum or headers are wrong; what follows cannot be trusted either.
    return null;
  }
}

/**
 * F17: an exception is a frame like any other but for its headers. `error` frames are unmodelled failures, told in headers
 * alone.
 */
function takeMessage(stream: EventStream, message: Message, atMs: number): void {
  const payload = asObject(parseJson(new TextDecoder().decode(message.body)));
  const header = (name: string): string => asString(message.headers[name]?.value) ?? '';
  switch (header(':message-type')) {
    case 'exception':
      stream.error ??= {
        type: capitalised(header(':exception-type')) || 'exception',
        message: asString(payload.message) ?? asString(payload.Message) ?? JSON.stringify(payload),
      };
      break;
    case 'error':
      stream.error ??= { type: header(':error-code') || 'error', message: header(':error-message') };
      break;
    default:
      stream.events.push({ type: header(':event-type'), payload, atMs });
  }
}

/** Frames name exceptions in lower camel case; the header of a plain refusal and the SDKs' classes do not. */
function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** When the bytes up to an offset had arrived; to be asked with growing offsets. */
function arrivals(segments: readonly Segment[]): (end: number) => number {
  let index = 0;
  let reached = segments[0]?.bytes.byteLength ?? 0;
  return (end) => {
    while (reached < end && index < segments.length - 1) {
      index += 1;
      reached += segments[index]?.bytes.byteLength ?? 0;
    }
    return segments[index]?.atMs ?? 0;
  };
}
