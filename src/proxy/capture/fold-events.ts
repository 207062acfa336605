/**
 * Events of a stream for which there is no room, folded by shape: of all events with the same members and the same telling
 * words (type, index, id, reason of the end, …) one stays. Its numbers are the newest, because counts in streams are
 * snapshots that grow; of its texts the first stays, with a mark for how much followed.
 */
import { Buffer } from 'node:buffer';
import { isObject, setMember, type Json, type JsonObject } from '../../core/json.ts';
import { shorteningMark } from '../../core/shortened.ts';
import { isMeterTree } from './meter-keys.ts';

/** An event as its framing took it apart. */
export interface FoldableEvent {
  /** What the framing calls it: the name of the event, the type of the frame. */
  name: string;
  /** Its JSON. */
  value: Json;
  /** Where it ended in the original stream, in bytes. */
  endsAt: number;
}

/** Words that tell events apart: two of them with different ones are two events. */
const TELLING =
  /^(?:type|event|event_type|object|index|output_index|content_index|summary_index|contentBlockIndex|item_id|id|call_id|tool_call_id|toolUseId|generation_id|response_id|responseId|role|name|status|code|model|modelVersion|service_tier|finish_reason|finishReason|native_finish_reason|stop_reason|stopReason|done|done_reason|completionReason|is_finished|stream_id|outputIndex)$/;

/** Of those, the ones that some servers invent anew for every event. */
const INVENTED = /^(?:id|item_id|call_id|generation_id|response_id|responseId|event_id)$/;

/** Members whose words are content, so that the same word again is more of it. */
const CONTENT =
  /^(?:text|content|delta|arguments|partial_json|thinking|reasoning|reasoning_content|response|input|transcript|refusal|summary|data|b64_json|output_text|tool_plan|tool_input|signature|completion|generation|outputText)$/;

/** Members that change with every event and say only when. */
const CHANGING = /(?:_at|At|time|timestamp|_id|date)$/i;

/** Log probabilities outweigh what they belong to many times, and no reader looks at them. */
const DROPPED = /^(?:logprobs|top_logprobs|logprobsResult|obfuscation|p|prompt_logprobs|token_ids)$/;

/** What the framing and a mark add to an event. */
const EVENT_BYTES = 96;

const MOST_LEVELS = 24;
const MOST_MEMBERS = 16;
const FIRST_TEXT_CHARACTERS = 256;

interface Folded {
  name: string;
  value: Json;
  endsAt: number;
  /** Texts that went on, by their path: how many bytes more there were. */
  more: Map<string, number>;
  byteLength: number;
}

/** Folds events within a budget. */
export class EventFolder {
  readonly #limitBytes: number;
  readonly #byShape = new Map<string, Folded>();
  #byteLength = 0;

  /** @param limitBytes about what the folded events may take */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Takes an event. */
  add(event: FoldableEvent): void {
    const isFull = this.#byteLength > this.#limitBytes;
    const shape = `${event.name} ${shapeOf(event.value, isFull, 0)}`;
    const same = this.#byShape.get(shape);
    if (same === undefined) this.#begin(shape, event);
    else {
      const before = same.byteLength;
      same.value = merged(same.value, event.value, { more: same.more, path: '', name: '' });
      same.byteLength = before;
    }
  }

  /** The events that stand for all that were folded, in the order in which the first of each came. */
  events(): FoldableEvent[] {
    return [...this.#byShape.values()].map(({ name, value, endsAt, more }) => ({
      name,
      value: marked(value, more, ''),
      endsAt,
    }));
  }

  #begin(shape: string, { name, value, endsAt }: FoldableEvent): void {
    const more = new Map<string, number>();
    const first = begun(value, { more, path: '', name: '' }, 0);
    const byteLength = Buffer.byteLength(JSON.stringify(first)) + EVENT_BYTES;
    if (this.#byteLength + byteLength > this.#limitBytes) this.#makeRoom();
    this.#byShape.set(shape, { name, value: first, endsAt, more, byteLength });
    this.#byteLength += byteLength;
  }

  /** A stream of nothing but new shapes: those without a count, an end or an error go, the middle ones first. */
  #makeRoom(): void {
    const shapes = [...this.#byShape].slice(this.#byShape.size >> 2);
    for (const significantToo of [false, true]) {
      for (const [shape, folded] of shapes) {
        if (this.#byteLength <= this.#limitBytes >> 1) return;
        if (!this.#byShape.has(shape) || (!significantToo && isSignificant(folded.value))) continue;
        this.#byShape.delete(shape);
        this.#byteLength -= folded.byteLength;
      }
    }
  }
}

/** A place in an event. */
interface Place {
  more: Map<string, number>;
  path: string;
  name: string;
}

/** Paths and kinds of the members, and the telling words. */
function shapeOf(value: Json, coarse: boolean, level: number): string {
  if (value === null) return '0';
  if (typeof value !== 'object')
    return typeof value === 'number' ? 'n' : typeof value === 'string' ? 's' : 'b';
  if (level >= MOST_LEVELS) return '…';
  if (Array.isArray(value)) {
    const members = value.slice(0, MOST_MEMBERS).map((member) => shapeOf(member, coarse, level + 1));
    return `[${members.join()}]`;
  }
  const parts: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (DROPPED.test(name)) continue;
    const tells = TELLING.test(name) && !(coarse && INVENTED.test(name));
    if (tells && (typeof member !== 'object' || member === null))
      parts.push(`${name}=${String(member).slice(0, 200)}`);
    else parts.push(`${name}:${isMeterTree(name) ? 'u' : shapeOf(member, coarse, level + 1)}`);
  }
  return `{${parts.join()}}`;
}

/** The first event of a shape, without what is never kept. */
function begun(value: Json, place: Place, level: number): Json {
  if (typeof value === 'string') return firstText(value, place);
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return null;
  const { more } = place;
  if (Array.isArray(value)) {
    return value
      .slice(0, MOST_MEMBERS)
      .map((member, index) =>
        begun(member, { more, path: `${place.path}.${index}`, name: place.name }, level + 1),
      );
  }
  const kept: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (DROPPED.test(name)) continue;
    setMember(kept, name, begun(member, { more, path: `${place.path}.${name}`, name }, level + 1));
  }
  return kept;
}

function firstText(text: string, { more, path, name }: Place): string {
  if (text.length <= FIRST_TEXT_CHARACTERS || TELLING.test(name)) return text;
  more.set(path, text.length - FIRST_TEXT_CHARACTERS);
  return text.slice(0, FIRST_TEXT_CHARACTERS);
}

/** The newest numbers, and what was there before of words. */
function merged(before: Json, after: Json, place: Place): Json {
  const { more, path, name } = place;
  if (typeof after === 'string' && typeof before === 'string') {
    if (CHANGING.test(name)) return after.slice(0, FIRST_TEXT_CHARACTERS);
    const isMore = CONTENT.test(name) || (after !== before && !TELLING.test(name));
    if (isMore && after !== '') more.set(path, (more.get(path) ?? 0) + after.length);
    return before;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.min(MOST_MEMBERS, Math.max(before.length, after.length));
    return Array.from({ length }, (_, index) => {
      const [earlier, newer] = [before[index], after[index]];
      if (newer === undefined) return earlier ?? null;
      const within = { more, path: `${path}.${index}`, name };
      return earlier === undefined ? begun(newer, within, 0) : merged(earlier, newer, within);
    });
  }
  if (isObject(before) && isObject(after)) {
    for (const [key, member] of Object.entries(after)) {
      if (DROPPED.test(key)) continue;
      const earlier = before[key];
      if (earlier === undefined)
        setMember(before, key, begun(member, { more, path: `${path}.${key}`, name: key }, 0));
      else setMember(before, key, merged(earlier, member, { more, path: `${path}.${key}`, name: key }));
    }
    return before;
  }
  // A null never takes the place of what was said before.
  return after === null || typeof after === 'object' ? (before ?? after) : after;
}

/** Texts that went on get their marks. */
function marked(value: Json, more: ReadonlyMap<string, number>, path: string): Json {
  if (typeof value === 'string') {
    const leftOutBytes = more.get(path);
    if (leftOutBytes === undefined) return value;
    return value + shorteningMark({ leftOutBytes, byteLength: null, sha256: null });
  }
  if (Array.isArray(value)) return value.map((member, index) => marked(member, more, `${path}.${index}`));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, member] of Object.entries(value))
    setMember(copy, name, marked(member, more, `${path}.${name}`));
  return copy;
}

const SIGNIFICANT =
  /"(?:usage|usageMetadata|usage_metadata|error|eval_count|amazon-bedrock-invocationMetrics|metrics|meta)":[^n]|"(?:finish_reason|finishReason|stop_reason|stopReason|done_reason|name)":"|"done":true|"type":"[\w.-]*(?:start|stop|end|created|completed|failed|incomplete|done|added|error)"/i;

function isSignificant(value: Json): boolean {
  return SIGNIFICANT.test(JSON.stringify(value));
}
