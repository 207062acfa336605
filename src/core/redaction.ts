/**
 * What may never be stored, logged or echoed: credentials. Headers are taken by an allow list elsewhere; here is the one
 * set of rules for what hides inside bodies, texts, URLs and query strings: the names credentials stand under, the shapes
 * they have, and the values that are known.
 */
import { parseExactJson } from './exact-json.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { findNamed } from './secrets/find-named.ts';
import { findWritten } from './secrets/find-written.ts';
import { findShapes } from './secrets/secret-shapes.ts';
import { findKnown, noKnownSecrets, type KnownSecrets } from './secrets/known-secrets.ts';
import { joinRanges, replaceRanges, type Range } from './secrets/range.ts';
import {
  isHarmlessHeader,
  isHeaderBag,
  isSecretParameter,
  isSecretValue,
  kindOfName,
  looksRandom,
  mayHoldRandom,
} from './secrets/secret-names.ts';
import { readSpelled } from './secrets/spelled-text.ts';
import { SHORTENING_MARK } from './shortened.ts';

export {
  joinKnown,
  knownSecrets,
  noKnownSecrets,
  secretsOfVariables,
  type KnownSecrets,
} from './secrets/known-secrets.ts';
export { replaceRanges, joinRanges, type Range } from './secrets/range.ts';

/** What stands in the place of a credential. */
export const redacted = '[redacted]';

/** Texts shorter than the shortest secret hold none. */
const FEWEST_CHARACTERS = 8;

/** Where in the text something stands that has the name, the shape or the value of a credential; in order, apart. */
export function findSecrets(text: string, known: KnownSecrets = noKnownSecrets): Range[] {
  if (text.length < FEWEST_CHARACTERS) return [];
  const found = [...findIn(text, known), ...findBesideMarks(text, known)];
  const spelled = readSpelled(text);
  if (spelled !== null) found.push(...findIn(spelled.text, known).map((range) => spelled.toWritten(range)));
  return found.length === 0 ? found : joinRanges(found).filter((range) => !isMarker(text, range));
}

function findIn(text: string, known: KnownSecrets): Range[] {
  return [...findNamed(text), ...findWritten(text), ...findShapes(text), ...findKnown(text, known)];
}

/** What stands where something was masked, whole or up to a character that ends a value. */
const MARKER = /^\[[\w -]{1,40}\]?$/;

function isMarker(text: string, { start, end }: Range): boolean {
  return text[start] === '[' && end - start < 44 && MARKER.test(text.slice(start, end));
}

/** Replaces everything in the text that is a credential by its name, its shape or its value. */
export function redactSecrets(text: string, known: KnownSecrets = noKnownSecrets): string {
  const found = findSecrets(text, known);
  return found.length === 0 ? text : replaceRanges(text, found, redacted);
}

/** Characters that belong to what was cut through. */
const CUT_PIECE = /[A-Za-z0-9_\-+/=.~]/;
const LONGEST_PIECE = 512;
const FEWEST_PIECE = 12;
/** So much of a known value tells it. */
const FEWEST_KNOWN_PIECE = 4;

/** What is left of a word that was cut through where the middle of a long text was left out: it may be half of a secret. */
function findBesideMarks(text: string, known: KnownSecrets): Range[] {
  if (!text.includes('[weir left out')) return [];
  const found: Range[] = [];
  for (const { 0: mark, index } of text.matchAll(SHORTENING_MARK)) {
    let start = index;
    while (start > 0 && index - start < LONGEST_PIECE && CUT_PIECE.test(text.charAt(start - 1))) start--;
    const after = index + mark.length;
    let end = after;
    while (end < text.length && end - after < LONGEST_PIECE && CUT_PIECE.test(text.charAt(end))) end++;
    if (isPiece(text.slice(start, index), 'head', known)) found.push({ start, end: index });
    if (isPiece(text.slice(after, end), 'tail', known)) found.push({ start: after, end });
  }
  return found;
}

/** Beginnings of secrets that are told before the shape is whole. */
const BEGINS_AS_SECRET =
  /^(?:sk|pk|rk)[-_]|^gh[pousr]_|^github_pat|^xox|^AKIA|^ASIA|^AIza|^eyJ|^weir_|^npm_|^SG\./;

function isPiece(piece: string, side: 'head' | 'tail', { spellings }: KnownSecrets): boolean {
  if (piece.length < FEWEST_KNOWN_PIECE) return false;
  if (side === 'head' && BEGINS_AS_SECRET.test(piece)) return true;
  if (piece.length >= FEWEST_PIECE && /\d|[a-z][A-Z]/.test(piece)) return true;
  return spellings.some((value) =>
    [...Array(Math.max(0, value.length - 4)).keys()].some((cut) =>
      side === 'head' ? piece.endsWith(value.slice(0, cut + 4)) : piece.startsWith(value.slice(cut + 1)),
    ),
  );
}

/**
 * What stands in the place of a member of an object because of its name.
 *
 * @returns undefined when the name says nothing of the value, which is to be looked through then
 */
export function redactMember(name: string, value: Json): Json | undefined {
  if (isHeaderBag(name) && isObject(value)) return redactHeaders(value);
  const kind = kindOfName(name);
  if (kind === null) return undefined;
  if (typeof value === 'string') return isSecretValue(value, kind) ? redacted : undefined;
  if (typeof value === 'number') return /passw|passphrase|pwd/i.test(name) ? redacted : undefined;
  if (!Array.isArray(value)) return undefined;
  const isSecret = (item: Json): boolean => typeof item === 'string' && isSecretValue(item, kind);
  return value.some(isSecret) ? value.map((item) => (isSecret(item) ? redacted : item)) : undefined;
}

/** The members without credentials, at any depth: by their names, their shapes and known values. */
export function redactJson(object: JsonObject, known: KnownSecrets = noKnownSecrets): JsonObject {
  const { value } = redactStructure(object, known);
  return isObject(value) ? redactMembers(value, known) : redactMembers(object, known);
}

/** Tags without credentials, in their names as well; null, which removes one, stays. */
export function redactTags<Value extends string | null>(
  tags: Record<string, Value>,
  known: KnownSecrets = noKnownSecrets,
): Record<string, Value> {
  // Texts stay texts, and null is looked into by nothing.
  return redactJson(tags, known) as Record<string, Value>;
}

/**
 * A value without what is told by where it stands: a header in a list, the value beside a name. It is looked through as the
 * text it would be sent as, so that the same rules hold for both.
 *
 * @returns the value, the same one where nothing was found, and how much was
 */
export function redactStructure(value: Json, known: KnownSecrets): { value: Json; found: number } {
  if (typeof value !== 'object' || value === null) return { value, found: 0 };
  const text = JSON.stringify(value);
  const found = findSecrets(text, known);
  if (found.length === 0) return { value, found: 0 };
  const redactedValue = parseExactJson(replaceRanges(text, found, redacted));
  return redactedValue === undefined ? { value, found: 0 } : { value: redactedValue, found: found.length };
}

function redactMembers(object: JsonObject, known: KnownSecrets): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      redactSecrets(name, known),
      redactMember(name, value) ?? redactValue(value, known),
    ]),
  );
}

function redactValue(value: Json, known: KnownSecrets): Json {
  if (typeof value === 'string') return redactSecrets(value, known);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, known));
  return isObject(value) ? redactMembers(value, known) : value;
}

/** Undefined where nothing is a credential, as in the schema of a parameter, which has a type and no values. */
function redactHeaders(headers: { [name: string]: Json }): Json | undefined {
  const { type } = headers;
  if ('$ref' in headers || isObject(headers['properties']) || type === 'object' || type === 'string')
    return undefined;
  let isChanged = false;
  const redactValue = (value: Json): Json => {
    if (typeof value !== 'string' || !isSecretValue(value, 'credential')) return value;
    isChanged = true;
    return redacted;
  };
  const entries = Object.entries(headers).map(([name, value]): [string, Json] => {
    if (isHarmlessHeader(name)) return [name, value];
    return [name, Array.isArray(value) ? value.map(redactValue) : redactValue(value)];
  });
  return isChanged ? Object.fromEntries(entries) : undefined;
}

/**
 * The query string with the values of credential parameters replaced.
 *
 * @param search as `URL.search` gives it, with its `?`, or empty
 */
export function redactQuery(search: string): string {
  if (search.length < 2) return '';
  return search.replace(/([?&])([^=&]*)=([^&]*)/g, (whole, mark: string, name: string) =>
    isSecretParameter(decodeName(name)) || decodeName(name) === 'code' ? `${mark}${name}=${redacted}` : whole,
  );
}

/** Headers whose value is a credential though their names do not say so. */
const CREDENTIAL_HEADER =
  /(?:^|-)(?:auth|key|token|secret|password|cookie|signature|credential|vk)s?$|^cf-access-/;

/**
 * The credentials a call came with, wherever callers put them, so that text which quotes one can be cleaned.
 */
export function credentialsIn(headers: Headers, query: URLSearchParams): string[] {
  const inHeaders = [...headers].flatMap(([name, value]) =>
    kindOfName(name) !== null || CREDENTIAL_HEADER.test(name)
      ? valuesOf(name, value)
      : // A header of settings may hold one as well: `x-portkey-config: {"api_key": "…"}`.
        [...protocolsOf(name, value), ...(mayHoldRandom(value) ? secretsOf(value, findSecrets(value)) : [])],
  );
  const inQuery = [...query].filter(([name]) => isSecretParameter(name));
  return [...inHeaders, ...inQuery.map(([, value]) => value)];
}

/** What stands in the ranges of a text, as values to look for elsewhere: what may be a word as well is left out. */
export function secretsOf(text: string, found: readonly Range[]): string[] {
  return found.map(({ start, end }) => text.slice(start, end)).filter(looksRandom);
}

function valuesOf(name: string, value: string): string[] {
  if (name === 'cookie') return value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1));
  const signature = /\bSignature=(\w+)/.exec(value)?.[1] ?? '';
  return [value.replace(/^(?:Bearer|Basic|Token|ApiKey)\s+/i, ''), signature];
}

/** Browsers put the key of a WebSocket among its subprotocols: `openai-insecure-api-key.sk-…`. */
function protocolsOf(name: string, value: string): string[] {
  if (name !== 'sec-websocket-protocol') return [];
  return value.split(',').flatMap((protocol) => /(?:key|token|jwt)\.(.+)$/i.exec(protocol.trim())?.[1] ?? []);
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}
