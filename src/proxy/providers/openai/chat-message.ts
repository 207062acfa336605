/**
 * The message of a chat choice, in the one form both plain and streamed answers are brought to: grown delta by delta for
 * streams, tidied for plain answers. What only one of the two would carry (empty lists, nulls, tool indexes) is left out.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { plainToolCalls, ToolCallPieces } from './tool-calls.ts';

/** Members whose pieces are joined: reasoning is DeepSeek's `reasoning_content` and OpenRouter's `reasoning`. */
const JOINED = new Set(['refusal', 'reasoning_content', 'reasoning']);

/** Members of `audio` and of the old `function_call` whose pieces are joined. */
const JOINED_WITHIN = new Set(['data', 'transcript', 'arguments']);

/** Parts of which a stream sends pieces; all others are sent whole. */
const GROWING_PARTS = new Set<unknown>([
  'text',
  'output_text',
  'refusal',
  'thinking',
  'reasoning',
  'summary_text',
  'reasoning.text',
  'reasoning.summary',
]);

/** Members of such parts that are joined; the rest (signatures, formats) come once. */
const GROWING_MEMBERS = new Set(['text', 'refusal', 'thinking', 'summary']);

/** A message under way. */
export class MessageDraft {
  private readonly message: JsonObject = {};
  private readonly toolCalls = new ToolCallPieces();
  private content: string | Json[] | null = null;

  /** Adds the members of one delta. */
  add(delta: JsonObject): void {
    for (const [name, value] of Object.entries(delta)) {
      if (value === null) continue;
      if (name === 'role') this.message.role ??= value;
      else if (name === 'content') this.addContent(value);
      else if (name === 'tool_calls') for (const call of asArray(value)) this.toolCalls.add(call);
      else this.message[name] = grow(name, this.message[name], value);
    }
  }

  /** The message as a plain answer would have it. */
  finish(): JsonObject {
    return plainMessage({ ...this.message, content: this.content, tool_calls: this.toolCalls.finish() });
  }

  /** Text stays text until a part comes: then it is the text part before it. */
  private addContent(value: Json): void {
    if (typeof value === 'string' && !Array.isArray(this.content)) {
      this.content = (this.content ?? '') + value;
      return;
    }
    if (!Array.isArray(this.content)) {
      this.content = this.content === null || this.content === '' ? [] : [textPart(this.content)];
    }
    for (const part of Array.isArray(value) ? value : [value]) {
      if (part !== '') addPart(this.content, typeof part === 'string' ? textPart(part) : part);
    }
  }
}

/** A message of a plain answer, tidied. */
export function plainMessage(message: JsonObject): JsonObject {
  const tidy: JsonObject = { role: message.role ?? 'assistant', content: message.content ?? null };
  for (const [name, value] of Object.entries(message)) {
    if (name in tidy || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      continue;
    tidy[name] = name === 'tool_calls' ? plainToolCalls(value) : value;
  }
  // A stream opens with an empty text where the plain answer says null, because something else came instead of text.
  const instead = ['tool_calls', 'function_call', 'refusal', 'audio'].some((name) => name in tidy);
  if (tidy.content === '' && instead) tidy.content = null;
  return tidy;
}

function grow(name: string, before: Json | undefined, value: Json): Json {
  if (JOINED.has(name) && typeof value === 'string') return (asString(before) ?? '') + value;
  if (Array.isArray(value)) {
    const list = Array.isArray(before) ? before : [];
    for (const part of value) addPart(list, part);
    return list;
  }
  if (!isObject(value)) return value;
  const grown = asObject(before);
  for (const [member, piece] of Object.entries(value)) {
    const earlier = grown[member];
    const joins = JOINED_WITHIN.has(member) && typeof piece === 'string' && typeof earlier === 'string';
    if (joins) grown[member] = earlier + piece;
    else if (piece !== null && piece !== '') grown[member] = piece;
  }
  return grown;
}

/** Adds a part to a list, or to the end of the last part when it is a piece of the same. */
function addPart(parts: Json[], part: Json): void {
  const last = parts.at(-1);
  const continues =
    isObject(last) &&
    isObject(part) &&
    last.type === part.type &&
    last.index === part.index &&
    GROWING_PARTS.has(part.type);
  if (!continues) {
    parts.push(part);
    return;
  }
  for (const [name, value] of Object.entries(part)) {
    const before = last[name];
    if (GROWING_MEMBERS.has(name) && typeof before === 'string' && typeof value === 'string') {
      last[name] = before + value;
    } else if (Array.isArray(before) && Array.isArray(value)) {
      for (const inner of value) addPart(before, inner);
    } else if (value !== null) last[name] = value;
  }
}

function textPart(text: string): JsonObject {
  return { type: 'text', text };
}
