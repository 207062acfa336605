/**
 * JSON that is read, changed and written again without touching its numbers: `12345678901234567890` and `1.0` come out as
 * they went in (ECMA-262, JSON.parse source text access).
 */
import { boundDepth } from './bound-depth.ts';
import { parseJson, type Json } from './json.ts';
import { limits } from './limits.ts';

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
    return parseWithSource(boundDepth(text, limits.jsonDepth), (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}

/** A number of which every digit is written. */
export function exactNumber(digits: string): Json {
  return rawJSON(digits);
}

/** JSON to be changed and sent on, every byte of meaning kept. */
export interface ExactDocument {
  /** As {@link parseExactJson} gives it; parts too deep to be walked are texts that stand for them. */
  value: Json;
  /** The text of a value made of this one. */
  write(value: Json): string;
}

/**
 * Opens JSON text for a change.
 *
 * @returns undefined when the text is not JSON
 */
export function openExactJson(text: string): ExactDocument | undefined {
  const deepParts: string[] = [];
  const mark = `deep-${crypto.randomUUID()}-`;
  const hide = (source: string): string => `"${mark}${deepParts.push(source) - 1}"`;
  let value: Json | undefined;
  try {
    value = parseExactJson(boundDepth(text, limits.jsonDepth, hide));
  } catch {
    return undefined;
  }
  if (value === undefined) return undefined;
  const write = (changed: Json): string => {
    const written = JSON.stringify(changed);
    if (deepParts.length === 0) return written;
    return written.replaceAll(
      new RegExp(`"${mark}(\\d+)"`, 'g'),
      (_text, index: string) => deepParts[Number(index)] ?? 'null',
    );
  };
  return { value, write };
}
