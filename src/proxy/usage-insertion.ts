/**
 * Asks for usage in a request that is too large to be held: its top level is followed while it streams through, and where it
 * ends, what asks is put in front of the last bracket. The length has to be told before that is known, so that it is told
 * with the room for it, and white space fills the room where there is nothing to ask. Only a request that says at its
 * beginning that it is streamed is treated so: every other one passes byte for byte.
 */
import type { ChunkEdit } from './tap-stream.ts';

const INSERTED = new TextEncoder().encode(',"stream_options":{"include_usage":true}');

/** Bytes that the insertion adds to a request whose length is told. */
export const INSERTED_BYTES = INSERTED.byteLength;

/** White space is no part of a JSON value. */
const PADDING = new Uint8Array(INSERTED.byteLength).fill(0x20);

/** Longest name and value at the top level that matter: names of models. */
const TOKEN_BYTES = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d]);
const CLOSING_BRACE = 0x7d;
const SPACE = 0x20;

/** Edits one request as it passes. */
export class UsageInsertion implements ChunkEdit {
  readonly #isPadded: boolean;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The name or value under way at the top level, as text. */
  #token = '';
  #name = '';
  #streams = false;
  #model: string | null = null;
  #hasOptions = false;
  #asked = false;
  #settled = false;

  /** @param isPadded true where the receiver was told a length with room for the insertion */
  constructor(isPadded: boolean) {
    this.#isPadded = isPadded;
  }

  /** Usage was asked for; known when the request has passed. */
  get asked(): boolean {
    return this.#asked;
  }

  /** What has passed so far says at its top level that the answer is to be streamed. */
  get streams(): boolean {
    return this.#streams;
  }

  /** The model that has been named so far at the top level; null when none was, or by a name beyond ASCII. */
  get model(): string | null {
    return this.#model;
  }

  take(chunk: Uint8Array): Uint8Array[] {
    if (this.#settled) return [chunk];
    const end = this.#endOfValue(chunk);
    if (end === -1) return [chunk];
    this.#settled = true;
    this.#asked = this.#streams && !this.#hasOptions && chunk[end] === CLOSING_BRACE;
    const room = this.#asked ? [INSERTED] : this.#isPadded ? [PADDING] : [];
    return [chunk.subarray(0, end), ...room, chunk.subarray(end)].filter(({ byteLength }) => byteLength > 0);
  }

  rest(): Uint8Array[] {
    return this.#settled || !this.#isPadded ? [] : [PADDING];
  }

  /** Where the bracket stands that ends the request's value; -1 when it is not in the chunk. */
  #endOfValue(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.byteLength; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) {
        at = this.#inText(chunk, at);
        continue;
      }
      if (byte === QUOTE) this.#inString = true;
      else if (OPENING.has(byte)) this.#depth += 1;
      else if (CLOSING.has(byte)) {
        if (this.#depth <= 1) {
          this.#endMember();
          return at;
        }
        this.#depth -= 1;
      } else if (this.#depth === 1) this.#atTop(byte);
    }
    return -1;
  }

  /** Goes on to the end of a string or of the chunk. */
  #inText(chunk: Uint8Array, from: number): number {
    let at = from;
    for (; at < chunk.byteLength; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at;
      }
      if (this.#depth === 1) this.#gather(byte);
    }
    return at;
  }

  #atTop(byte: number): void {
    if (byte === COLON) {
      this.#name = this.#token;
      this.#token = '';
      if (this.#name === 'stream_options') this.#hasOptions = true;
    } else if (byte === COMMA) this.#endMember();
    else if (byte > SPACE) this.#gather(byte);
  }

  #endMember(): void {
    if (this.#name === 'stream') this.#streams = this.#token === 'true';
    if (this.#name === 'model')
      this.#model = /^[\x21-\x5b\x5d-\x7e]+$/.test(this.#token) ? this.#token : null;
    this.#name = '';
    this.#token = '';
  }

  #gather(byte: number): void {
    if (this.#token.length < TOKEN_BYTES) this.#token += String.fromCharCode(byte);
  }
}
