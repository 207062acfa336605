/**
 * Keeps a copy of a WebSocket session's text messages as they pass, bounded in number and in bytes: audio is told by its
 * length, and in a long session the pieces that a later message states whole are the first to go.
 */
import { isObject, parseJson } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { JsonCondenser } from './capture/json-condenser.ts';
import { bytesOf } from './capture/kept-text.ts';
import { meterOf } from './capture/meter-only.ts';
import type { WebSocketEvent } from './exchange.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** How a session is kept. */
export interface SessionRecorderOptions {
  /** Most bytes of text to keep, in UTF-16 units. */
  limitBytes: number;
  /** False when the capture mode forbids keeping the messages of a side: then only their meter is kept. */
  allowed: Record<WebSocketEvent['from'], boolean>;
  /** True for a message whose content a later message repeats. */
  isPiece(text: string): boolean;
  /** What all calls of the isolate may hold together. */
  budget: MemoryBudget;
}

/** What passed in one direction. */
interface Direction {
  byteLength: number;
  truncated: boolean;
}

/** Long strings in base64's alphabet are audio or images; nothing a person reads looks like that. */
const BASE64_STRING = /"[A-Za-z0-9+/_-]{512,}={0,2}"/g;

/** The meter of a message; null for one that is no event of a protocol. */
function meterOfMessage(text: string): string | null {
  const message = parseJson(text);
  return isObject(message) && typeof message.type === 'string' ? JSON.stringify(meterOf(message)) : null;
}

/** Records one session. */
export class SessionRecorder {
  readonly #options: SessionRecorderOptions;
  readonly #events: WebSocketEvent[] = [];
  readonly #passed: Record<WebSocketEvent['from'], Direction> = {
    caller: { byteLength: 0, truncated: false },
    provider: { byteLength: 0, truncated: false },
  };
  #keptBytes = 0;

  constructor(options: SessionRecorderOptions) {
    this.#options = options;
  }

  /** The messages kept, in the order they passed. */
  get events(): WebSocketEvent[] {
    return this.#events;
  }

  /** What passed from one side: bytes in all, and whether some were not kept. */
  passed(from: WebSocketEvent['from']): Readonly<Direction> {
    return this.#passed[from];
  }

  /** A text message passes. `atMs` counts from the start of the call. */
  addText(from: WebSocketEvent['from'], text: string, atMs: number): void {
    const direction = this.#passed[from];
    direction.byteLength += text.length;
    const plain = text.replace(BASE64_STRING, (run) => `"[${run.length - 2} base64 characters]"`);
    const kept = this.#options.allowed[from] ? this.#shortened(plain, direction) : meterOfMessage(plain);
    if (kept === null) return;
    if (this.#hasRoomFor(kept)) {
      this.#keptBytes += kept.length;
      this.#events.push({ from, atMs, text: kept });
    } else direction.truncated = true;
  }

  /** A binary message passes: only its size is kept. */
  addBinary(from: WebSocketEvent['from'], byteLength: number): void {
    this.#passed[from].byteLength += byteLength;
  }

  /** Lets go of what was kept, once the exchange is safe elsewhere. */
  release(): void {
    this.#options.budget.give(this.#keptBytes);
    this.#keptBytes = 0;
    this.#events.length = 0;
  }

  /** One message takes no more than an eighth of the room: what a session used stands in small messages after large ones. */
  #shortened(text: string, direction: Direction): string {
    const mostBytes = this.#options.limitBytes >> 3;
    if (text.length <= mostBytes) return text;
    const json = new JsonCondenser(mostBytes);
    json.write(new TextEncoder().encode(text));
    const condensed = json.failed ? null : json.finish();
    direction.truncated = true;
    return condensed === null ? text.slice(0, mostBytes) : new TextDecoder().decode(bytesOf(condensed));
  }

  /** Pieces may take half of the room; the other half is for what states a turn and its usage whole. */
  #hasRoomFor(text: string): boolean {
    const share = this.#options.isPiece(text) ? 0.5 : 1;
    const keptBytes = this.#keptBytes + text.length;
    return (
      this.#events.length < limits.webSocketEvents * share &&
      keptBytes <= this.#options.limitBytes * share &&
      this.#options.budget.take(text.length, keptBytes)
    );
  }
}
