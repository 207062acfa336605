/**
 * A stream of events within a budget: its beginning as it came, its newest events as they came, and between the two what is
 * left of the others (`fold-events.ts`). How events are told apart is the framing's part, and so is the form of what stays:
 * a shorter stream in the same framing.
 */
import type { Json } from '../../core/json.ts';
import type { Condensed, ImmediateCondenser, Position } from './condenser.ts';
import { EventFolder, type FoldableEvent } from './fold-events.ts';

/** An event, or bytes between events that have to stay where they are. */
export interface Frame {
  /** As it came, or shortened when it was too long to be held. */
  bytes: Uint8Array;
  /** The event was shortened. */
  shortened: boolean;
}

/** Tells the events of a stream apart. Pure state: it keeps no more than the event under way. */
export interface Framing {
  /** Takes bytes and tells each event that ended in them, and how many bytes of the chunk it reached. */
  write(chunk: Uint8Array, onFrame: (frame: Frame, endInChunk: number) => void): void;
  /** What is left when the stream has ended: an event under way, a closing bracket. */
  rest(): Frame | null;
  /** An event's name and JSON; null for one without JSON, which is dropped when there is no room for it. */
  open(frame: Uint8Array): { name: string; value: Json } | null;
  /** An event in the form of its framing. */
  render(name: string, value: Json): Uint8Array;
}

/** The beginning's and the newest events' part of the room; a quarter is left to what is between. */
const END_SHARE = 0.3125;

/** What an event takes beside its bytes. */
const EVENT_BYTES = 64;

interface Waiting {
  bytes: Uint8Array;
  endsAt: number;
}

/** Condenses one stream. */
export class StreamCondenser implements ImmediateCondenser {
  readonly #framing: Framing;
  readonly #limitBytes: number;
  readonly #head: Uint8Array;
  readonly #newestBytes: number;
  readonly #folder: EventFolder;
  #headFilled = 0;
  #headEndsAt = 0;
  #headIsFull = false;
  #newest: Waiting[] = [];
  /** Events before this index have left. */
  #first = 0;
  #newestFilled = 0;
  #passed = 0;
  #shortened = false;

  /** @param limitBytes most bytes of the shorter stream; the framing holds the event under way beside it */
  constructor(framing: Framing, limitBytes: number) {
    this.#framing = framing;
    this.#limitBytes = limitBytes;
    this.#head = new Uint8Array(Math.floor(limitBytes * END_SHARE));
    this.#newestBytes = Math.floor(limitBytes * END_SHARE);
    this.#folder = new EventFolder(limitBytes >> 2);
  }

  write(chunk: Uint8Array): void {
    const before = this.#passed;
    this.#framing.write(chunk, (frame, endInChunk) => this.#take(frame, before + endInChunk));
    this.#passed += chunk.byteLength;
  }

  finish(): Condensed {
    const rest = this.#framing.rest();
    if (rest !== null && rest.bytes.byteLength > 0) this.#take(rest, this.#passed);
    return { ...joined(this.#parts()), shortened: this.#shortened, endKept: true };
  }

  /** An event under way says nothing yet. */
  soFar(): Uint8Array {
    return joined(this.#parts()).bytes;
  }

  #parts(): Waiting[] {
    const parts: Waiting[] = [{ bytes: this.#head.subarray(0, this.#headFilled), endsAt: this.#headEndsAt }];
    let room = this.#limitBytes - this.#headFilled - this.#newestFilled;
    for (const { name, value, endsAt } of this.#folder.events()) {
      const bytes = this.#framing.render(name, value);
      room -= bytes.byteLength;
      if (room >= 0) parts.push({ bytes, endsAt });
    }
    parts.push(...this.#newest.slice(this.#first));
    return parts;
  }

  #take({ bytes, shortened }: Frame, endsAt: number): void {
    this.#shortened ||= shortened;
    const length = bytes.byteLength;
    if (!this.#headIsFull && this.#headFilled + length <= this.#head.byteLength) {
      this.#head.set(bytes, this.#headFilled);
      this.#headFilled += length;
      this.#headEndsAt = endsAt;
      return;
    }
    this.#headIsFull = true;
    this.#newest.push({ bytes: bytes.slice(), endsAt });
    this.#newestFilled += length + EVENT_BYTES;
    while (this.#newestFilled > this.#newestBytes && this.#first < this.#newest.length - 1)
      this.#foldOldest();
  }

  #foldOldest(): void {
    const oldest = this.#newest[this.#first];
    if (oldest === undefined) return;
    this.#first += 1;
    this.#newestFilled -= oldest.bytes.byteLength + EVENT_BYTES;
    this.#shortened = true;
    const opened = this.#framing.open(oldest.bytes);
    if (opened !== null) this.#folder.add({ ...opened, endsAt: oldest.endsAt } satisfies FoldableEvent);
    // The places of those that left are given up in batches, so that each is moved only once or twice.
    if (this.#first > this.#newest.length >> 1) {
      this.#newest = this.#newest.slice(this.#first);
      this.#first = 0;
    }
  }
}

function joined(parts: readonly Waiting[]): { bytes: Uint8Array; positions: Position[] } {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.bytes.byteLength, 0));
  const positions: Position[] = [];
  let filled = 0;
  for (const part of parts) {
    bytes.set(part.bytes, filled);
    filled += part.bytes.byteLength;
    positions.push([filled, part.endsAt]);
  }
  return { bytes, positions };
}
