/**
 * Secrets that are known by their value: what a call came with, what a deployment holds. They need no shape, and are found
 * in every spelling in which text quotes them. Pure.
 */
import { joinRanges, type Range } from './range.ts';

/** Values to be looked for, in all their spellings. */
export interface KnownSecrets {
  spellings: readonly string[];
}

/** Shorter values, such as the `none` of a local server, are words like any other. */
const shortestKnownSecret = 8;

/** None. */
export const noKnownSecrets: KnownSecrets = { spellings: [] };

/** Of values; those too short to be one are left out. */
export function knownSecrets(values: Iterable<string>): KnownSecrets {
  const spellings = new Set<string>();
  for (const value of values) {
    for (const one of partsOf(value)) {
      if (one.length >= shortestKnownSecret) for (const spelling of spellingsOf(one)) spellings.add(spelling);
    }
  }
  return { spellings: [...spellings] };
}

/** Both. */
export function joinKnown(one: KnownSecrets, other: KnownSecrets): KnownSecrets {
  return { spellings: [...new Set([...one.spellings, ...other.spellings])] };
}

/** Variables and secrets of a deployment that are credentials by their names: `OPENAI_API_KEY`, `WEIR_SIGNING_KEY`. */
const SECRET_VARIABLE = /KEY|SECRET|TOKEN|PASSWORD|CREDENTIAL/i;
/** Words such as `required` are settings. */
const LOOKS_SECRET = /\d|.{24}/;

/**
 * The secrets among a deployment's variables.
 *
 * @param variables values that are no text hold none
 * @param named names of variables that are secrets whatever they are called
 */
export function secretsOfVariables(variables: object, named: readonly string[]): string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const isSecret = named.includes(name) || (SECRET_VARIABLE.test(name) && LOOKS_SECRET.test(value));
    // A variable may hold several keys, as one for each client.
    return isSecret ? [value, ...value.split(/[\s,;]+/)] : [];
  });
}

/** The value; of basic credentials also the password (RFC 7617). */
function partsOf(value: string): string[] {
  if (!/^[A-Za-z0-9+/]{8,4096}={0,2}$/.test(value)) return [value];
  const decoded = fromBase64(value);
  const colon = decoded?.indexOf(':') ?? -1;
  return decoded === null || colon < 0 || !/^[\x20-\x7e]+$/.test(decoded)
    ? [value]
    : [value, decoded, decoded.slice(colon + 1), decoded.slice(0, colon)];
}

/** As it is, in JSON, in JSON within JSON, in a URL, in a form, in base64. */
function spellingsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const inUrl = encodeURIComponent(value.toWellFormed());
  return [
    value,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inJson.replaceAll('/', '\\/'),
    inUrl,
    encodeURIComponent(inUrl),
    inUrl.replaceAll('%20', '+'),
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUtf8(value),
    ...base64Of(value),
  ];
}

/** Its bytes in UTF-8 as text with one unit per byte, as bodies are looked through. */
function inUtf8(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
}

/** What the value leaves of itself in the base64 of a text that holds it, by where in a group of three it begins. */
function base64Of(value: string): string[] {
  if (value.length < 2 * shortestKnownSecret || !/^[\x20-\x7e]+$/.test(value)) return [];
  return [0, 1, 2].map((before) => {
    const encoded = btoa(' '.repeat(before) + value);
    const from = before === 0 ? 0 : before + 1;
    const sure = Math.floor(((before + value.length) * 8) / 6);
    return encoded.slice(from, sure);
  });
}

function fromBase64(text: string): string | null {
  try {
    return atob(text);
  } catch {
    return null;
  }
}

/** Where they stand in the text; in order. */
export function findKnown(text: string, { spellings }: KnownSecrets): Range[] {
  const found: Range[] = [];
  for (const spelling of spellings) {
    for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + spelling.length))
      found.push({ start: at, end: at + spelling.length });
  }
  return joinRanges(found);
}
