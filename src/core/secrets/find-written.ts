/**
 * Credentials told by a name that no colon or equals sign joins to its value: elements of XML, arguments of commands and
 * functions, rows of tables, cookies, `curl -u`. Each is found from a mark of its own, so text without costs one search. Pure.
 */
import type { Range } from './range.ts';
import {
  isSecretValue,
  kindOfName,
  longestNameCharacters,
  looksLikePassword,
  looksRandom,
} from './secret-names.ts';

/** Everything in the text that stands so; in no order, perhaps overlapping. */
export function findWritten(text: string): Range[] {
  const found: Range[] = [];
  findInElements(text, found);
  findBehindNames(text, found);
  findPasswordOptions(text, found);
  findInCookies(text, found);
  findCurlUsers(text, found);
  return found;
}

/** An end tag; in JSON its slash may be escaped. A name may have a prefix (Namespaces in XML, section 4). */
const END_TAG = /\\{0,4}\/(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{2,79})\s{0,4}>/y;
const LONGEST_VALUE = 8192;

/** `<password>…</password>`: text alone, of an element that has the name of a credential. */
function findInElements(text: string, found: Range[]): void {
  for (let index = text.indexOf('<'); index >= 0; index = text.indexOf('<', index + 1)) {
    const next = text[index + 1];
    if (next !== '/' && next !== '\\') continue;
    END_TAG.lastIndex = index + 1;
    const kind = kindOfName(END_TAG.exec(text)?.[1] ?? '');
    if (kind === null) continue;
    const before = text.slice(Math.max(0, index - LONGEST_VALUE), index);
    const at = before.lastIndexOf('>') + 1;
    if (at === 0 || before.lastIndexOf('<') >= at) continue;
    if (isSecretValue(before.slice(at), kind)) found.push({ start: index - before.length + at, end: index });
  }
}

const FEWEST_CHARACTERS = 16;
const MOST_CHARACTERS = 512;
/** What stands between a name and its value is looked at so far. */
const GAP_CHARACTERS = 16;
const MOST_WORDS_BETWEEN = 4;
/** Words that may stand between: one that says so, the name of a type, what is left of a quote or of an escape. */
const BETWEEN =
  /^(?:is|was|are|provided|given|invalid|value|str|string|text|to|header|json|quot|34|x22|[nrt]|[-.]+)$/i;
/** Names of two words, joined: `API key`, `access token`. */
const FIRST_OF_TWO =
  /(?:^|\W)(api|access|secret|client|auth|bearer|private|refresh|session|account|app)[ -]$/i;

/** `--api-key …`, `set("x-api-key", "…")`, `api_key: str = "…"`, `| API key | … |`: what looks drawn at random alone. */
function findBehindNames(text: string, found: Range[]): void {
  let end = 0;
  for (let at = FEWEST_CHARACTERS - 1; at < text.length; at = end + FEWEST_CHARACTERS) {
    if (!isValueCode(text.charCodeAt(at))) {
      end = at;
      continue;
    }
    let start = at;
    while (start > end && isValueCode(text.charCodeAt(start - 1))) start--;
    end = at + 1;
    while (end < text.length && isValueCode(text.charCodeAt(end))) end++;
    const length = end - start;
    if (length < FEWEST_CHARACTERS || length > MOST_CHARACTERS || !isMixed(text, start, end)) continue;
    const value = text.slice(start, end);
    // A full stop ends the sentence.
    const stops = /\.+$/.exec(value)?.[0].length ?? 0;
    if (looksRandom(value) && kindOfName(nameBehind(text, start)) !== null)
      found.push({ start, end: end - stops });
  }
}

/** A quick no for words, paths and names: they have fewer digits and capitals than what is drawn at random. */
function isMixed(text: string, start: number, end: number): boolean {
  let digits = 0;
  let capitals = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code <= 57) digits += code >= 48 ? 1 : 0;
    else if (code <= 90) capitals += 1;
  }
  return digits > 1 || capitals * 4 >= end - start;
}

const IN_NAME = 1;
const IN_VALUE = 2;
/** Characters of names, which values have as well, and those of values alone. */
const PLACE = new Uint8Array(128);
for (const character of '-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  PLACE[character.charCodeAt(0)] = IN_NAME;
for (const character of '+/=~') PLACE[character.charCodeAt(0)] = IN_VALUE;

function isValueCode(code: number): boolean {
  return code < 128 && PLACE[code] !== 0;
}

function isNameCode(code: number): boolean {
  return code < 128 && PLACE[code] === IN_NAME;
}

/** The name that stands before, with nothing but signs and words of no meaning in between; empty when none does. */
function nameBehind(text: string, start: number): string {
  let at = start;
  for (let words = 0; words <= MOST_WORDS_BETWEEN; words++) {
    const least = Math.max(0, at - GAP_CHARACTERS);
    const gapEnd = at;
    while (at > least && !isNameCode(text.charCodeAt(at - 1))) at--;
    if (at === gapEnd || at === least) return '';
    const wordEnd = at;
    while (at > 0 && wordEnd - at < longestNameCharacters && isNameCode(text.charCodeAt(at - 1))) at--;
    const word = text.slice(at, wordEnd);
    if (BETWEEN.test(word)) continue;
    const first = FIRST_OF_TWO.exec(text.slice(Math.max(0, at - 12), at))?.[1] ?? '';
    // Behind a backslash the first letter is an escape's.
    const name = text[at - 1] === '\\' && /^[nrt]/.test(word) ? word.slice(1) : word;
    return /^(?:key|token|secret|password|id)$/i.test(word) ? first + name : name.replace(/^-+/, '');
  }
  return '';
}

/** `--password …`, as commands take it: what people type is shorter. */
const PASSWORD_OPTION =
  /(?<=[\s"'`(]|\\n)--?[\w-]{0,40}passw(?:or)?d[ \t]{1,4}["'`]?([^\s"'`\\|;<>]{8,512})/gi;

function findPasswordOptions(text: string, found: Range[]): void {
  if (!text.includes('passw') || !text.includes(' -')) return;
  for (const { 0: whole, 1: value = '', index } of text.matchAll(PASSWORD_OPTION)) {
    if (!value.startsWith('-') && looksLikePassword(value))
      found.push({ start: index + whole.length - value.length, end: index + whole.length });
  }
}

/** A line of a header that holds cookies (RFC 6265), each with its value. */
const COOKIE_LINE = /ookie: ?([^\r\n"'`\\]{8,4096})/y;
const COOKIE = /=([^;\s,"]{8,4096})/g;

function findInCookies(text: string, found: Range[]): void {
  let end = 0;
  for (let index = text.indexOf('ookie:'); index >= 0; index = text.indexOf('ookie:', end)) {
    COOKIE_LINE.lastIndex = index;
    const pairs = COOKIE_LINE.exec(text)?.[1] ?? '';
    const from = COOKIE_LINE.lastIndex - pairs.length;
    end = Math.max(index + 1, COOKIE_LINE.lastIndex);
    for (const { 1: value = '', index: at } of pairs.matchAll(COOKIE)) {
      if (/\d/.test(value)) found.push({ start: from + at + 1, end: from + at + 1 + value.length });
    }
  }
}

/** `curl -u name:password` (curl's manual, `--user`). */
const CURL_USER =
  /\bcurl\b(?:[^\n;|\\]|\\[\s\S]){0,400}?\s(?:-u|--user)[ =]?\\{0,8}["']?[^\s"'\\:$]{0,200}:([^\s"'\\$]{3,400})/g;

function findCurlUsers(text: string, found: Range[]): void {
  if (!text.includes('curl') || !/ -u| --user/.test(text)) return;
  for (const { 0: whole, 1: password = '', index } of text.matchAll(CURL_USER))
    found.push({ start: index + whole.length - password.length, end: index + whole.length });
}
