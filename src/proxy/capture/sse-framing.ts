/**
 * Server-sent events (WHATWG HTML, section 9.2.5) cut apart as bytes: an event ends with a blank line, lines with LF, CR or
 * both. An event too long to be held is taken line by line, its data condensed as JSON.
 */
import { parseJson, type Json } from '../../core/json.ts';
import { shorteningMark } from '../../core/shortened.ts';
import { JsonCondenser } from './json-condenser.ts';
import { bytesOf, headOf } from './kept-text.ts';
import type { Frame, Framing } from './stream-condenser.ts';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;

const LINE_END = /\r\n|\r|\n/;

/** The framing of event streams. */
export class SseFraming implements Framing {
  readonly #eventBytes: number;
  #held: Uint8Array;
  #filled = 0;
  #long: LongEvent | null = null;
  /** Bytes in the line under way. */
  #lineLength = 0;
  #afterCr = false;

  /** @param eventBytes most bytes of one event */
  constructor(eventBytes: number) {
    this.#eventBytes = eventBytes;
    this.#held = new Uint8Array(Math.min(1024, eventBytes));
  }

  write(chunk: Uint8Array, onFrame: (frame: Frame, endInChunk: number) => void): void {
    let start = 0;
    for (let at = 0; at < chunk.byteLength; at++) {
      const byte = chunk[at];
      if (byte !== LF && byte !== CR) {
        this.#lineLength += 1;
        this.#afterCr = false;
        continue;
      }
      // The LF of a CR LF ends no line of its own.
      const isSecondHalf = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (isSecondHalf) continue;
      const isBlank = this.#lineLength === 0;
      this.#lineLength = 0;
      if (!isBlank) continue;
      const end = byte === CR && chunk[at + 1] === LF ? at + 2 : at + 1;
      this.#keep(chunk.subarray(start, end));
      onFrame(this.#take(), end);
      start = end;
      if (end === at + 2) this.#afterCr = false;
      at = end - 1;
    }
    this.#keep(chunk.subarray(start));
  }

  rest(): Frame | null {
    return this.#filled === 0 && this.#long === null ? null : this.#take();
  }

  open(frame: Uint8Array): { name: string; value: Json } | null {
    const lines = new TextDecoder().decode(frame).split(LINE_END);
    const field = (name: string): string[] =>
      lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));
    const value = parseJson(field('data').join('\n'));
    return value === undefined ? null : { name: field('event')[0]?.trim() ?? '', value };
  }

  render(name: string, value: Json): Uint8Array {
    const event = name === '' ? '' : `event: ${name}\n`;
    return new TextEncoder().encode(`${event}data: ${JSON.stringify(value)}\n\n`);
  }

  #keep(part: Uint8Array): void {
    if (this.#long !== null) this.#long.write(part);
    else if (this.#filled + part.byteLength <= this.#eventBytes >> 1) {
      this.#grow(this.#filled + part.byteLength);
      this.#held.set(part, this.#filled);
      this.#filled += part.byteLength;
    } else {
      this.#long = new LongEvent(this.#eventBytes >> 1);
      this.#long.write(this.#held.subarray(0, this.#filled));
      this.#long.write(part);
    }
  }

  #grow(needed: number): void {
    if (needed <= this.#held.byteLength) return;
    const grown = new Uint8Array(
      Math.max(needed, Math.min(2 * this.#held.byteLength, this.#eventBytes >> 1)),
    );
    grown.set(this.#held.subarray(0, this.#filled));
    this.#held = grown;
  }

  #take(): Frame {
    const frame =
      this.#long === null
        ? { bytes: this.#held.subarray(0, this.#filled), shortened: false }
        : { bytes: this.#long.finish(), shortened: true };
    this.#filled = 0;
    this.#long = null;
    return frame;
  }
}

/** Longest field beside the data, and what is kept of data that is no JSON. */
const FIELD_BYTES = 1024;

/** An event that is longer than what is held. */
class LongEvent {
  readonly #data: JsonCondenser;
  #fields = '';
  #plain = '';
  #plainLength = 0;
  /** The line's beginning, as far as it is needed to know its field; null behind it. */
  #line: string | null = '';
  #inData = false;

  constructor(limitBytes: number) {
    this.#data = new JsonCondenser(limitBytes);
  }

  write(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.byteLength) {
      if (this.#inData && this.#line === null) at = this.#takeData(chunk, at);
      else {
        this.#takeByte(chunk[at] ?? 0);
        at += 1;
      }
    }
  }

  finish(): Uint8Array {
    this.#endLine();
    const condensed = this.#data.failed ? null : this.#data.finish();
    const leftOutBytes = Math.max(0, this.#plainLength - FIELD_BYTES);
    const plain = headOf(this.#plain, FIELD_BYTES);
    const text =
      condensed ?? plain + shorteningMark({ leftOutBytes, byteLength: this.#plainLength, sha256: null });
    return bytesOf(`${this.#fields}data: ${text}\n\n`);
  }

  #takeData(chunk: Uint8Array, from: number): number {
    let end = from;
    while (end < chunk.byteLength && chunk[end] !== LF && chunk[end] !== CR) end++;
    const part = chunk.subarray(from, end);
    this.#data.write(part);
    this.#plainLength += part.byteLength;
    if (this.#plain.length < FIELD_BYTES) {
      for (const byte of part.subarray(0, FIELD_BYTES - this.#plain.length))
        this.#plain += String.fromCharCode(byte);
    }
    if (end < chunk.byteLength) {
      this.#inData = false;
      this.#line = '';
      return end + 1;
    }
    return end;
  }

  #takeByte(byte: number): void {
    if (byte === LF || byte === CR) this.#endLine();
    else if (this.#line === 'data:' && byte === SPACE) this.#line = null;
    else if (this.#line === 'data:') {
      this.#line = null;
      this.#takeData(Uint8Array.of(byte), 0);
    } else if (this.#line !== null && this.#line.length < FIELD_BYTES)
      this.#line += String.fromCharCode(byte);
    if (byte === COLON && this.#line === 'data:') this.#inData = true;
  }

  #endLine(): void {
    if (this.#line !== null && this.#line !== '' && this.#line !== 'data:') this.#fields += `${this.#line}\n`;
    this.#fields = this.#fields.slice(0, 4 * FIELD_BYTES);
    this.#line = '';
    this.#inData = false;
  }
}
