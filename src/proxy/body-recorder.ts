/**
 * Keeps a copy of one body as it passes: all of it up to a limit, and beyond that what a condenser leaves of it. Below the
 * limit nothing is parsed or decoded, and what is held is bounded in either case. Binary bodies are told by a digest.
 */
import { createHash, type Hash } from 'node:crypto';
import { limits } from '../core/limits.ts';
import { beginsAsEvents } from './begins-as-events.ts';
import type { Arrival, CapturedBody } from './exchange.ts';
import { condenseWhole, createCondenser, formOf } from './capture/condense-body.ts';
import type { Condensed, Condenser } from './capture/condenser.ts';
import { DecodingCondenser } from './capture/decoding-condenser.ts';
import { keptArrivals, passedAt } from './capture/kept-arrivals.ts';
import { meterOfBody } from './capture/meter-only.ts';
import { decompress } from './decompress.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** What is known of a body before its first byte. */
export interface BodyDescription {
  contentType: string;
  contentEncoding: string;
  /** Most bytes to keep. */
  limitBytes: number;
  /** False when the capture mode forbids keeping it: then only its meter leaves the recorder. */
  allowed: boolean;
  /** What all calls of the isolate may hold together. */
  budget: MemoryBudget;
}

const FIRST_BUFFER_BYTES = 2048;

/**
 * What a condenser gets however little memory is left: the meter of a call needs no more, and without it the call would be
 * a guess. As little as this is held by each call beside the budget, like its headers.
 */
const METER_BYTES = 16 * 1024;

/** Media types whose bytes say nothing as text: traced by type, size and digest. */
const BINARY =
  /^(?:audio|image|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip|x-tar|msword|vnd\.(?!amazon\.eventstream))/;

/** True for a body that is traced by type, size and digest. Multipart forms are kept: their fields are text. */
export function isBinary(contentType: string): boolean {
  const type = contentType.toLowerCase();
  return BINARY.test(type) && !/\+json|\+xml|json/.test(type);
}

/** What servers that know no better declare; streams of events come under it too, and are told by their beginning. */
const ANY_BYTES = /^application\/octet-stream *(?:;|$)/i;
/** So many bytes tell: the longest word an event begins with, behind a byte order mark. */
const TELLING_BYTES = 16;

/** Records one body. */
export class BodyRecorder {
  #description: BodyDescription;
  #hash: Hash | null;
  /** The first bytes of a body of any bytes, until they tell what it is; null when that is known. */
  #beginning: Uint8Array | null;
  #buffer = new Uint8Array(0);
  /** Taken from the budget: the buffer's bytes, or the condenser's. */
  #taken = 0;
  #kept = 0;
  #byteLength = 0;
  #condenser: Condenser | null = null;
  #released = false;
  /** How what was kept lies in what passed; null when it is the same, or no stream. */
  #positions: Condensed['positions'] = null;

  constructor(description: BodyDescription) {
    this.#description = description;
    this.#hash = isBinary(description.contentType) ? createHash('sha256') : null;
    this.#beginning = ANY_BYTES.test(description.contentType) ? new Uint8Array(0) : null;
  }

  /** Bytes seen so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Takes note of a chunk; the chunk itself is not retained. */
  add(chunk: Uint8Array): void {
    this.#byteLength += chunk.byteLength;
    if (this.#beginning === null) this.#record(chunk);
    else {
      this.#beginning = joined(this.#beginning, chunk);
      if (this.#beginning.byteLength >= TELLING_BYTES) this.#settleKind();
    }
  }

  #record(chunk: Uint8Array): void {
    if (this.#hash !== null) this.#hash.update(chunk);
    else if (!this.#released) this.#keep(chunk);
  }

  /** Decides by its beginning whether a body of any bytes is a stream of events, and records what was held for that. */
  #settleKind(): void {
    if (this.#beginning === null) return;
    const beginning = this.#beginning;
    this.#beginning = null;
    if (beginsAsEvents(new TextDecoder().decode(beginning))) {
      this.#hash = null;
      this.#description = { ...this.#description, contentType: 'text/event-stream' };
    }
    this.#record(beginning);
  }

  /** What was seen. Call once, after the last chunk. */
  async finish(): Promise<CapturedBody> {
    this.#settleKind();
    const body = this.#described(new Uint8Array(0));
    if (this.#byteLength === 0) return body;
    if (this.#hash !== null) return { ...body, omitted: 'binary', sha256: this.#hash.digest('hex') };
    const kept = await this.#keptBody(body);
    return this.#description.allowed ? kept : this.#meterOf(kept);
  }

  /** What was seen so far, to be read at once; it does not leave the call, so no mode forbids it. */
  soFar(): CapturedBody {
    if (this.#condenser === null) return this.#described(this.#buffer.subarray(0, this.#kept));
    return { ...this.#described(this.#condenser.soFar()), contentEncoding: '' };
  }

  /** When the bytes that were kept had arrived. Ask after {@link finish}. */
  keptArrivals(arrivals: readonly Arrival[]): Arrival[] {
    return this.#positions === null ? [...arrivals] : keptArrivals(this.#positions, arrivals);
  }

  /** Lets go of what was kept, once the exchange is safe elsewhere. */
  release(): void {
    this.#description.budget.give(this.#taken);
    this.#taken = 0;
    this.#buffer = new Uint8Array(0);
    this.#kept = 0;
    this.#condenser = null;
    this.#released = true;
  }

  #described(bytes: Uint8Array): CapturedBody {
    const { contentType, contentEncoding } = this.#description;
    return {
      contentType,
      contentEncoding,
      byteLength: this.#byteLength,
      bytes,
      meter: null,
      truncated: false,
      endLost: false,
      omitted: null,
      sha256: null,
    };
  }

  async #keptBody(body: CapturedBody): Promise<CapturedBody> {
    if (this.#condenser === null) return { ...body, bytes: this.#buffer.subarray(0, this.#kept) };
    const { bytes, shortened, endKept, positions } = await this.#condenser.finish();
    this.#positions = positions;
    return { ...body, contentEncoding: '', bytes, truncated: shortened, endLost: !endKept };
  }

  /** Nothing that may not be kept leaves here. */
  #meterOf(kept: CapturedBody): CapturedBody {
    const decoded = decompress(kept.bytes, kept.contentEncoding);
    const plain = condenseWhole(decoded, kept.contentType, limits.decodedBytes).bytes;
    const meter = meterOfBody(plain, kept.contentType);
    const { positions } = meter;
    if (positions !== null && kept.contentEncoding === '') {
      const inPassed = this.#positions;
      this.#positions =
        inPassed === null ? positions : positions.map(([end, keptEnd]) => [end, passedAt(inPassed, keptEnd)]);
    }
    return {
      ...kept,
      contentEncoding: '',
      bytes: new Uint8Array(0),
      meter: meter.bytes,
      omitted: 'capture_mode',
      endLost: kept.endLost || meter.bytes.byteLength === 0,
    };
  }

  #keep(chunk: Uint8Array): void {
    if (this.#condenser !== null) {
      this.#condenser.write(chunk);
      return;
    }
    const needed = this.#kept + chunk.byteLength;
    if (needed > this.#description.limitBytes || !this.#grow(needed)) {
      this.#condense(chunk);
      return;
    }
    this.#buffer.set(chunk, this.#kept);
    this.#kept = needed;
  }

  /** From here on the body is condensed; what was kept of it goes first. */
  #condense(chunk: Uint8Array): void {
    const { contentType, contentEncoding, limitBytes } = this.#description;
    const isTooLong = this.#kept + chunk.byteLength > limitBytes;
    if (!isTooLong || !this.#take(limitBytes)) this.#take(METER_BYTES);
    const mostBytes = Math.max(METER_BYTES, this.#taken);
    const begun = this.#buffer.subarray(0, this.#kept);
    const isEncoded = contentEncoding !== '' && contentEncoding !== 'identity';
    this.#condenser = isEncoded
      ? (DecodingCondenser.of({ contentType, contentEncoding, limitBytes: mostBytes }) ?? nothingKept)
      : createCondenser(formOf(contentType, begun.byteLength > 0 ? begun : chunk), contentType, mostBytes);
    this.#condenser.write(begun);
    this.#condenser.write(chunk);
    this.#buffer = new Uint8Array(0);
    this.#kept = 0;
  }

  /** Makes room, in steps that double; false when there is none. */
  #grow(neededBytes: number): boolean {
    const before = this.#buffer.byteLength;
    if (neededBytes <= before) return true;
    const doubled = Math.min(
      Math.max(FIRST_BUFFER_BYTES, before * 2, neededBytes),
      this.#description.limitBytes,
    );
    const size = [doubled, neededBytes].find((bytes) => this.#take(bytes));
    if (size === undefined) return false;
    const grown = new Uint8Array(size);
    grown.set(this.#buffer.subarray(0, this.#kept));
    this.#buffer = grown;
    return true;
  }

  /** Takes so many bytes in all from the budget; false when they are not to be had. */
  #take(byteCount: number): boolean {
    const more = byteCount - this.#taken;
    if (more <= 0) return true;
    if (!this.#description.budget.take(more, byteCount)) return false;
    this.#taken = byteCount;
    return true;
  }
}

/** For a coding that nobody here can undo. */
const nothingKept: Condenser = {
  write: () => undefined,
  soFar: () => new Uint8Array(0),
  finish: () => ({ bytes: new Uint8Array(0), shortened: true, endKept: false, positions: null }),
};

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}
