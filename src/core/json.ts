/**
 * JSON as a type, and parsing that answers with a value instead of throwing: bad JSON is ordinary here. What is parsed is
 * bounded in depth, so that whatever walks a value may recurse.
 */
import { boundDepth } from './bound-depth.ts';
import { limits } from './limits.ts';

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** TypeScript's library does not describe these yet (ECMA-262, JSON.parse source text access). */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON: (this: void, text: string) => Json;
  isRawJSON: (this: void, value: unknown) => boolean;
};
type SourceReviver = (this: void, key: string, value: Json, context: { source?: string }) => Json;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => Json;

const MAY_HOLD_LARGE_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON text. Objects and arrays deeper than `maxDepth` are kept as their text; an integer beyond what a number holds
 * exactly is an opaque value that `JSON.stringify` writes as it came ({@link isLargeInteger}). One that a number writes in the
 * same digits is a number: `1e17`, written and read again, stays what it is.
 *
 * @param maxDepth objects and arrays inside each other
 * @returns the value, or `undefined` when the text is not JSON (a JSON `null` is returned as `null`)
 */
export function parseJson(text: string, maxDepth: number = limits.jsonDepth): Json | undefined {
  try {
    const bounded = boundDepth(text, maxDepth);
    if (MAY_HOLD_LARGE_INTEGER.test(bounded)) return parseWithSource(bounded, keepLargeInteger);
    // JSON.parse returns exactly the Json type for every text it accepts.
    return JSON.parse(bounded) as Json;
  } catch {
    return undefined;
  }
}

function keepLargeInteger(_key: string, value: Json, { source }: { source?: string }): Json {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source !== undefined && source !== String(value) && INTEGER.test(source) ? rawJSON(source) : value;
}

/** True for an integer beyond what a number holds exactly, as {@link parseJson} keeps it. */
export function isLargeInteger(value: unknown): boolean {
  return isRawJSON(value);
}

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJSON(value);
}

/** The value as an object, or an empty one: for reading optional members of what providers send. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as an array, or an empty one. */
export function asArray(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** The value when it is a string, else null. */
export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value when it is a finite number, else null. */
export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Sets a member by any name: assigned, `__proto__` would be no member but the object's prototype. */
export function setMember<Value>(object: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}
