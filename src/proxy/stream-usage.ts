/**
 * The edit for usage: a chat stream brings no usage unless `stream_options.include_usage` asks for it. Weir asks, and
 * takes the extra chunk out again for the caller who did not. What upstreams say to it is kept by `usage-memory.ts`.
 */
import { applyEdits, modify } from 'jsonc-parser';
import { asArray, asObject, asString, isObject, parseJson } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import type { ChunkEdit } from './tap-stream.ts';

/**
 * The request body with usage asked for.
 *
 * @param mayAsk told the model that the body names; absent: always
 * @returns null when there is nothing to ask: not a stream, asked by the caller already, not to be asked, or not JSON
 */
export function askForUsage(
  body: string,
  mayAsk: (model: string | null) => boolean = () => true,
): string | null {
  if (!body.includes('"stream"')) return null;
  const request = parseJson(body);
  if (!isObject(request) || request.stream !== true || !mayAsk(asString(request.model))) return null;
  const options = request.stream_options;
  if (options === undefined) return body.replace('{', '{"stream_options":{"include_usage":true},');
  // The API's reference says of null what it says of an absent member: nothing is asked for.
  if (options === null) return verified(applyEdits(body, modify(body, ['stream_options'], ASKING, {})));
  if (!isObject(options)) return null;
  const asked = options.include_usage;
  if (asked !== undefined && asked !== null) return null;
  return verified(applyEdits(body, modify(body, ['stream_options', 'include_usage'], true, {})));
}

const ASKING = { include_usage: true };

/** The edited body when it says what it should; in one that has a member twice, another may count than was edited. */
function verified(edited: string): string | null {
  return asObject(asObject(parseJson(edited)).stream_options).include_usage === true ? edited : null;
}

/**
 * True when a 400's or 422's body speaks of the field that Weir added: maybe because it is refused, maybe because the
 * caller's own words do, which such answers quote.
 */
export function refusesStreamOptions(status: number, body: string): boolean {
  return (status === 400 || status === 422) && /stream_options|include_usage/.test(body);
}

/**
 * Takes the usage chunk out of a stream of server-sent events; every other byte passes as it came. Whole events pass at
 * once; an unfinished one is held until its end, because only then is it known whose it is.
 */
export class UsageRemoval implements ChunkEdit {
  #held = NOTHING;
  #passOn = false;

  take(chunk: Uint8Array): Uint8Array[] {
    if (this.#passOn) return [chunk];
    const bytes = this.#held.byteLength === 0 ? chunk : concat(this.#held, chunk);
    const end = lastEventEnd(bytes);
    const parts = end === 0 ? [] : withoutUsage(bytes.subarray(0, end));
    this.#held = end === bytes.byteLength ? NOTHING : bytes.slice(end);
    if (this.#held.byteLength > limits.heldEventBytes) {
      parts.push(this.#held);
      this.#held = NOTHING;
      this.#passOn = true;
    }
    return parts;
  }

  rest(): Uint8Array[] {
    return this.#held.byteLength === 0 ? [] : withoutUsage(this.#held);
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);
const utf8 = new TextDecoder();

/** Most batches of events hold no usage chunk and pass as they are; otherwise event by event. */
function withoutUsage(events: Uint8Array): Uint8Array[] {
  if (!holdsEmptyArray(events)) return [events];
  const kept: Uint8Array[] = [];
  let start = 0;
  while (start < events.byteLength) {
    const length = firstEventEnd(events.subarray(start)) || events.byteLength - start;
    const event = events.subarray(start, start + length);
    if (!isUsageChunk(utf8.decode(event))) kept.push(event);
    start += length;
  }
  return kept;
}

const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const SPACE = 0x20;

/** True when `[]` is among the bytes, which every usage chunk holds: found without decoding what only passes. */
function holdsEmptyArray(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(CLOSING_BRACKET); at !== -1; at = bytes.indexOf(CLOSING_BRACKET, at + 1)) {
    let before = at - 1;
    // JSON's white space is the blank and three characters below it; no other byte below it is in JSON.
    while (before >= 0 && (bytes[before] ?? 0) <= SPACE) before--;
    if (bytes[before] === OPENING_BRACKET) return true;
  }
  return false;
}

const EMPTY_CHOICES = /"choices"\s*:\s*\[\s*\]/;

/** The chunk OpenAI adds: no choices, and usage (Azure's first chunk has no choices either, but no usage). */
function isUsageChunk(event: string): boolean {
  if (!EMPTY_CHOICES.test(event)) return false;
  const data = event
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length))
    .join('\n');
  const chunk = parseJson(data);
  return isObject(chunk) && isObject(chunk.usage) && asArray(chunk.choices).length === 0;
}

const LF = 10;
const CR = 13;

/** Length of the first event with its blank line; 0 when it is unfinished. */
function firstEventEnd(bytes: Uint8Array): number {
  for (let index = 0; index < bytes.byteLength; index++) {
    const end = blankLineEnd(bytes, index);
    if (end > 0) return end;
  }
  return 0;
}

/** Length of all finished events; 0 when there is none. */
function lastEventEnd(bytes: Uint8Array): number {
  for (let index = bytes.byteLength - 1; index >= 0; index--) {
    const end = blankLineEnd(bytes, index);
    if (end > 0) return end;
  }
  return 0;
}

/** The offset after a blank line that starts with the line end at `index`; 0 when there is none. */
function blankLineEnd(bytes: Uint8Array, index: number): number {
  const after = lineEnd(bytes, index);
  return after === 0 ? 0 : lineEnd(bytes, after);
}

function lineEnd(bytes: Uint8Array, index: number): number {
  if (bytes[index] === LF) return index + 1;
  if (bytes[index] !== CR) return 0;
  // A CR at the very end may still get its LF: the event is unfinished until that is known.
  if (index + 1 >= bytes.byteLength) return 0;
  return bytes[index + 1] === LF ? index + 2 : index + 1;
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.byteLength + right.byteLength);
  joined.set(left);
  joined.set(right, left.byteLength);
  return joined;
}
