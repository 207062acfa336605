/**
 * Long texts of an upload that is larger than what may be held: their beginning and their end are kept, with a mark between
 * that says how much is missing. Text that is JSON mostly stays so: no escape is cut, and the mark needs none.
 */

/** What all texts of an upload may take together, in bytes, before only short ones are kept whole. */
const BUDGET_BYTES = 8 * 1024 * 1024;
/** A text this short is always whole. */
const LEAST_BYTES = 1024;
/** Longest escape, `\\uXXXX` in JSON inside JSON, with room. */
const ESCAPE_BYTES = 10;
/** How far from a wished place a safe one is looked for. */
const SEARCH_BYTES = 256;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** What an upload may still keep. */
export class KeptBudget {
  #left = BUDGET_BYTES;

  /** Bytes the next text may have: a quarter of what is left, so that many long ones all leave something. */
  get textBytes(): number {
    return Math.max(LEAST_BYTES, this.#left >> 2);
  }

  /** Counts what was kept. */
  spend(byteLength: number): void {
    this.#left = Math.max(0, this.#left - byteLength);
  }
}

/** One text as it passes. */
export class TextShortener {
  readonly #half: number;
  readonly #budget: KeptBudget;
  #byteLength = 0;
  #head: Uint8Array[] = [];
  #headBytes = 0;
  /** The newest parts, at least half the limit together. */
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  constructor(budget: KeptBudget) {
    this.#budget = budget;
    this.#half = budget.textBytes >> 1;
  }

  /** The next bytes; they are copied where they are kept. */
  add(bytes: Uint8Array): void {
    this.#byteLength += bytes.byteLength;
    const room = this.#half - this.#headBytes;
    if (room > 0) {
      const part = bytes.slice(0, room);
      this.#head.push(part);
      this.#headBytes += part.byteLength;
    }
    const rest = bytes.slice(Math.max(0, room, bytes.byteLength - this.#half));
    if (rest.byteLength === 0 || bytes.byteLength <= room) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.byteLength;
    for (let oldest = this.#tail[0]; oldest !== undefined; oldest = this.#tail[0]) {
      if (this.#tailBytes - oldest.byteLength < this.#half) break;
      this.#tail.shift();
      this.#tailBytes -= oldest.byteLength;
    }
  }

  /** What is kept of the text. */
  finish(): Uint8Array {
    const [head, tail] = [Buffer.concat(this.#head), Buffer.concat(this.#tail)];
    if (head.byteLength + tail.byteLength >= this.#byteLength) {
      this.#budget.spend(this.#byteLength);
      return Buffer.concat([head, tail]);
    }
    const [end, start] = [safeEnd(head), safeStart(tail)];
    const missing = this.#byteLength - end - (tail.byteLength - start);
    const kept = Buffer.concat([
      head.subarray(0, end),
      new TextEncoder().encode(`…[${missing} bytes left out by Weir]…`),
      tail.subarray(start),
    ]);
    this.#budget.spend(kept.byteLength);
    return kept;
  }
}

/** The last place where the text may end; nothing is kept of one that has none near its end. */
function safeEnd(bytes: Uint8Array): number {
  for (const isSafe of [isFarFromEscapes, isAfterEscape]) {
    for (let at = bytes.byteLength; at > Math.max(0, bytes.byteLength - SEARCH_BYTES); at--) {
      if (isBetweenCharacters(bytes, at) && isSafe(bytes, at)) return at;
    }
  }
  return 0;
}

/** The first place where the text may go on. */
function safeStart(bytes: Uint8Array): number {
  for (const isSafe of [isFarFromEscapes, isAfterEscape]) {
    for (let at = ESCAPE_BYTES; at < Math.min(bytes.byteLength, SEARCH_BYTES); at++) {
      if (isBetweenCharacters(bytes, at) && isSafe(bytes, at)) return at;
    }
  }
  return bytes.byteLength;
}

/** UTF-8 continues a character with bytes of the form 10xxxxxx; where the next byte is not known, only ASCII ends surely. */
function isBetweenCharacters(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.byteLength ? (bytes.at(-1) ?? 0) < 0x80 : ((bytes[at] ?? 0) & 0xc0) !== 0x80;
}

/** No escape of JSON, nor of JSON inside JSON, reaches here. */
function isFarFromEscapes(bytes: Uint8Array, at: number): boolean {
  return !bytes.subarray(Math.max(0, at - ESCAPE_BYTES), at).includes(BACKSLASH);
}

/** No escape of the text itself is cut: neither after its backslash nor among the digits of `\uXXXX`. */
function isAfterEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] === BACKSLASH) return false;
  return ![2, 3, 4, 5].some((back) => bytes[at - back] === BACKSLASH && bytes[at - back + 1] === LETTER_U);
}
