/** Condensers of bodies that are one piece: a JSON value, or text of any kind. */
import { shorteningMark } from '../../core/shortened.ts';
import type { Condensed, ImmediateCondenser } from './condenser.ts';
import { JsonCondenser } from './json-condenser.ts';
import { binaryText, bytesOf, TailBytes } from './kept-text.ts';

/** Condenses a body that is one JSON value. */
export class ValueCondenser implements ImmediateCondenser {
  readonly #json: JsonCondenser;

  /** @param limitBytes most bytes kept */
  constructor(limitBytes: number) {
    this.#json = new JsonCondenser(limitBytes);
  }

  write(chunk: Uint8Array): void {
    this.#json.write(chunk);
  }

  soFar(): Uint8Array {
    return this.#json.done ? bytesOf(this.#json.finish() ?? '') : new Uint8Array(0);
  }

  finish(): Condensed {
    const { failed, done } = this.#json;
    const text = this.#json.finish();
    return {
      bytes: bytesOf(text ?? ''),
      shortened: this.#json.shortened || !done,
      endKept: !failed,
      positions: null,
    };
  }
}

/** Condenses a body that is text: its beginning and its end, and how much is missing between. */
export class TextCondenser implements ImmediateCondenser {
  readonly #head: Uint8Array;
  readonly #tail: TailBytes;
  #filled = 0;
  #byteLength = 0;

  /** @param limitBytes most bytes kept */
  constructor(limitBytes: number) {
    this.#head = new Uint8Array(limitBytes >> 1);
    this.#tail = new TailBytes(limitBytes >> 2);
  }

  write(chunk: Uint8Array): void {
    this.#byteLength += chunk.byteLength;
    const inHead = chunk.subarray(0, this.#head.byteLength - this.#filled);
    this.#head.set(inHead, this.#filled);
    this.#filled += inHead.byteLength;
    this.#tail.add(chunk.subarray(inHead.byteLength));
  }

  soFar(): Uint8Array {
    return this.finish().bytes;
  }

  finish(): Condensed {
    const head = this.#head.subarray(0, this.#filled);
    const tail = this.#tail.bytes();
    const leftOutBytes = this.#byteLength - head.byteLength - tail.byteLength;
    if (leftOutBytes === 0) {
      return {
        bytes: bytesOf(binaryText(head) + binaryText(tail)),
        shortened: false,
        endKept: true,
        positions: null,
      };
    }
    const mark = shorteningMark({ leftOutBytes, byteLength: this.#byteLength, sha256: null });
    const text = wholeCharacters(binaryText(head)) + mark + binaryText(tail).replace(/^[\x80-\xbf]{1,3}/, '');
    return { bytes: bytesOf(text), shortened: true, endKept: true, positions: null };
  }
}

/** Without the beginning of a character that is cut. */
function wholeCharacters(head: string): string {
  return head.replace(/[\xc0-\xff][\x80-\xbf]{0,2}$/, (last) => {
    const lead = last.charCodeAt(0);
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    return last.length < length ? '' : last;
  });
}
