/**
 * Size and SHA-256 of a JSON string's text, out of its bytes as they stand between the quotes: escapes are undone on the
 * way, so that the digest is that of the text itself, whoever escaped it and however.
 */
import { createHash } from 'node:crypto';

const GATHERED_BYTES = 16 * 1024;

/** Longest character in UTF-8, twice: two halves may end at once. */
const SPARE_BYTES = 8;

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** What stands for a byte behind a backslash; itself for most. */
const MEANINGS: Readonly<Record<number, number>> = {
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
  0x62: 0x08,
  0x66: 0x0c,
};

const encoder = new TextEncoder();

/** Digests one text. */
export class TextDigest {
  readonly #hash = createHash('sha256');
  /** The text's bytes before they are hashed: a call into the hash for each run would cost more than the copy. */
  readonly #gathered = new Uint8Array(GATHERED_BYTES + SPARE_BYTES);
  #filled = 0;
  #byteLength = 0;
  #inEscape = false;
  /** The digits of `\uXXXX` so far; null outside of it. */
  #digits: string | null = null;
  /** The first half of a character that is written as two escapes. */
  #highHalf = '';

  /** Takes the next bytes, cut anywhere. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#digits !== null) this.#takeDigit(byte);
      else if (this.#inEscape) {
        this.#inEscape = false;
        if (byte === LETTER_U) this.#digits = '';
        else this.#take(MEANINGS[byte] ?? byte);
      } else if (byte === BACKSLASH) this.#inEscape = true;
      else this.#take(byte);
    }
  }

  /** The text's size in UTF-8 and its digest in hex. Call once. */
  finish(): { byteLength: number; sha256: string } {
    this.#endCharacter();
    this.#flush();
    return { byteLength: this.#byteLength, sha256: this.#hash.digest('hex') };
  }

  #take(byte: number): void {
    if (this.#highHalf !== '') this.#endCharacter();
    this.#gathered[this.#filled++] = byte;
    if (this.#filled >= GATHERED_BYTES) this.#flush();
  }

  #takeDigit(byte: number): void {
    this.#digits += String.fromCharCode(byte);
    const digits = this.#digits ?? '';
    if (digits.length < 4) return;
    this.#digits = null;
    const unit = String.fromCharCode(Number.parseInt(digits, 16) || 0);
    if (/[\uD800-\uDBFF]/.test(unit)) {
      this.#endCharacter();
      this.#highHalf = unit;
    } else {
      const character = this.#highHalf + unit;
      this.#highHalf = '';
      this.#takeCharacter(character);
    }
  }

  /** A first half that no second half followed. */
  #endCharacter(): void {
    const half = this.#highHalf;
    this.#highHalf = '';
    if (half !== '') this.#takeCharacter(half);
  }

  #takeCharacter(character: string): void {
    for (const byte of encoder.encode(character)) this.#gathered[this.#filled++] = byte;
    if (this.#filled >= GATHERED_BYTES) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#gathered.subarray(0, this.#filled));
    this.#byteLength += this.#filled;
    this.#filled = 0;
  }
}
