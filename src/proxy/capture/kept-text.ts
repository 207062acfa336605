/**
 * A JSON string that is kept in part: its beginning and its end as they stood between the quotes, its whole size and its
 * digest. Cuts fall between characters, never inside an escape. Bytes are held as text with one unit per byte.
 */
import { Buffer } from 'node:buffer';
import { shorteningMark } from '../../core/shortened.ts';
import { TextDigest } from './text-digest.ts';

/** A string whose middle is gone. */
export interface KeptText {
  head: string;
  tail: string;
  byteLength: number;
  sha256: string;
}

/** Of base64 no more than this is kept at either end: nobody reads it. */
const BASE64_END_BYTES = 48;

/** Cuts look back or ahead this far for an escape. */
const ESCAPE_BYTES = 12;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The bytes as text with one unit per byte. */
export function binaryText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Undoes {@link binaryText}. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  Buffer.from(bytes.buffer).write(text, 'latin1');
  return bytes;
}

/** The string as JSON, with the mark in its middle. */
export function renderKeptText({ head, tail, byteLength, sha256 }: KeptText): string {
  const leftOutBytes = Math.max(0, byteLength - head.length - tail.length);
  return `"${head}${shorteningMark({ leftOutBytes, byteLength, sha256 })}${tail}"`;
}

/**
 * Shortens a string or one that was shortened before.
 *
 * @param text a JSON string with its quotes, or what was kept of one
 * @param mostBytes what may stay of it, without the mark
 */
export function shortenText(text: string | KeptText, mostBytes: number): KeptText {
  const whole = typeof text === 'string' ? text.slice(1, -1) : null;
  const from: KeptText = typeof text === 'string' ? { head: '', tail: '', ...digestOf(text) } : text;
  const start = whole ?? from.head;
  const most = looksLikeBase64(start) ? Math.min(mostBytes, 2 * BASE64_END_BYTES) : mostBytes;
  return {
    head: ownCopy(headOf(start, most >> 1)),
    tail: ownCopy(tailOf(whole ?? from.tail, most >> 1)),
    byteLength: from.byteLength,
    sha256: from.sha256,
  };
}

function digestOf(text: string): { byteLength: number; sha256: string } {
  const digest = new TextDigest();
  digest.add(bytesOf(text.slice(1, -1)));
  return digest.finish();
}

/** True for the beginning of base64 data or of a data URL with it. */
function looksLikeBase64(start: string): boolean {
  return /^(?:data:[^,"]{0,200};base64,)?[A-Za-z0-9+/_=\\-]{256}/.test(start);
}

/** A part of a string keeps the whole string in memory; its own copy does not. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** The beginning up to a boundary between characters. */
export function headOf(text: string, mostBytes: number): string {
  if (text.length <= mostBytes) return text;
  let end = mostBytes;
  while (end > 0 && !isBoundary(text, end)) end--;
  return text.slice(0, end);
}

/** The end from a boundary between characters. */
function tailOf(text: string, mostBytes: number): string {
  if (text.length <= mostBytes) return text;
  for (let at = text.length - mostBytes; at < text.length; at++) {
    // Backslashes back to where the text itself was cut: whether the last one is escaped cannot be known.
    const isKnown = /[^\\]/.test(text.slice(Math.max(0, at - ESCAPE_BYTES), at));
    if (isKnown && isBoundary(text, at)) return text.slice(at);
  }
  return '';
}

/** Without what no JSON string may hold: bare control characters, and escapes that are none or were cut off. */
function legal(text: string): string {
  const controlled = CONTROL.test(text)
    ? text.replaceAll(CONTROL_ALL, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
  if (!controlled.includes('\\')) return controlled;
  return controlled.replaceAll(ESCAPE, (escape, known: string | undefined) =>
    known === undefined ? '' : escape,
  );
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x1f]/;
// oxlint-disable-next-line no-control-regex -- as above
const CONTROL_ALL = /[\x00-\x1f]/g;
const ESCAPE = /\\(u[0-9a-fA-F]{4}|["\\/bfnrt])?/g;

/** True between two characters: not within UTF-8, nor within an escape, nor between the two escapes of one character. */
function isBoundary(text: string, at: number): boolean {
  if ((text.charCodeAt(at) & 0xc0) === 0x80) return false;
  if (isEscaped(text, at)) return false;
  for (let back = 1; back <= 4; back++) {
    if (text.charAt(at - back) === 'u' && isEscaped(text, at - back)) return false;
  }
  return !/^\\u[dD][c-fC-F]/.test(text.slice(at, at + 4));
}

/** True behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && text.charAt(start - 1) === '\\') start--;
  return (at - start) % 2 === 1;
}

/** Takes one string as it passes, and keeps what may be kept of it. Reused for one string after the other. */
export class TextKeeper {
  readonly #mostBytes: number;
  #bytes = new Uint8Array(256);
  #filled = 0;
  #long: LongText | null = null;
  /** The last byte was a backslash that escapes the next. */
  #escaping = false;

  /** @param mostBytes longest string that is kept whole */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /**
   * Takes bytes of a string.
   *
   * @returns where the string's closing quote stands; -1 when it goes on
   */
  add(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaping && at < chunk.byteLength) {
      this.#escaping = false;
      at += 1;
    }
    const end = chunk.byteLength;
    let byte = 0;
    while (at < end) {
      byte = chunk[at] ?? 0;
      if (byte === QUOTE) break;
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.#escaping = at > end;
    const quote = at < end ? at : -1;
    this.#keep(chunk.subarray(from, quote === -1 ? chunk.byteLength : quote));
    return quote;
  }

  /** The string, whole or in part; the keeper is ready for the next. */
  end(): string | KeptText {
    const long = this.#long;
    const text = long === null ? `"${legal(binaryText(this.#bytes.subarray(0, this.#filled)))}"` : long.end();
    this.#filled = 0;
    this.#long = null;
    this.#escaping = false;
    return text;
  }

  #keep(part: Uint8Array): void {
    if (this.#long !== null) this.#long.add(part);
    else if (this.#filled + part.byteLength <= this.#mostBytes) this.#append(part);
    else {
      this.#long = new LongText(this.#bytes.subarray(0, this.#filled), part, this.#mostBytes);
    }
  }

  #append(part: Uint8Array): void {
    if (this.#filled + part.byteLength > this.#bytes.byteLength) {
      const size = Math.min(
        this.#mostBytes,
        Math.max(2 * this.#bytes.byteLength, this.#filled + part.byteLength),
      );
      const grown = new Uint8Array(size);
      grown.set(this.#bytes.subarray(0, this.#filled));
      this.#bytes = grown;
    }
    this.#bytes.set(part, this.#filled);
    this.#filled += part.byteLength;
  }
}

/** A string that is too long: its head is settled, of the rest the newest bytes are held. */
class LongText {
  readonly #digest = new TextDigest();
  readonly #head: string;
  readonly #tail: TailBytes;

  constructor(begun: Uint8Array, part: Uint8Array, mostBytes: number) {
    const start = binaryText(begun) + binaryText(part.subarray(0, mostBytes));
    const most = looksLikeBase64(start) ? Math.min(mostBytes, 2 * BASE64_END_BYTES) : mostBytes;
    this.#head = ownCopy(headOf(start, most >> 1));
    this.#tail = new TailBytes((most >> 1) + ESCAPE_BYTES);
    // What the head has is no part of the tail.
    const inHead = Math.max(0, this.#head.length - begun.byteLength);
    this.#tail.add(begun.subarray(this.#head.length));
    this.#tail.add(part.subarray(inHead));
    this.#digest.add(begun);
    this.#digest.add(part);
  }

  add(part: Uint8Array): void {
    this.#tail.add(part);
    this.#digest.add(part);
  }

  end(): KeptText {
    const tail = binaryText(this.#tail.bytes());
    return {
      head: legal(this.#head),
      tail: legal(ownCopy(tailOf(tail, tail.length - ESCAPE_BYTES))),
      ...this.#digest.finish(),
    };
  }
}

/** The newest bytes of what passed. */
export class TailBytes {
  readonly #most: number;
  readonly #bytes: Uint8Array;
  #filled = 0;

  /** @param mostBytes how many of the newest bytes are held */
  constructor(mostBytes: number) {
    this.#most = mostBytes;
    this.#bytes = new Uint8Array(2 * mostBytes);
  }

  /** Takes bytes; older ones may go. */
  add(part: Uint8Array): void {
    const newest = part.subarray(Math.max(0, part.byteLength - this.#most));
    if (this.#filled + newest.byteLength > this.#bytes.byteLength) {
      const kept = Math.min(this.#filled, this.#most);
      this.#bytes.copyWithin(0, this.#filled - kept, this.#filled);
      this.#filled = kept;
    }
    this.#bytes.set(newest, this.#filled);
    this.#filled += newest.byteLength;
  }

  /** The newest bytes, at most as many as asked for. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(Math.max(0, this.#filled - this.#most), this.#filled);
  }
}
