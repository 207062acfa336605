/** An instance of a JSON schema, always the same one: arguments of tools, and structured output. */
import { asArray, asNumber, asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';

/** Below this only required members are made, and at twice it nothing: schemas may contain themselves. */
const DEEPEST = 6;

/** Most values of one instance: a schema that branches may describe more than fits into memory. */
const MOST_VALUES = 2000;

/**
 * Makes a value that fits the schema, as far as its type, enum, const, references, members and bounds tell; `pattern` and
 * `not` are not looked at.
 *
 * @param schema a JSON schema
 * @param words text to fill strings with
 */
export function instanceOfSchema(schema: unknown, words: string): Json {
  return makeValue(schema, { root: asObject(schema), words, budget: { values: MOST_VALUES }, depth: 0 });
}

interface Making {
  root: JsonObject;
  words: string;
  /** Shared by the whole instance. */
  budget: { values: number };
  depth: number;
}

function makeValue(schema: unknown, making: Making): Json {
  if (making.budget.values-- <= 0 || making.depth >= 2 * DEEPEST) return null;
  const given = resolve(asObject(schema), making.root);
  if (given.const !== undefined) return given.const;
  const options = asArray(given.enum);
  if (options[0] !== undefined) return options[0];
  if (given.default !== undefined) return given.default;
  const alternative = pickAlternative(given, making.depth);
  if (alternative !== undefined) return makeValue(alternative, deeper(making));
  switch (typeOf(given)) {
    case 'string':
      return makeString(given, making.words);
    case 'integer':
      return makeNumber(given, 1);
    case 'number':
      return makeNumber(given, 0.5);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return makeArray(given, making);
    default:
      return makeObject(given, making);
  }
}

function deeper(making: Making): Making {
  return { ...making, depth: making.depth + 1 };
}

/** Follows references within the schema and puts the parts of an `allOf` together. */
function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  let given = schema;
  for (let hops = 0; hops < 16 && typeof given.$ref === 'string'; hops++) {
    const { $ref, ...others } = given;
    given = { ...followPointer(asString($ref) ?? '', root), ...others };
  }
  const parts = asArray(given.allOf);
  if (parts.length === 0) return given;
  const { allOf: _parts, ...own } = given;
  return [...parts, own].map((part) => withoutHops(asObject(part), root)).reduce(joinParts, {});
}

function withoutHops(part: JsonObject, root: JsonObject): JsonObject {
  return typeof part.$ref === 'string' ? followPointer(part.$ref, root) : part;
}

function joinParts(all: JsonObject, part: JsonObject): JsonObject {
  return {
    ...all,
    ...part,
    properties: { ...asObject(all.properties), ...asObject(part.properties) },
    required: [...asArray(all.required), ...asArray(part.required)],
  };
}

/** A JSON pointer after `#` (RFC 6901). */
function followPointer(pointer: string, root: JsonObject): JsonObject {
  let found: JsonObject = root;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    found = asObject(Object.hasOwn(found, name) ? found[name] : undefined);
  }
  return found;
}

/** The first alternative; far down the last, which ends recursion where optional members are written `anyOf [X, null]`. */
function pickAlternative(schema: JsonObject, depth: number): Json | undefined {
  const alternatives = [...asArray(schema.anyOf), ...asArray(schema.oneOf)];
  return depth < DEEPEST ? alternatives[0] : alternatives.at(-1);
}

function typeOf(schema: JsonObject): string | null {
  const told = asString(schema.type) ?? asString(asArray(schema.type)[0]);
  if (told !== null) return told;
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return null;
}

const EXAMPLES_BY_FORMAT: Record<string, string> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'demo@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function makeString(schema: JsonObject, words: string): string {
  const format = asString(schema.format) ?? '';
  const example = Object.hasOwn(EXAMPLES_BY_FORMAT, format) ? EXAMPLES_BY_FORMAT[format] : undefined;
  if (example !== undefined) return example;
  const least = Math.min(asNumber(schema.minLength) ?? 0, 10_000);
  // Lengths are counted in code points (JSON Schema validation, section 6.3).
  const characters = Array.from(words.padEnd(least, '~'));
  return characters.slice(0, asNumber(schema.maxLength) ?? characters.length).join('');
}

/** The smallest allowed number, or 1, or the largest allowed when that is less. */
function makeNumber(schema: JsonObject, margin: number): number {
  const step = asNumber(schema.multipleOf) ?? 0;
  const least = asNumber(schema.minimum) ?? addKnown(schema.exclusiveMinimum, step || margin);
  const most = asNumber(schema.maximum) ?? addKnown(schema.exclusiveMaximum, -(step || margin));
  const picked = least ?? Math.min(1, most ?? 1);
  return step > 0 ? Math.ceil(picked / step) * step : picked;
}

function addKnown(bound: Json | undefined, margin: number): number | null {
  const known = asNumber(bound);
  return known === null ? null : known + margin;
}

function makeArray(schema: JsonObject, making: Making): Json[] {
  const least = Math.min(asNumber(schema.minItems) ?? 1, 100);
  const wanted = making.depth < DEEPEST ? Math.max(least, 1) : (asNumber(schema.minItems) ?? 0);
  const count = Math.min(wanted, asNumber(schema.maxItems) ?? wanted, 100);
  const values = asArray(schema.prefixItems).map((item) => makeValue(item, deeper(making)));
  if (schema.items === undefined || schema.items === false) return values;
  for (let at = values.length; at < count && making.budget.values > 0; at++) {
    values.push(makeValue(schema.items, deeper(making)));
  }
  return values;
}

function makeObject(schema: JsonObject, making: Making): JsonObject {
  const required = new Set(asArray(schema.required));
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(asObject(schema.properties))) {
    if (making.budget.values <= 0) break;
    if (making.depth >= DEEPEST && !required.has(name)) continue;
    members.push([name, makeValue(member, deeper(making))]);
  }
  return Object.fromEntries(members);
}
