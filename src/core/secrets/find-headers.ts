/**
 * Credentials among headers that stand in JSON, as an object or as a list in any of its usual forms: the name of a header
 * need not tell, since most that are sent along with a call are credentials. Pure.
 */
import type { Range } from './range.ts';
import { isHarmlessHeader, isSecretValue } from './secret-names.ts';
import { membersOf, stringAt, type ScannedMember } from './scan-json.ts';

/** Members by which a list names what stands beside: `{"name": "authorization", "value": "…"}`. */
export const NAMES_OF_NAMES = new Set(['name', 'key', 'header', 'field', 'param', 'variable']);

/** A text, and what was found in it so far. */
export interface Scan {
  text: string;
  found: Range[];
}

/** True for members of the schema of a parameter, which has a type and no values. */
export function isSchema(text: string, members: readonly ScannedMember[]): boolean {
  return members.some(({ name, valueAt }) => isSchemaWord(name) && isSchemaValue(text, name, valueAt));
}

function isSchemaWord(name: string): boolean {
  return (
    name === 'type' ||
    name === '$ref' ||
    name === 'properties' ||
    name === 'anyOf' ||
    name === 'oneOf' ||
    name === 'allOf'
  );
}

/** Headers by name, and lists of them, from where they begin: each value but those that are no secret to anybody. */
export function findInHeaders(text: string, at: number, found: Range[]): void {
  if (text[at] === '[') findInHeaderList(text, at, found);
  if (text[at] !== '{') return;
  const members = membersOf(text, at);
  if (isSchema(text, members)) return;
  for (const { name, valueAt } of members) {
    if (isHarmlessHeader(name)) continue;
    const values = text[valueAt] === '[' ? membersOf(text, valueAt).map((one) => one.valueAt) : [valueAt];
    for (const one of values) pushHeader({ text, found }, one);
  }
}

function pushHeader({ text, found }: Scan, at: number | undefined): void {
  const value = at === undefined ? null : stringAt(text, at);
  if (value !== null && isSecretValue(text.slice(value.start, value.end), 'credential')) found.push(value);
}

/** `[["x-own", "…"]]`, `[{"name": "x-own", "value": "…"}]`, `["x-own: …"]`. */
function findInHeaderList(text: string, at: number, found: Range[]): void {
  for (const { valueAt } of membersOf(text, at)) {
    const line = stringAt(text, valueAt);
    if (line === null) {
      const parts = text[valueAt] === '[' || text[valueAt] === '{' ? membersOf(text, valueAt) : [];
      const isPair = text[valueAt] === '[' && parts.length === 2;
      const nameAt = isPair ? parts[0] : parts.find(({ name }) => NAMES_OF_NAMES.has(name.toLowerCase()));
      const held = isPair ? parts[1] : parts.find(({ name }) => /^value$/i.test(name));
      const name = nameAt === undefined ? null : stringAt(text, nameAt.valueAt);
      if (name !== null && !isHarmlessHeader(text.slice(name.start, name.end)))
        pushHeader({ text, found }, held?.valueAt);
      continue;
    }
    const written = /^([\w-]{2,80}): ?(?=\S{8})/.exec(text.slice(line.start, line.end));
    if (written !== null && !isHarmlessHeader(written[1] ?? ''))
      found.push({ start: line.start + written[0].length, end: line.end });
  }
}

/** A header may be named `type` as well: its value is none of a schema's. */
function isSchemaValue(text: string, name: string, at: number): boolean {
  if (name !== 'type') return text[at] === '{' || text[at] === '[' || name === '$ref';
  const value = stringAt(text, at);
  if (value === null) return text[at] === '[';
  return /^(?:object|string|array|number|integer|boolean|null)$/i.test(text.slice(value.start, value.end));
}
