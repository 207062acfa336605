/**
 * JSON that is read, changed and written again without touching its numbers: `12345678901234567890` and `1.0` come out as
 * they went in (ECMA-262, JSON.parse source text access).
 */
import { parseJson, type Json } from './json.ts';

/** TypeScript's library does not describe these yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (this: void, text: string) => Json };
type SourceReviver = (this: void, key: string, value: Json, context: { source?: string }) => Json;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => Json;

/** Numbers that may lose something: long ones, and ones with a point or an exponent. */
const DELICATE_NUMBER = /\d{16}|\d\.\d|\d[eE]|-0/;

/**
 * Parses JSON text. A number that JavaScript would write differently becomes an opaque value that `JSON.stringify` writes
 * as it was.
 *
 * @returns undefined when the text is not JSON
 */
export function parseExactJson(text: string): Json | undefined {
  if (!DELICATE_NUMBER.test(text)) return parseJson(text);
  try {
    return parseWithSource(text, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}
