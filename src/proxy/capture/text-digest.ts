/**
 * Size and SHA-256 of a JSON string's text, out of its bytes as they stand between the quotes: escapes are undone on the
 * way, so that the digest is that of the text itself, whoever escaped it and however.
 */
import { createHash } from 'node:crypto';

/** Short runs are gathered before they are hashed: a call into the hash costs more than a copy. */
const GATHERED_BYTES = 4096;

const BACKSLASH = 0x5c;
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const encoder = new TextEncoder();

/** Digests one text. */
export class TextDigest {
  readonly #hash = createHash('sha256');
  readonly #gathered = new Uint8Array(GATHERED_BYTES);
  #filled = 0;
  #byteLength = 0;
  /** An escape that has begun. */
  #escape = '';
  /** The first half of a character that is written as two escapes. */
  #highHalf = '';

  /** Takes the next bytes, cut anywhere. */
  add(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.byteLength) {
      if (this.#escape !== '') {
        this.#continueEscape(bytes[at++] ?? 0);
        continue;
      }
      const slash = bytes.indexOf(BACKSLASH, at);
      const end = slash === -1 ? bytes.byteLength : slash;
      if (end > at) this.#take(bytes.subarray(at, end));
      if (slash !== -1) this.#escape = '\\';
      at = end + (slash === -1 ? 0 : 1);
    }
  }

  /** The text's size in UTF-8 and its digest in hex. Call once. */
  finish(): { byteLength: number; sha256: string } {
    this.#endCharacter();
    this.#hash.update(this.#gathered.subarray(0, this.#filled));
    return { byteLength: this.#byteLength, sha256: this.#hash.digest('hex') };
  }

  #continueEscape(byte: number): void {
    this.#escape += String.fromCharCode(byte);
    const length = this.#escape.charAt(1) === 'u' ? 6 : 2;
    if (this.#escape.length < length) return;
    const escape = this.#escape;
    this.#escape = '';
    const letter = escape.charAt(1);
    if (letter !== 'u') {
      this.#take(encoder.encode(SIMPLE[letter] ?? letter));
      return;
    }
    const unit = String.fromCharCode(Number.parseInt(escape.slice(2), 16) || 0);
    if (/[\uD800-\uDBFF]/.test(unit)) {
      this.#endCharacter();
      this.#highHalf = unit;
    } else {
      const character = this.#highHalf + unit;
      this.#highHalf = '';
      this.#hashed(encoder.encode(character));
    }
  }

  #take(bytes: Uint8Array): void {
    this.#endCharacter();
    this.#hashed(bytes);
  }

  /** A first half that no second half followed. */
  #endCharacter(): void {
    if (this.#highHalf === '') return;
    const half = this.#highHalf;
    this.#highHalf = '';
    this.#hashed(encoder.encode(half));
  }

  #hashed(bytes: Uint8Array): void {
    this.#byteLength += bytes.byteLength;
    if (this.#filled + bytes.byteLength > GATHERED_BYTES) {
      this.#hash.update(this.#gathered.subarray(0, this.#filled));
      this.#filled = 0;
    }
    if (bytes.byteLength > GATHERED_BYTES) this.#hash.update(bytes);
    else {
      this.#gathered.set(bytes, this.#filled);
      this.#filled += bytes.byteLength;
    }
  }
}
