/**
 * A Responses object out of the events of its stream. The terminal event carries it whole; when the stream was cut before,
 * it is put together from the items, parts and deltas that came. `read-responses.ts` reads the result.
 */
import { asArray, asNumber, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { StreamEvent } from './stream-events.ts';

/** A response as far as it came. */
export interface AssembledResponse {
  /** Null when nothing of it came. */
  response: JsonObject | null;
  /** True when the event that ends a response was seen. */
  ended: boolean;
}

/** Events that end a response and carry it whole. */
const TERMINAL = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

/** True for the type of an event that ends a response. */
export function isLastResponseEvent(type: string): boolean {
  return TERMINAL.has(type);
}

/** Deltas that extend a member of the item itself, and the `done` events that state it whole. */
const ITEM_MEMBERS = new Map([
  ['response.function_call_arguments', 'arguments'],
  ['response.mcp_call_arguments', 'arguments'],
  ['response.custom_tool_call_input', 'input'],
  ['response.code_interpreter_call_code', 'code'],
]);

/** Deltas that extend a part of an item: which list holds it, what type it has, and the member that grows. */
const PART_MEMBERS = new Map<string, PartKind>([
  ['response.output_text', { list: 'content', type: 'output_text', member: 'text' }],
  ['response.refusal', { list: 'content', type: 'refusal', member: 'refusal' }],
  ['response.reasoning_text', { list: 'content', type: 'reasoning_text', member: 'text' }],
  ['response.reasoning_summary_text', { list: 'summary', type: 'summary_text', member: 'text' }],
]);

interface PartKind {
  list: 'content' | 'summary';
  type: string;
  member: string;
}

interface DraftItem {
  item: JsonObject;
  content: Map<number, JsonObject>;
  summary: Map<number, JsonObject>;
}

/** Assembles the events of a stream. */
export function assembleResponse(events: readonly StreamEvent[]): AssembledResponse {
  const items = new Map<number, DraftItem>();
  let begun: JsonObject | null = null;
  let whole: JsonObject | null = null;
  for (const { data } of events) {
    const type = asString(data.type) ?? '';
    if (isObject(data.response)) {
      if (TERMINAL.has(type)) whole = data.response;
      else begun = data.response;
    } else addEvent(items, type, data);
  }
  const latest = whole ?? begun;
  if (latest === null && items.size === 0) return { response: null, ended: false };
  const response: JsonObject = { ...(latest ?? { object: 'response', status: 'in_progress' }) };
  // Some servers leave the output out of the terminal event, having streamed it.
  if (asArray(response.output).length === 0 && items.size > 0) {
    response.output = inOrder(items).map(finishItem);
  }
  return { response, ended: whole !== null };
}

function addEvent(items: Map<number, DraftItem>, type: string, data: JsonObject): void {
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    if (isObject(data.item)) items.set(asNumber(data.output_index) ?? items.size, draftOf(data.item));
    return;
  }
  const split = type.lastIndexOf('.');
  const subject = type.slice(0, split);
  const member = ITEM_MEMBERS.get(subject);
  const kind = PART_MEMBERS.get(subject);
  if (member !== undefined) {
    extend(itemOf(items, data).item, member, data);
  } else if (kind !== undefined) {
    extend(partOf(items, data, kind), kind.member, data);
  } else if (subject === 'response.content_part' && isObject(data.part)) {
    itemOf(items, data).content.set(asNumber(data.content_index) ?? 0, { ...data.part });
  } else if (subject === 'response.reasoning_summary_part' && isObject(data.part)) {
    itemOf(items, data).summary.set(asNumber(data.summary_index) ?? 0, { ...data.part });
  } else if (type === 'response.output_text.annotation.added' && data.annotation !== undefined) {
    const part = partOf(items, data, { list: 'content', type: 'output_text', member: 'text' });
    if (Array.isArray(part.annotations)) part.annotations.push(data.annotation);
    else part.annotations = [data.annotation];
  }
}

/** An event with a delta adds to what came; one without states the whole, which counts. */
function extend(target: JsonObject, member: string, event: JsonObject): void {
  const whole = event[member];
  if (typeof event.delta === 'string') target[member] = (asString(target[member]) ?? '') + event.delta;
  else if (typeof whole === 'string') target[member] = whole;
}

function draftOf(item: JsonObject): DraftItem {
  return { item: { ...item }, content: partsOf(item.content), summary: partsOf(item.summary) };
}

function partsOf(list: Json | undefined): Map<number, JsonObject> {
  return new Map(
    asArray(list)
      .filter(isObject)
      .map((part, index) => [index, { ...part }]),
  );
}

/** The item an event is about; one whose beginning was lost is taken for a message. */
function itemOf(items: Map<number, DraftItem>, data: JsonObject): DraftItem {
  const index = asNumber(data.output_index) ?? 0;
  let draft = items.get(index);
  if (draft === undefined) {
    const id = asString(data.item_id);
    draft = draftOf({
      ...(id === null ? {} : { id }),
      type: 'message',
      status: 'in_progress',
      role: 'assistant',
    });
    items.set(index, draft);
  }
  return draft;
}

function partOf(items: Map<number, DraftItem>, data: JsonObject, kind: PartKind): JsonObject {
  const parts = itemOf(items, data)[kind.list];
  const index = asNumber(kind.list === 'summary' ? data.summary_index : data.content_index) ?? 0;
  let part = parts.get(index);
  if (part === undefined) {
    part = { type: kind.type, [kind.member]: '' };
    parts.set(index, part);
  }
  return part;
}

function finishItem({ item, content, summary }: DraftItem): JsonObject {
  const finished = { ...item };
  if (content.size > 0) finished.content = inOrder(content);
  if (summary.size > 0) finished.summary = inOrder(summary);
  return finished;
}

function inOrder<Value>(byIndex: Map<number, Value>): Value[] {
  return [...byIndex].toSorted(([one], [other]) => one - other).map(([, value]) => value);
}
