/**
 * What a convention of span attributes knows: where it keeps the kind of a span, its inputs, outputs, tokens and model.
 * Facts of each are in its file; `index.ts` has their order. Attribute values are plain JSON, JSON text unwrapped.
 */
import { isObject, parseJson, type Json, type JsonObject } from '../../../core/json.ts';
import type { SpanEvent } from '../../trace.ts';

/** The parts of a span that conventions read. */
export interface ConventionSpan {
  attributes: JsonObject;
  events: readonly SpanEvent[];
  /** Attributes as they were sent, JSON text not unwrapped. */
  sent?: JsonObject;
}

/** Keys of token counts; the first that holds a number counts. */
export interface UsageKeys {
  input: readonly string[];
  output: readonly string[];
  total?: readonly string[];
  cacheRead?: readonly string[];
  cacheWrite?: readonly string[];
  /** The input count leaves cached tokens out; ours includes them. */
  inputExcludesCache?: boolean;
}

/** One convention; absent members mean that it has nothing to say there. */
export interface Convention {
  /** MLflow's span type, or null. */
  spanType?(span: ConventionSpan): string | null;
  /** Messages in fields of their own: of a call of a model, they are asked for before what is serialised as a whole. */
  inputMessages?(span: ConventionSpan): Json | null;
  outputMessages?(span: ConventionSpan): Json | null;
  inputs?(span: ConventionSpan): Json | null;
  outputs?(span: ConventionSpan): Json | null;
  /** From events: asked after the attributes of all conventions. */
  eventInputs?(span: ConventionSpan): Json | null;
  eventOutputs?(span: ConventionSpan): Json | null;
  /** Null when the span is none of its own. */
  usageKeys?(span: ConventionSpan): UsageKeys | null;
  modelKeys?: readonly string[];
  providerKeys?: readonly string[];
  toolKeys?: readonly string[];
  tools?(span: ConventionSpan): Json | null;
  /** MLflow's hint of how messages are written (`mlflow.message.format`). */
  messageFormat?(span: ConventionSpan): string | null;
}

/** The first of the keys whose value says something; null when none does. */
export function firstValue({ attributes }: ConventionSpan, keys: readonly string[]): Json | null {
  for (const key of keys) {
    const value = attributes[key];
    if (value !== undefined && !isEmpty(value)) return value;
  }
  return null;
}

/** The first of the keys whose value is text; null when none is. */
export function firstText(span: ConventionSpan, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = span.attributes[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** A reader of the first of the keys. */
export function readKeys(...keys: string[]): (span: ConventionSpan) => Json | null {
  return (span) => firstValue(span, keys);
}

/** A reader of a span type: the value of `key` looked up in `types`. */
export function readType(
  key: string,
  types: Readonly<Record<string, string>>,
): (span: ConventionSpan) => string | null {
  return ({ attributes }) => {
    const kind = attributes[key];
    return typeof kind === 'string' && Object.hasOwn(types, kind) ? (types[kind] ?? null) : null;
  };
}

/** The members of a group `prefix.<n>.<rest>` as one object per n, in order; `rest` stays dotted. */
export function readIndexed({ attributes }: ConventionSpan, prefix: string): JsonObject[] {
  const items = new Map<number, JsonObject>();
  for (const [key, value] of Object.entries(attributes)) {
    if (!key.startsWith(`${prefix}.`)) continue;
    const [, index, rest] = /^(\d{1,6})\.(.+)$/.exec(key.slice(prefix.length + 1)) ?? [];
    if (index === undefined || rest === undefined) continue;
    const item = items.get(Number(index)) ?? {};
    item[rest] = value;
    items.set(Number(index), item);
  }
  return [...items].toSorted(([one], [two]) => one - two).map(([, item]) => item);
}

/** JSON text as its value, up to `depth` times; anything else as it is. */
export function unwrapJson(value: Json, depth: number): Json {
  if (depth === 0 || typeof value !== 'string') return value;
  const inner = parseJson(value);
  return inner === undefined ? value : unwrapJson(inner, depth - 1);
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
