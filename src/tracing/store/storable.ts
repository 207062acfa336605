/** Text and objects of text on their way into SQLite and back. */
import { asString, setMember, type JsonObject } from '../../core/json.ts';

/** Text without what SQLite cannot hold: NUL ends a string there, and a lone surrogate is no UTF-8. */
export function storable<Text extends string | null>(text: Text): Text extends null ? string | null : string;
export function storable(text: string | null): string | null {
  if (text === null || (text.isWellFormed() && !text.includes('\0'))) return text;
  return text.toWellFormed().replaceAll('\0', '');
}

/** An object of strings as JSON text. */
export function storableObject(members: Record<string, string>): string {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(members)) setMember(kept, storable(key), storable(value));
  return JSON.stringify(kept);
}

/** The members of a JSON object as strings. */
export function toStrings(members: JsonObject): Record<string, string> {
  const strings: Record<string, string> = {};
  for (const [key, value] of Object.entries(members)) strings[key] = asString(value) ?? JSON.stringify(value);
  return strings;
}
