/** A stream of bytes that is read in lengths of one's own. */
import { tooLarge } from '../../../core/read-up-to.ts';
import { TextShortener, type KeptBudget } from './text-shortener.ts';

/** Reads a stream up to a bound. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #maxBytes: number;
  #chunk: Uint8Array = new Uint8Array();
  #offset = 0;
  #passed = 0;

  constructor(stream: ReadableStream<Uint8Array>, maxBytes: number) {
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#maxBytes = maxBytes;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#passed - (this.#chunk.byteLength - this.#offset);
  }

  /**
   * Whether there is another byte.
   *
   * @throws AppError PAYLOAD_TOO_LARGE beyond the bound
   */
  async hasMore(): Promise<boolean> {
    while (this.#offset >= this.#chunk.byteLength) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return false;
      this.#passed += value.byteLength;
      if (this.#passed > this.#maxBytes) throw tooLarge(this.#maxBytes);
      this.#chunk = value;
      this.#offset = 0;
    }
    return true;
  }

  /** The next bytes, a copy. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    for await (const part of this.#parts(length)) {
      bytes.set(part, filled);
      filled += part.byteLength;
    }
    return bytes;
  }

  /** Passes over the next bytes. */
  async skip(length: number): Promise<void> {
    for (let missing = length; missing > 0;) {
      if (!(await this.hasMore())) throw new Error('the body ends early');
      const step = Math.min(missing, this.#chunk.byteLength - this.#offset);
      this.#offset += step;
      missing -= step;
    }
  }

  /** The next bytes as a text that may be shortened. */
  async takeShortened(length: number, budget: KeptBudget): Promise<Uint8Array> {
    const text = new TextShortener(budget);
    for await (const part of this.#parts(length)) text.add(part);
    return text.finish();
  }

  /** Protobuf's variable-length integer; at most 32 bits of it are meant. */
  async takeVarint(): Promise<number> {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = (await this.hasMore()) ? (this.#chunk[this.#offset++] ?? 0) : 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('a varint of more than ten bytes');
  }

  async *#parts(length: number): AsyncGenerator<Uint8Array> {
    let missing = length;
    while (missing > 0) {
      if (!(await this.hasMore())) throw new Error('the body ends early');
      const part = this.#chunk.subarray(this.#offset, this.#offset + missing);
      this.#offset += part.byteLength;
      missing -= part.byteLength;
      yield part;
    }
  }
}
