/**
 * Condenses a body that is sent compressed: its content codings are undone as it passes (RFC 9110, section 8.4), what comes
 * out is condensed like any other body. A small body can hide a very large one: memory is bounded by the condenser, work by
 * a limit. The caller's bytes are not touched.
 */
import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import { createCondenser, formOf } from './condense-body.ts';
import type { Condensed, Condenser } from './condenser.ts';

/** Most bytes that one body may have when its codings are undone. */
const DECODED_BYTES = 256 * 1024 * 1024;

/** Compressed bytes that may wait to be decoded. */
const WAITING_BYTES = 4 * 1024 * 1024;

/** The decoders of a body, the outermost coding first; null when one of them is unknown. */
function decodersOf(contentEncoding: string): Transform[] | null {
  const decoders = contentEncoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
    .toReversed()
    .map(decoderOf);
  const known = decoders.filter((decoder) => decoder !== null);
  return known.length === decoders.length ? known : null;
}

function decoderOf(coding: string): Transform | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
    default:
      return null;
  }
}

/** What a compressed body is, and how much of it may be kept. */
export interface EncodedBody {
  contentType: string;
  contentEncoding: string;
  limitBytes: number;
}

/** Undoes the codings of one body and condenses it. */
export class DecodingCondenser implements Condenser {
  readonly #body: EncodedBody;
  readonly #first: Transform;
  readonly #ended = Promise.withResolvers<void>();
  #condenser: Condenser | null = null;
  #decoded = 0;
  #broken = false;

  /** A condenser for the body; null when its codings are unknown. */
  static of(body: EncodedBody): DecodingCondenser | null {
    const decoders = decodersOf(body.contentEncoding);
    const [first] = decoders ?? [];
    return decoders === null || first === undefined ? null : new DecodingCondenser(body, decoders, first);
  }

  private constructor(body: EncodedBody, decoders: Transform[], first: Transform) {
    this.#body = body;
    this.#first = first;
    for (const [index, decoder] of decoders.entries()) {
      decoder.on('error', () => this.#break());
      const next = decoders[index + 1];
      if (next === undefined) decoder.on('data', (bytes: Uint8Array) => this.#take(bytes));
      else decoder.pipe(next);
      if (next === undefined) decoder.on('end', () => this.#ended.resolve());
    }
  }

  write(chunk: Uint8Array): void {
    if (this.#broken) return;
    // A copy: the chunk belongs to the stream it passes through.
    this.#first.write(chunk.slice());
    if (this.#first.writableLength > WAITING_BYTES) this.#break();
  }

  soFar(): Uint8Array {
    return this.#condenser?.soFar() ?? new Uint8Array(0);
  }

  async finish(): Promise<Condensed> {
    if (!this.#broken) {
      this.#first.end();
      await this.#ended.promise;
    }
    const condensed = (await this.#condenser?.finish()) ?? NOTHING;
    // Offsets in what was decoded say nothing of when it arrived.
    return { ...condensed, endKept: condensed.endKept && !this.#broken, positions: null };
  }

  #take(bytes: Uint8Array): void {
    if (this.#broken) return;
    const { contentType, limitBytes } = this.#body;
    this.#condenser ??= createCondenser(formOf(contentType, bytes), contentType, limitBytes);
    this.#condenser.write(bytes);
    this.#decoded += bytes.byteLength;
    if (this.#decoded > DECODED_BYTES) this.#break();
  }

  /** What was decoded so far is kept. */
  #break(): void {
    this.#broken = true;
    this.#first.destroy();
    this.#ended.resolve();
  }
}

const NOTHING: Condensed = { bytes: new Uint8Array(0), shortened: true, endKept: false, positions: null };
