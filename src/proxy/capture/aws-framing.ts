/**
 * Frames of `application/vnd.amazon.eventstream` cut apart (smithy.io/2.0/aws/amazon-eventstream.html). A frame too long to
 * be held is condensed and framed anew, with lengths and checksums of its own. What InvokeModel's frames hold in base64 is
 * unpacked to be folded, and packed again.
 */
import { Buffer } from 'node:buffer';
import { EventStreamCodec, HeaderMarshaller, type MessageHeaders } from '@smithy/eventstream-codec';
import { asObject, asString, isObject, parseJson, type Json } from '../../core/json.ts';
import { JsonCondenser } from './json-condenser.ts';
import { bytesOf } from './kept-text.ts';
import type { Frame, Framing } from './stream-condenser.ts';

const toUtf8 = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
const fromUtf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const codec = new EventStreamCodec(toUtf8, fromUtf8);
const marshaller = new HeaderMarshaller(toUtf8, fromUtf8);

/** Two lengths and their checksum; behind the payload stands another. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/** Longest headers that are kept of a frame that is condensed. */
const HEADER_BYTES = 8 * 1024;

/** The framing of AWS's event streams. */
export class AwsFraming implements Framing {
  readonly #frameBytes: number;
  #held = new Uint8Array(1024);
  #filled = 0;
  #passed = 0;
  #length = 0;
  #payloadAt = 0;
  #payload: JsonCondenser | null = null;
  /** The bytes are no frames from some point on. */
  #broken = false;

  /** @param frameBytes most bytes of one frame */
  constructor(frameBytes: number) {
    this.#frameBytes = frameBytes;
  }

  write(chunk: Uint8Array, onFrame: (frame: Frame, endInChunk: number) => void): void {
    let at = 0;
    while (at < chunk.byteLength && !this.#broken) {
      const wanted = this.#length === 0 ? PRELUDE_BYTES : this.#length;
      const end = Math.min(chunk.byteLength, at + wanted - this.#passed);
      this.#takePart(chunk.subarray(at, end));
      at = end;
      if (this.#passed < wanted) return;
      if (this.#length === 0) this.#readPrelude();
      else onFrame(this.#take(), at);
    }
    // What follows a broken frame is of no use, but that there was more shows that the stream is not whole.
    if (this.#broken) this.#hold(chunk.subarray(at));
  }

  rest(): Frame | null {
    return this.#filled === 0 ? null : { bytes: this.#held.subarray(0, this.#filled), shortened: false };
  }

  open(frame: Uint8Array): { name: string; value: Json } | null {
    try {
      const { headers, body } = codec.decode(frame);
      const value = parseJson(toUtf8(body));
      if (value === undefined) return null;
      const packed = parseJson(Buffer.from(asString(asObject(value).bytes) ?? '', 'base64').toString());
      return {
        name: JSON.stringify(headers),
        value: isObject(packed) ? { ...asObject(value), bytes: packed } : value,
      };
    } catch {
      // A damaged frame says nothing.
      return null;
    }
  }

  render(name: string, value: Json): Uint8Array {
    const bytes = asObject(value).bytes;
    const packed = isObject(bytes)
      ? { ...asObject(value), bytes: Buffer.from(JSON.stringify(bytes)).toString('base64') }
      : value;
    // The name is this framing's own work, made of headers.
    const headers = asObject(parseJson(name)) as unknown as MessageHeaders;
    return codec.encode({ headers, body: fromUtf8(JSON.stringify(packed)) });
  }

  #readPrelude(): void {
    const view = new DataView(this.#held.buffer, 0, PRELUDE_BYTES);
    this.#length = view.getUint32(0);
    this.#payloadAt = PRELUDE_BYTES + view.getUint32(4);
    this.#broken = this.#length < this.#payloadAt + CHECKSUM_BYTES || this.#payloadAt > HEADER_BYTES;
    if (!this.#broken && this.#length > this.#frameBytes >> 1)
      this.#payload = new JsonCondenser(this.#frameBytes >> 1);
  }

  #takePart(part: Uint8Array): void {
    const before = this.#passed;
    this.#passed += part.byteLength;
    if (this.#payload === null) {
      this.#hold(part);
      return;
    }
    const headersEnd = Math.max(0, Math.min(part.byteLength, this.#payloadAt - before));
    const payloadEnd = Math.max(0, Math.min(part.byteLength, this.#length - CHECKSUM_BYTES - before));
    this.#hold(part.subarray(0, headersEnd));
    this.#payload.write(part.subarray(headersEnd, Math.max(headersEnd, payloadEnd)));
  }

  #hold(part: Uint8Array): void {
    const needed = this.#filled + part.byteLength;
    if (needed > Math.max(this.#frameBytes, HEADER_BYTES)) return;
    if (needed > this.#held.byteLength) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#held.byteLength));
      grown.set(this.#held.subarray(0, this.#filled));
      this.#held = grown;
    }
    this.#held.set(part, this.#filled);
    this.#filled = needed;
  }

  #take(): Frame {
    const held = this.#held.subarray(0, this.#filled);
    const frame =
      this.#payload === null ? { bytes: held, shortened: false } : this.#condensed(held, this.#payload);
    this.#filled = 0;
    this.#passed = 0;
    this.#length = 0;
    this.#payload = null;
    return frame;
  }

  #condensed(held: Uint8Array, payload: JsonCondenser): Frame {
    const body = bytesOf(payload.finish() ?? '{}');
    try {
      const view = new DataView(
        held.buffer,
        held.byteOffset + PRELUDE_BYTES,
        held.byteLength - PRELUDE_BYTES,
      );
      return { bytes: codec.encode({ headers: marshaller.parse(view), body }), shortened: true };
    } catch {
      // Headers that cannot be read: the frame says nothing, and its reader is not led astray.
      return { bytes: new Uint8Array(0), shortened: true };
    }
  }
}
