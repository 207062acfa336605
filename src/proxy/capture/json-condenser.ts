/**
 * Reads one JSON value out of bytes that come cut anywhere, and keeps it within a budget (`json-tree.ts`). It follows
 * strings and brackets; what comes out is JSON whatever went in. Time grows with the bytes, memory does not.
 */
import { shorteningMark } from '../../core/shortened.ts';
import { TextKeeper } from './kept-text.ts';
import { JsonTree } from './json-tree.ts';

/** Lists and objects inside each other; what is deeper is told by its size. */
const MOST_LEVELS = 64;

/** Longest number or word, and longest name of a member, that is kept. */
const TOKEN_BYTES = 64;
const NAME_BYTES = 256;

const BYTE = {
  quote: 0x22,
  backslash: 0x5c,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
} as const;

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

type Phase = 'between' | 'name' | 'text' | 'token' | 'deep' | 'done' | 'failed';

/** Condenses one value. */
export class JsonCondenser {
  readonly #tree: JsonTree;
  readonly #text: TextKeeper;
  readonly #nameText = new TextKeeper(NAME_BYTES);
  #phase: Phase = 'between';
  #name: string | null = null;
  #token = '';
  #deep = { level: 0, byteLength: 0, inString: false, escaped: false };

  /** @param limitBytes most bytes of the condensed value; about as much is held */
  constructor(limitBytes: number) {
    this.#tree = new JsonTree(limitBytes >> 1);
    this.#text = new TextKeeper(limitBytes >> 2);
  }

  /** The value has come to its end. */
  get done(): boolean {
    return this.#phase === 'done';
  }

  /** The bytes are not JSON from some point on. */
  get failed(): boolean {
    return this.#phase === 'failed';
  }

  /** Something of the value was left out. */
  get shortened(): boolean {
    return this.#tree.shortened;
  }

  /**
   * Takes bytes.
   *
   * @returns the offset behind the last byte that belongs to the value
   */
  write(chunk: Uint8Array, from = 0): number {
    let at = from;
    while (at < chunk.byteLength && this.#phase !== 'done' && this.#phase !== 'failed') {
      if (this.#phase === 'between') at = this.#between(chunk[at] ?? 0, at);
      else if (this.#phase === 'token') at = this.#inToken(chunk, at);
      else if (this.#phase === 'deep') at = this.#inDeep(chunk, at);
      else at = this.#inText(chunk, at);
    }
    return at;
  }

  /** The condensed value with one unit per byte, whatever was open closed; null when there was none. */
  finish(): string | null {
    if (this.#phase === 'text') this.#endText();
    else if (this.#phase === 'token') this.#endToken();
    else if (this.#phase === 'deep') this.#endDeep();
    return this.#tree.render();
  }

  #between(byte: number, at: number): number {
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
      case 0x2c:
      case 0x3a:
        return at + 1;
      case BYTE.quote:
        this.#phase = this.#expectsName() ? 'name' : 'text';
        return at + 1;
      case BYTE.openBrace:
      case BYTE.openBracket:
        this.#open(byte === BYTE.openBracket);
        return at + 1;
      case BYTE.closeBrace:
      case BYTE.closeBracket:
        this.#close(byte === BYTE.closeBracket);
        return at + 1;
      default:
        this.#phase = this.#expectsName() || !isTokenByte(byte) ? 'failed' : 'token';
        return at;
    }
  }

  #expectsName(): boolean {
    const branch = this.#tree.branch;
    return branch !== null && !branch.isList && this.#name === null;
  }

  #add(value: Parameters<JsonTree['add']>[1]): void {
    this.#tree.add(this.#name ?? '', value);
    this.#afterValue();
  }

  #afterValue(): void {
    this.#name = null;
    this.#phase = this.#tree.depth === 0 ? 'done' : 'between';
  }

  #open(isList: boolean): void {
    if (this.#expectsName()) this.#phase = 'failed';
    else if (this.#tree.depth >= MOST_LEVELS) {
      this.#phase = 'deep';
      this.#deep = { level: 1, byteLength: 1, inString: false, escaped: false };
    } else {
      this.#tree.open(this.#name ?? '', isList);
      this.#name = null;
    }
  }

  #close(isList: boolean): void {
    const branch = this.#tree.branch;
    if (branch === null || branch.isList !== isList) {
      this.#phase = 'failed';
      return;
    }
    this.#tree.close();
    this.#afterValue();
  }

  #inText(chunk: Uint8Array, at: number): number {
    const keeper = this.#phase === 'name' ? this.#nameText : this.#text;
    const quote = keeper.add(chunk, at);
    if (quote === -1) return chunk.byteLength;
    if (this.#phase === 'text') this.#endText();
    else {
      const name = this.#nameText.end();
      this.#name = typeof name === 'string' ? name : `"${name.head}"`;
      this.#phase = 'between';
    }
    return quote + 1;
  }

  #endText(): void {
    this.#add(this.#text.end());
  }

  #inToken(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.byteLength && isTokenByte(chunk[at] ?? 0)) {
      if (this.#token.length < TOKEN_BYTES) this.#token += String.fromCharCode(chunk[at] ?? 0);
      at += 1;
    }
    if (at < chunk.byteLength) this.#endToken();
    return at;
  }

  #endToken(): void {
    const token = this.#token;
    this.#token = '';
    if (LITERAL.test(token)) this.#add(token);
    else this.#phase = 'failed';
  }

  #inDeep(chunk: Uint8Array, from: number): number {
    const deep = this.#deep;
    let at = from;
    while (at < chunk.byteLength && deep.level > 0) {
      const byte = chunk[at++] ?? 0;
      if (deep.escaped) deep.escaped = false;
      else if (deep.inString && byte === BYTE.backslash) deep.escaped = true;
      else if (byte === BYTE.quote) deep.inString = !deep.inString;
      else if (deep.inString) continue;
      else if (byte === BYTE.openBrace || byte === BYTE.openBracket) deep.level += 1;
      else if (byte === BYTE.closeBrace || byte === BYTE.closeBracket) deep.level -= 1;
    }
    deep.byteLength += at - from;
    if (deep.level === 0) this.#endDeep();
    return at;
  }

  #endDeep(): void {
    const { byteLength: leftOutBytes } = this.#deep;
    this.#tree.shortened = true;
    this.#add(`"${shorteningMark({ leftOutBytes, byteLength: null, sha256: null })}"`);
  }
}

/** Bytes of numbers and of the words true, false and null. */
function isTokenByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}
