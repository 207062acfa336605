/**
 * JSON values one after the other, as lines (NDJSON) or as members of one array that arrives piecemeal (Gemini without
 * `alt=sse`), cut apart as bytes. What stands between two values belongs to the second.
 */
import { parseJson, type Json } from '../../core/json.ts';
import { JsonCondenser } from './json-condenser.ts';
import { bytesOf } from './kept-text.ts';
import type { Frame, Framing } from './stream-condenser.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Longest run between two values that is kept. */
const BETWEEN_BYTES = 64;

/** The framing of values. */
export class ValueFraming implements Framing {
  readonly #valueBytes: number;
  readonly #isArray: boolean;
  #held: Uint8Array;
  #filled = 0;
  #long: JsonCondenser | null = null;
  #before = '';
  #depth = 0;
  #inString = false;
  #escaped = false;

  /**
   * @param valueBytes most bytes of one value
   * @param isArray the values are members of an array; lines otherwise
   */
  constructor(valueBytes: number, isArray: boolean) {
    this.#valueBytes = valueBytes;
    this.#isArray = isArray;
    this.#held = new Uint8Array(Math.min(1024, valueBytes));
  }

  write(chunk: Uint8Array, onFrame: (frame: Frame, endInChunk: number) => void): void {
    let at = 0;
    while (at < chunk.byteLength) {
      if (this.#depth === 0) at = this.#between(chunk, at);
      else {
        const end = this.#long === null ? this.#valueEnd(chunk, at) : this.#long.write(chunk, at);
        if (this.#long === null) this.#keep(chunk.subarray(at, end));
        at = end;
        const ended = this.#depth === 0 || this.#long?.done === true || this.#long?.failed === true;
        if (ended) onFrame(this.#take(), at);
      }
    }
  }

  rest(): Frame | null {
    if (this.#depth > 0) return this.#take();
    const before = this.#before;
    this.#before = '';
    return before === '' ? null : { bytes: bytesOf(before), shortened: false };
  }

  open(frame: Uint8Array): { name: string; value: Json } | null {
    const text = new TextDecoder().decode(frame);
    const value = parseJson(text.slice(Math.max(0, text.indexOf('{'))));
    return value === undefined ? null : { name: '', value };
  }

  render(_name: string, value: Json): Uint8Array {
    return new TextEncoder().encode((this.#isArray ? ',\n' : '\n') + JSON.stringify(value));
  }

  #between(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.byteLength && chunk[at] !== OPEN_BRACE) {
      if (this.#before.length < BETWEEN_BYTES) this.#before += String.fromCharCode(chunk[at] ?? 0);
      at += 1;
    }
    if (at < chunk.byteLength) {
      this.#keep(bytesOf(this.#before));
      this.#depth = 1;
      this.#keep(chunk.subarray(at, at + 1));
      at += 1;
    }
    return at;
  }

  /** Where the value ends, or the chunk. */
  #valueEnd(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.byteLength && this.#depth > 0) {
      const byte = chunk[at++];
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACE) this.#depth += 1;
      else if (byte === CLOSE_BRACE) this.#depth -= 1;
    }
    return at;
  }

  #keep(part: Uint8Array): void {
    if (this.#filled + part.byteLength <= this.#valueBytes >> 1) {
      if (this.#filled + part.byteLength > this.#held.byteLength) {
        const size = Math.max(
          this.#filled + part.byteLength,
          Math.min(2 * this.#held.byteLength, this.#valueBytes >> 1),
        );
        const grown = new Uint8Array(size);
        grown.set(this.#held.subarray(0, this.#filled));
        this.#held = grown;
      }
      this.#held.set(part, this.#filled);
      this.#filled += part.byteLength;
      return;
    }
    // From the value's first byte on, so that the condenser sees all of it.
    this.#long = new JsonCondenser(this.#valueBytes >> 1);
    this.#long.write(this.#held.subarray(this.#before.length, this.#filled));
    this.#long.write(part);
  }

  #take(): Frame {
    const long = this.#long;
    const frame: Frame =
      long === null
        ? { bytes: this.#held.subarray(0, this.#filled), shortened: false }
        : { bytes: bytesOf(this.#before + (long.finish() ?? 'null')), shortened: true };
    this.#long = null;
    this.#filled = 0;
    this.#before = '';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return frame;
  }
}
