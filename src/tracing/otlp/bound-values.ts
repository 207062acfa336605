/**
 * OTLP's attribute values bounded in depth before they are decoded, in both encodings: what lies deeper than
 * `limits.jsonDepth` becomes a string value, its content as JSON text. A value that is nested ten thousand deep takes some
 * kilobytes to send, and would cost its whole batch.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  asArray,
  asObject,
  asString,
  isObject,
  setMember,
  type Json,
  type JsonObject,
} from '../../core/json.ts';
import { limits } from '../../core/limits.ts';

/** Messages inside each other that a decoder has to take: four for each level of a value, and those around it. */
export const decodedDepth = 4 * limits.jsonDepth + 16;

/** Messages by the numbers of their fields (opentelemetry-proto, trace.proto and common.proto); `keyed` is a KeyValue. */
type Shape = { [fieldNo: number]: Shape } | 'keyed';

const requestShape: Shape = {
  1: {
    1: { 1: 'keyed' },
    2: { 1: { 3: 'keyed' }, 2: { 9: 'keyed', 11: { 3: 'keyed' }, 13: { 4: 'keyed' } } },
  },
};
const KEY = 1;
const VALUE = 2;
/** Fields of AnyValue. */
const ANY = { string: 1, bool: 2, int: 3, double: 4, array: 5, members: 6, bytes: 7 } as const;

/**
 * A binary request with bounded values.
 *
 * @throws when it is no protobuf
 */
export function boundBinaryValues(request: Uint8Array): Uint8Array {
  return rewrite(request, (fieldNo, bytes) => boundMessage(bytes, memberShape(requestShape, fieldNo)));
}

function memberShape(shape: Shape, fieldNo: number): Shape | undefined {
  return shape === 'keyed' ? undefined : shape[fieldNo];
}

function boundMessage(bytes: Uint8Array, shape: Shape | undefined): Uint8Array {
  if (shape === undefined) return bytes;
  if (shape === 'keyed') return boundKeyed(bytes, limits.jsonDepth);
  return rewrite(bytes, (fieldNo, member) => boundMessage(member, memberShape(shape, fieldNo)));
}

function boundKeyed(keyValue: Uint8Array, depth: number): Uint8Array {
  return rewrite(keyValue, (fieldNo, bytes) => (fieldNo === VALUE ? boundAny(bytes, depth) : bytes));
}

function boundAny(any: Uint8Array, depth: number): Uint8Array {
  if (depth === 0 && heldBy(any).children !== null) {
    return new BinaryWriter().tag(ANY.string, WireType.LengthDelimited).string(textOf(any)).finish();
  }
  return rewrite(any, (fieldNo, bytes) => {
    if (fieldNo === ANY.array) return rewrite(bytes, (_fieldNo, item) => boundAny(item, depth - 1));
    if (fieldNo === ANY.members) return rewrite(bytes, (_fieldNo, member) => boundKeyed(member, depth - 1));
    return bytes;
  });
}

/** The message with the content of its length-delimited fields changed; other fields are copied. */
function rewrite(
  message: Uint8Array,
  change: (fieldNo: number, bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const reader = new BinaryReader(message);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const [fieldNo, wireType] = reader.tag();
    writer.tag(fieldNo, wireType);
    if (wireType === WireType.LengthDelimited) writer.bytes(change(fieldNo, reader.bytes()));
    else writer.raw(reader.skip(wireType, fieldNo));
  }
  return writer.finish();
}

/** What an AnyValue holds: a scalar as JSON text, or the values in it, with their keys where they have such. */
interface Held {
  text: string;
  children: { key: string | null; any: Uint8Array }[] | null;
}

/** Value as JSON text. Does not recurse. */
function textOf(any: Uint8Array): string {
  const parts: string[] = [];
  // Text to write, and values to look at, the next one last.
  const ahead: (string | Uint8Array)[] = [any];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (typeof next === 'string') {
      parts.push(next);
      continue;
    }
    const { text, children } = heldBy(next);
    if (children === null) {
      parts.push(text);
      continue;
    }
    const isList = text === '[]';
    parts.push(isList ? '[' : '{');
    ahead.push(isList ? ']' : '}');
    for (const [index, { key, any: child }] of [...children.entries()].toReversed()) {
      ahead.push(child, `${index === 0 ? '' : ','}${key === null ? '' : `${JSON.stringify(key)}:`}`);
    }
  }
  return parts.join('');
}

function heldBy(any: Uint8Array): Held {
  const reader = new BinaryReader(any);
  let held: Held = { text: 'null', children: null };
  while (reader.pos < reader.len) {
    const [fieldNo, wireType] = reader.tag();
    if (fieldNo === ANY.string) held = { text: JSON.stringify(reader.string()), children: null };
    else if (fieldNo === ANY.bool) held = { text: String(reader.bool()), children: null };
    else if (fieldNo === ANY.int) held = { text: String(reader.int64()), children: null };
    else if (fieldNo === ANY.double) held = { text: JSON.stringify(reader.double()), children: null };
    else if (fieldNo === ANY.array) held = { text: '[]', children: messagesIn(reader.bytes()).map(toItem) };
    else if (fieldNo === ANY.members)
      held = { text: '{}', children: messagesIn(reader.bytes()).map(toMember) };
    else if (fieldNo === ANY.bytes) {
      held = { text: JSON.stringify(Buffer.from(reader.bytes()).toString('base64')), children: null };
    } else reader.skip(wireType, fieldNo);
  }
  return held;
}

/** The messages of a repeated field that is the only one of its message. */
function messagesIn(list: Uint8Array): Uint8Array[] {
  const reader = new BinaryReader(list);
  const messages: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [fieldNo, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) messages.push(reader.bytes());
    else reader.skip(wireType, fieldNo);
  }
  return messages;
}

function toItem(any: Uint8Array): { key: null; any: Uint8Array } {
  return { key: null, any };
}

function toMember(keyValue: Uint8Array): { key: string; any: Uint8Array } {
  const reader = new BinaryReader(keyValue);
  const member = { key: '', any: new Uint8Array() as Uint8Array };
  while (reader.pos < reader.len) {
    const [fieldNo, wireType] = reader.tag();
    if (fieldNo === KEY) member.key = reader.string();
    else if (fieldNo === VALUE) member.any = reader.bytes();
    else reader.skip(wireType, fieldNo);
  }
  return member;
}

/** Members of JSON that hold attributes, and those on the way to them. */
const ON_THE_WAY = [
  'resourceSpans',
  'resource_spans',
  'resource',
  'scopeSpans',
  'scope_spans',
  'scope',
  'spans',
  'events',
  'links',
];

/**
 * Bounds the values of a request in JSON, in place.
 *
 * @param request parsed no deeper than {@link decodedDepth}: parts that lay deeper are text
 */
export function boundJsonValues(request: JsonObject): void {
  for (const name of ON_THE_WAY) {
    const member = request[name];
    for (const item of Array.isArray(member) ? member : [member]) if (isObject(item)) boundJsonValues(item);
  }
  for (const attribute of asArray(request['attributes'])) boundJsonKeyed(attribute, limits.jsonDepth);
}

function boundJsonKeyed(keyValue: Json, depth: number): void {
  if (isObject(keyValue) && isObject(keyValue['value']))
    keyValue['value'] = boundJsonAny(keyValue['value'], depth);
}

function boundJsonAny(any: JsonObject, depth: number): JsonObject {
  const list = any['arrayValue'] ?? any['array_value'];
  const members = any['kvlistValue'] ?? any['kvlist_value'];
  if (list === undefined && members === undefined) return any;
  if (depth === 0) return { stringValue: JSON.stringify(toPlain(any)) };
  const values = asObject(list ?? members)['values'];
  for (const [index, item] of asArray(values).entries()) {
    if (list === undefined) boundJsonKeyed(item, depth - 1);
    else if (isObject(item)) (values as Json[])[index] = boundJsonAny(item, depth - 1);
  }
  return any;
}

/** A value as plain JSON; what is no AnyValue, as the text of deeper parts is not, stays as it is. */
function toPlain(any: Json): Json {
  if (!isObject(any)) return any;
  const list = any['arrayValue'] ?? any['array_value'];
  const members = any['kvlistValue'] ?? any['kvlist_value'];
  if (list !== undefined) {
    const values = isObject(list) ? list['values'] : list;
    return Array.isArray(values) ? values.map(toPlain) : (values ?? []);
  }
  if (members === undefined) return Object.values(any)[0] ?? null;
  const values = isObject(members) ? members['values'] : members;
  if (!Array.isArray(values)) return values ?? {};
  const plain: JsonObject = {};
  for (const item of values)
    setMember(plain, asString(asObject(item)['key']) ?? '', toPlain(asObject(item)['value'] ?? null));
  return plain;
}
