/**
 * Multipart forms (RFC 7578) that are too long to be kept: fields stay as they are, of a file its name, its type, its size
 * and its digest, which the part is given as headers. What is left is a form again.
 */
import { createHash, type Hash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { formFileHeaders } from '../../core/shortened.ts';
import type { Condensed, ImmediateCondenser } from './condenser.ts';
import { binaryText, bytesOf, headOf } from './kept-text.ts';

const HEADER_END = '\r\n\r\n';

/** Longest headers of one part. */
const HEADER_BYTES = 4096;

interface Part {
  /** With the empty line behind them. */
  headers: string;
  isFile: boolean;
  hash: Hash;
  byteLength: number;
  /** A field's value, as far as it may be kept. */
  value: string;
}

/** Condenses a form. */
export class FormCondenser implements ImmediateCondenser {
  readonly #delimiter: string;
  readonly #limitBytes: number;
  #pending: Buffer = Buffer.alloc(0);
  #part: Part | null = null;
  #inHeaders = false;
  #kept: string;
  #ended = false;

  /**
   * @param boundary as the content type names it
   * @param limitBytes most bytes kept
   */
  constructor(boundary: string, limitBytes: number) {
    this.#delimiter = `--${boundary}`;
    this.#limitBytes = limitBytes;
    this.#kept = '';
  }

  write(chunk: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#step()) {
      // Each step takes a delimiter, headers or content out of what is pending.
    }
  }

  soFar(): Uint8Array {
    return bytesOf(this.#kept);
  }

  finish(): Condensed {
    if (this.#part !== null) {
      this.#addContent(this.#pending);
      this.#endPart();
    }
    const end = this.#ended ? `${this.#delimiter}--\r\n` : '';
    return { bytes: bytesOf(this.#kept + end), shortened: true, endKept: this.#ended, positions: null };
  }

  #step(): boolean {
    if (this.#ended) {
      this.#pending = Buffer.alloc(0);
      return false;
    }
    if (this.#inHeaders) return this.#takeHeaders();
    const delimiter = this.#part === null ? this.#delimiter : `\r\n${this.#delimiter}`;
    const at = this.#pending.indexOf(delimiter, 0, 'latin1');
    const behind = at + delimiter.length;
    if (at === -1 || this.#pending.byteLength < behind + 2) {
      const settled = at === -1 ? Math.max(0, this.#pending.byteLength - delimiter.length) : at;
      this.#addContent(this.#pending.subarray(0, settled));
      this.#pending = Buffer.from(this.#pending.subarray(settled));
      return false;
    }
    this.#addContent(this.#pending.subarray(0, at));
    this.#endPart();
    this.#ended = this.#pending.toString('latin1', behind, behind + 2) === '--';
    this.#inHeaders = true;
    this.#pending = this.#pending.subarray(behind);
    return true;
  }

  #takeHeaders(): boolean {
    const end = this.#pending.indexOf(HEADER_END, 0, 'latin1');
    if (end === -1 && this.#pending.byteLength <= HEADER_BYTES) return false;
    if (end === -1 || end > HEADER_BYTES) {
      this.#ended = true;
      return true;
    }
    const headers = this.#pending.toString('latin1', 0, end);
    const isFile = /^content-disposition:[^\r\n]*filename\*?=/im.test(headers);
    this.#part = { headers, isFile, hash: createHash('sha256'), byteLength: 0, value: '' };
    this.#pending = this.#pending.subarray(end + HEADER_END.length);
    this.#inHeaders = false;
    return true;
  }

  #addContent(content: Uint8Array): void {
    if (this.#part === null || content.byteLength === 0) return;
    this.#part.byteLength += content.byteLength;
    this.#part.hash.update(content);
    const room = (this.#limitBytes >> 3) - this.#part.value.length;
    if (!this.#part.isFile && room > 0) this.#part.value += binaryText(content.subarray(0, room));
  }

  #endPart(): void {
    const part = this.#part;
    this.#part = null;
    if (part === null) return;
    const { byteLength, value, hash } = part;
    const isWhole = !part.isFile && value.length === byteLength;
    const facts = isWhole ? '' : `\r\n${formFileHeaders(byteLength, hash.digest('hex'))}`;
    const shown = isWhole ? value : headOf(value, value.length - 1);
    const text = `${this.#delimiter}${part.headers}${facts}${HEADER_END}${shown}\r\n`;
    if (this.#kept.length + text.length <= this.#limitBytes) this.#kept += text;
  }
}
