/**
 * JSON as Python's json module writes and reads it: with NaN and infinities, which JSON has no words for, and with the
 * difference between `2` and `2.0`. Inside, such numbers are texts that nobody types; everything else is exact JSON.
 */
import { parseExactJson } from './exact-json.ts';
import { isObject, type Json } from './json.ts';

/** A character for private use, that stands before the name of such a number. */
const MARK = '\uE000';
const NAMES = ['NaN', 'Infinity', '-Infinity'] as const;
/** A string, or one of the names outside of strings. */
const STRING_OR_NAME = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gs;
const MARKED = /"\uE000(NaN|-?Infinity)"/g;

/**
 * Parses JSON text, Python's too. Numbers are kept as {@link parseExactJson} keeps them.
 *
 * @returns undefined when the text is not JSON
 */
export function parsePythonJson(text: string): Json | undefined {
  if (!/NaN|Infinity/.test(text)) return parseExactJson(text);
  return parseExactJson(
    text.replace(STRING_OR_NAME, (found) => (found.startsWith('"') ? found : JSON.stringify(MARK + found))),
  );
}

/** Writes what {@link parsePythonJson} read, as Python reads it. */
export function writePythonJson(value: object): string {
  return JSON.stringify(value).replaceAll(MARKED, '$1');
}

/** The name of a number that is none, as {@link parsePythonJson} keeps it; null for anything else. */
export function nonFiniteName(value: Json): string | null {
  return typeof value === 'string' ? (NAMES.find((name) => value === MARK + name) ?? null) : null;
}

/** A value for JSON that others read: numbers that are none become their names. */
export function withNames(value: Json): Json {
  const name = nonFiniteName(value);
  if (name !== null) return name;
  if (Array.isArray(value)) return value.map(withNames);
  if (!isObject(value) || isExactNumber(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withNames(member)]));
}

/** A value to reckon with: numbers that were kept as written become numbers, those that are none their names. */
export function plainJson(value: Json): Json {
  return JSON.parse(JSON.stringify(withNames(value))) as Json;
}

/** True for a number that is kept as it was written. */
export function isExactNumber(value: unknown): value is { rawJSON: string } {
  const { isRawJSON } = JSON as unknown as { isRawJSON: (this: void, value: unknown) => boolean };
  return isRawJSON(value);
}
