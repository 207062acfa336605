/**
 * Keeps a copy of one body as it passes: the first bytes up to a limit, the true size, and for binary bodies a digest
 * instead of the bytes. Nothing is parsed or decoded here, and what is held is bounded.
 */
import { toHex } from '../core/ids.ts';
import type { CapturedBody } from './exchange.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** What is known of a body before its first byte. */
export interface BodyDescription {
  contentType: string;
  contentEncoding: string;
  /** Most bytes to keep. */
  limitBytes: number;
  /** False when the capture mode forbids keeping it. */
  allowed: boolean;
  /** What all calls of the isolate may hold together. */
  budget: MemoryBudget;
}

const FIRST_BUFFER_BYTES = 2048;

/** Media types whose bytes say nothing as text: traced by type, size and digest. */
const BINARY =
  /^(?:audio|image|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip|x-tar|msword|vnd\.(?!amazon\.eventstream))/;

/** True for a body that is traced by type, size and digest. Multipart forms are kept: their fields are text. */
export function isBinary(contentType: string): boolean {
  const type = contentType.toLowerCase();
  return BINARY.test(type) && !/\+json|\+xml|json/.test(type);
}

/** Records one body. */
export class BodyRecorder {
  readonly #description: BodyDescription;
  readonly #omitted: CapturedBody['omitted'];
  readonly #digest: DigestStream | null;
  readonly #digestWriter: WritableStreamDefaultWriter<ArrayBuffer | ArrayBufferView> | null;
  #buffer = new Uint8Array(0);
  #kept = 0;
  #byteLength = 0;
  /** No more is kept: the limit or the budget is reached. */
  #full = false;

  constructor(description: BodyDescription) {
    this.#description = description;
    const binary = isBinary(description.contentType);
    this.#omitted = binary ? 'binary' : description.allowed ? null : 'capture_mode';
    this.#digest = binary && description.allowed ? new crypto.DigestStream('SHA-256') : null;
    this.#digestWriter = this.#digest?.getWriter() ?? null;
    // The platform rejects `digest` when a stream is dropped before its end; nobody else waits for it then.
    this.#digest?.digest.catch(() => undefined);
  }

  /** Bytes seen so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Takes note of a chunk; the chunk itself is not retained. */
  add(chunk: Uint8Array): void {
    this.#byteLength += chunk.byteLength;
    if (this.#digestWriter !== null) {
      // A copy: the chunk belongs to the stream it passes through. Failure shows in finish().
      this.#digestWriter.write(chunk.slice()).catch(() => undefined);
    } else if (this.#omitted === null) this.#keep(chunk);
  }

  /** What was seen. Call once, after the last chunk. */
  async finish(): Promise<CapturedBody> {
    return { ...this.soFar(), sha256: await this.#sha256() };
  }

  /** What was seen so far, without a digest; its bytes are those of the recorder, to be read at once. */
  soFar(): CapturedBody {
    return {
      contentType: this.#description.contentType,
      contentEncoding: this.#description.contentEncoding,
      byteLength: this.#byteLength,
      bytes: this.#buffer.subarray(0, this.#kept),
      truncated: this.#omitted === null && this.#kept < this.#byteLength,
      omitted: this.#byteLength > 0 ? this.#omitted : null,
      sha256: null,
    };
  }

  /** Lets go of what was kept, once the exchange is safe elsewhere. */
  release(): void {
    this.#description.budget.give(this.#buffer.byteLength);
    this.#buffer = new Uint8Array(0);
    this.#kept = 0;
    this.#full = true;
  }

  #keep(chunk: Uint8Array): void {
    if (this.#full) return;
    const room = this.#description.limitBytes - this.#kept;
    const part = chunk.byteLength > room ? chunk.subarray(0, room) : chunk;
    const grown = this.#grow(this.#kept + part.byteLength);
    this.#full = !grown || part.byteLength < chunk.byteLength;
    const fitting = part.subarray(0, this.#buffer.byteLength - this.#kept);
    this.#buffer.set(fitting, this.#kept);
    this.#kept += fitting.byteLength;
  }

  /** Makes room, in steps that double; false when there is none. */
  #grow(neededBytes: number): boolean {
    const before = this.#buffer.byteLength;
    if (neededBytes <= before) return true;
    const { budget, limitBytes } = this.#description;
    const doubled = Math.min(Math.max(FIRST_BUFFER_BYTES, before * 2, neededBytes), limitBytes);
    const size = [doubled, neededBytes].find((bytes) => budget.take(bytes - before, bytes));
    if (size === undefined) return false;
    const grown = new Uint8Array(size);
    grown.set(this.#buffer.subarray(0, this.#kept));
    this.#buffer = grown;
    return true;
  }

  async #sha256(): Promise<string | null> {
    if (this.#digest === null || this.#digestWriter === null || this.#byteLength === 0) return null;
    try {
      await this.#digestWriter.close();
      return toHex(new Uint8Array(await this.#digest.digest));
    } catch {
      // The digest is an extra; a trace without it is better than none.
      return null;
    }
  }
}
