/**
 * Credentials told by the name they stand under: members of JSON at any depth, also of JSON in a text of JSON; headers,
 * query parameters, fields of forms, variables, connection strings, passwords in URLs. It goes from one `:` and `=` to the
 * next and looks at what stands before, so text that was cut off is read like any other, and prose costs nothing. Pure.
 */
import type { Range } from './range.ts';
import { findInHeaders, isSchema, NAMES_OF_NAMES, type Scan } from './find-headers.ts';
import {
  isHeaderBag,
  isSecretParameter,
  isSecretValue,
  kindOfName,
  longestNameCharacters,
  looksLikePassword,
  looksRandom,
  type NameKind,
} from './secret-names.ts';
import { membersOf, skipSpace, stringAt } from './scan-json.ts';

/** Everything in the text that stands under the name of a credential; in no order, perhaps overlapping. */
export function findNamed(text: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) findAtColon(text, at, found);
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) findAtEquals(text, at, found);
  return found;
}

/** What stands before a sign: a name, and the quote that closes it where it has one. */
interface Named {
  name: string;
  /** Where the name, or its opening quote, begins. */
  start: number;
  /** How its quotes are written; null for a bare name. */
  quote: string | null;
}

const BACKSLASH = '\\';

/** The name before a sign; null when none stands there. */
function nameBefore(text: string, sign: number): Named | null {
  let end = sign;
  while (end > 0 && sign - end < 8 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  const last = text[end - 1];
  if (last === '"' || last === "'" || last === '`') return quotedNameBefore(text, end);
  let start = end;
  const least = Math.max(0, end - longestNameCharacters - 1);
  while (start > least && isNameCode(text.charCodeAt(start - 1))) start--;
  // Behind a backslash the first character belongs to an escape: `\nX-Api-Key: …`.
  if (text[start - 1] === BACKSLASH && /[nrt]/.test(text.charAt(start))) start++;
  return start === end ? null : { name: text.slice(start, end), start, quote: null };
}

function quotedNameBefore(text: string, end: number): Named | null {
  let close = end - 1;
  const last = text.charCodeAt(close - 1);
  // A name ends with a letter or a digit; behind it may stand the backslashes of the quote.
  if (!isNameCode(last) && last !== 92) return null;
  while (close > 0 && end - close < 16 && text[close - 1] === BACKSLASH) close--;
  const quote = text.slice(close, end);
  const least = Math.max(0, close - longestNameCharacters - quote.length);
  const open = text.slice(least, close).lastIndexOf(quote);
  if (open < 0) return null;
  return { name: text.slice(least + open + quote.length, close), start: least + open, quote };
}

/** Letters, digits, `_`, `-`, `.`, `$`. */
function isNameCode(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 36;
}

/** True within what was found last: nothing more is to be found there. */
function isCovered(at: number, found: readonly Range[]): boolean {
  const last = found.at(-1);
  return last !== undefined && at >= last.start && at < last.end;
}

function findAtColon(text: string, colon: number, found: Range[]): void {
  if (isCovered(colon, found)) return;
  const next = text[colon + 1];
  if ((next === '/' || next === BACKSLASH) && findInUrl(text, colon, found)) return;
  const named = nameBefore(text, colon);
  if (named === null || named.name.length < 3) return;
  if (named.quote === null) {
    findAfterHeader({ text, found }, named, colon + 1);
    return;
  }
  const { kind, isBag, isNameOfName } = factsOf(named.name);
  if (kind === null && !isBag && !isNameOfName) return;
  const at = skipSpace(text, colon + 1);
  if (isBag) findInHeaders(text, at, found);
  if (kind !== null) findInValue({ text, found }, at, { kind, name: named.name, quote: named.quote });
  else if (isNameOfName) findInSibling(text, at, found);
}

/** The name of a credential, and how sure it is. */
interface Known {
  name: string;
  kind: Exclude<NameKind, null>;
  /** How quotes are written where it stands. */
  quote: string;
}

/** What a value under the name of a credential holds: a text, a list of texts, or an object around one. */
function findInValue({ text, found }: Scan, at: number, { kind, name, quote }: Known): void {
  const string = stringAt(text, at);
  if (string !== null) {
    if (isSecretValue(text.slice(string.start, string.end), kind)) found.push(string);
    return;
  }
  if (text[at] === '[') {
    for (const member of membersOf(text, at)) {
      const inner = stringAt(text, member.valueAt);
      if (inner === null) findWrapped({ text, found }, member.valueAt, { kind, depth: 0 });
      else if (isSecretValue(text.slice(inner.start, inner.end), kind)) found.push(inner);
    }
    return;
  }
  if (text[at] === '{') {
    findWrapped({ text, found }, at, { kind, depth: 0 });
    return;
  }
  if (!/passw|passphrase|pwd|secret$/i.test(name)) return;
  const digits = /^-?\d{3,}(?=\s*[,}\]])/.exec(text.slice(at, at + 40))?.[0];
  if (digits !== undefined)
    found.push({ start: at, end: at + digits.length, instead: `${quote}[redacted]${quote}` });
}

const WRAPPERS = new Set(['value', 'stringValue', 'string_value', 'secret', 'plaintext', 'token']);

/** Objects in objects that are looked into under the name of a credential. */
const DEEPEST_WRAPPER = 3;

/**
 * `{"value": "…"}` around the value, and whatever looks drawn at random beside or below; the schema of a parameter has a type
 * and no value.
 */
function findWrapped(
  { text, found }: Scan,
  at: number,
  { kind, depth }: { kind: Known['kind']; depth: number },
): void {
  if ((text[at] !== '{' && text[at] !== '[') || depth > DEEPEST_WRAPPER) return;
  const members = membersOf(text, at);
  if (isSchema(text, members)) return;
  for (const { name, valueAt } of members) {
    const inner = stringAt(text, valueAt);
    if (inner === null) findWrapped({ text, found }, valueAt, { kind, depth: depth + 1 });
    else {
      const value = text.slice(inner.start, inner.end);
      if (WRAPPERS.has(name) ? isSecretValue(value, kind) : looksRandom(value)) found.push(inner);
    }
  }
}

/** What a member's name tells. */
interface NameFacts {
  kind: NameKind;
  isBag: boolean;
  /** The value of the member is a name itself: `{"name": "authorization", "value": "…"}`. */
  isNameOfName: boolean;
}

/** A cache: the names of members are few, and come again and again. */
const knownNames = new Map<string, NameFacts>();
const MOST_KNOWN_NAMES = 2000;

function factsOf(name: string): NameFacts {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const facts: NameFacts = {
    kind: kindOfName(name),
    isBag: isHeaderBag(name),
    isNameOfName: NAMES_OF_NAMES.has(name.toLowerCase()),
  };
  if (knownNames.size >= MOST_KNOWN_NAMES) knownNames.clear();
  knownNames.set(name, facts);
  return facts;
}

/** How far a pair's value may stand from its name. */
const PAIR_CHARACTERS = 200;
const VALUE_OF_PAIR =
  /["']?(?:value|string_?value)\\{0,8}["']?\s{0,4}[:=]\s{0,4}(?:\{\s{0,4}\\{0,8}"string_?value\\{0,8}"\s{0,4}:\s{0,4})?/i;

/** `{"name": "authorization", "value": "…"}`, and attributes of OTLP, whose values are objects. */
function findInSibling(text: string, at: number, found: Range[]): void {
  const string = stringAt(text, at);
  if (string === null || string.end - string.start > longestNameCharacters) return;
  const { kind } = factsOf(text.slice(string.start, string.end));
  if (kind === null) return;
  const rest = text.slice(string.end, string.end + PAIR_CHARACTERS);
  const head = VALUE_OF_PAIR.exec(rest);
  if (head === null) return;
  // Another member's object or name in between: the value is not this name's.
  if (/["'](?:name|key)\\{0,8}["']\s{0,4}:|\{.*\{|\[/.test(rest.slice(0, head.index))) return;
  const value = stringAt(text, string.end + head.index + head[0].length);
  if (value !== null && isSecretValue(text.slice(value.start, value.end), kind)) found.push(value);
}

/** A value that no quote ends. */
const BARE_VALUE = /[^\s"'`<>\\,;(){}[\]=]{8,512}={0,2}/y;
const LOOKS_RANDOM = /\d/;
/** A scheme may stand before the value (RFC 9110, section 11.4). */
const AUTH_SCHEME = /(?:Bearer|Basic|Token|Digest|ApiKey|Api-Key|Key|Bot|GenieKey) {1,4}/iy;

/** What a value has to look like that stands in a text without quotes. */
type Looks = (value: string) => boolean;

function looksLikeKey(value: string): boolean {
  return LOOKS_RANDOM.test(value) && !/^(?:\$|process\.|os\.|env\.|https?:)/.test(value);
}

/** By the name before it; null for a name that says nothing. A sentence may have a word behind `password:` or `token:`. */
function looksBehind(name: string): Looks | null {
  const { kind } = factsOf(name);
  if (kind === null) return null;
  if (/pass(?:word|wd|phrase)?$|pwd$/i.test(name) && (kind === 'word' || /^passw|^passp|^pwd/i.test(name)))
    return (value) => looksRandom(value) || looksLikePassword(value);
  return kind === 'credential' ? looksLikeKey : looksRandom;
}

/** `x-api-key: …` in a text: of a header, or in a file of settings. What reads like a word is left. */
function findAfterHeader({ text, found }: Scan, { name }: Named, after: number): void {
  const looks = looksBehind(name);
  if (looks === null) return;
  let at = after;
  while (text[at] === ' ' && at - after < 8) at++;
  const string = stringAt(text, at);
  if (string !== null) {
    const value = text.slice(string.start, string.end);
    if (looks === looksLikeKey ? isSecretValue(value, 'word') : looks(value)) found.push(string);
    return;
  }
  AUTH_SCHEME.lastIndex = at;
  if (AUTH_SCHEME.test(text)) at = AUTH_SCHEME.lastIndex;
  pushBare({ text, found }, at, looks);
}

function pushBare({ text, found }: Scan, at: number, looks: Looks = looksLikeKey): void {
  BARE_VALUE.lastIndex = at;
  if (!BARE_VALUE.test(text)) return;
  const end = BARE_VALUE.lastIndex;
  if (looks(text.slice(at, end))) found.push({ start: at, end });
}

const USER_INFO = /\/\/([^\s/?#"'<>\\@:[\]]{0,200})(?::([^\s/?#"'<>\\]{1,400}))?@(?=[\w.[%-])/y;
const LOOKS_LIKE_TOKEN = /^(?=.*\d)[\w-]{16,}$/;

/** `scheme://user:password@host`; true when the colon is a scheme's. */
function findInUrl(text: string, colon: number, found: Range[]): boolean {
  const isEscaped = text.startsWith('\\/\\/', colon + 1);
  if (!isEscaped && !text.startsWith('//', colon + 1)) return false;
  USER_INFO.lastIndex = colon + 1;
  // In JSON a slash may be escaped; the pair of slashes is read from its second.
  const match = isEscaped ? matchEscaped(text, colon + 4) : USER_INFO.exec(text);
  if (match === null) return true;
  const [whole, user = '', password] = match;
  const end = match.index + whole.length - 1;
  if (password !== undefined) found.push({ start: end - password.length, end });
  else if (LOOKS_LIKE_TOKEN.test(user)) found.push({ start: end - user.length, end });
  return true;
}

function matchEscaped(text: string, slash: number): RegExpExecArray | null {
  const match = USER_INFO.source.replace('\\/\\/', '\\/');
  const expression = new RegExp(match, 'y');
  expression.lastIndex = slash;
  return expression.exec(text);
}

/** Ends of a value in a query or a form (WHATWG URL, application/x-www-form-urlencoded). */
const PARAMETER_VALUE = /[^&\s"'<>\\#;,)}\]]{1,8192}/y;
/** Ends of a value in a connection string. */
const CONNECTION_VALUE = /[^;"'\\\s][^;"'\\\n]{0,400}/y;

function findAtEquals(text: string, equals: number, found: Range[]): void {
  // `a_key == b`, `a_key !== b`: a question, and no value.
  if (isCovered(equals, found) || text[equals + 1] === '=' || /[=!<>]/.test(text[equals - 1] ?? '')) return;
  // `config["api_key"] = "…"`, and the arrow of PHP and Ruby: `'api_key' => '…'`.
  const named = nameBefore(
    text,
    text[equals - 2] === ']' ? equals - 2 : text[equals - 1] === ']' ? equals - 1 : equals,
  );
  if (named === null) return;
  const { name, start, quote } = named;
  if (quote !== null) {
    findAssigned({ text, found }, { name, quote }, equals + 1);
    return;
  }
  const before = text[start - 1];
  const { kind } = factsOf(name);
  const inQuery =
    before === '?' ||
    before === '&' ||
    before === '#' ||
    (start === 0 && /^[\w.%+-]+=[^\s]*$/.test(text.slice(0, 400)));
  if (inQuery && isSecretParameter(name)) {
    PARAMETER_VALUE.lastIndex = equals + 1;
    if (PARAMETER_VALUE.test(text)) {
      found.push({ start: equals + 1, end: PARAMETER_VALUE.lastIndex });
      return;
    }
  }
  if (name === 'name') findInFormPart(text, equals, found);
  if (/^(?:sig|X-Amz-Signature)$/i.test(name)) pushBare({ text, found }, equals + 1);
  if (kind === null) return;
  let at = equals + 1;
  while (text[at] === ' ' && at - equals < 8) at++;
  const string = stringAt(text, at);
  if (string !== null) {
    const value = text.slice(string.start, string.end);
    if (kind === 'credential' ? isSecretValue(value, kind) : looksRandom(value)) found.push(string);
  } else if (kind !== 'credential') pushBare({ text, found }, at, looksRandom);
  else if (before === ';' || isConnectionString(text, at)) {
    CONNECTION_VALUE.lastIndex = at;
    if (CONNECTION_VALUE.test(text)) found.push({ start: at, end: CONNECTION_VALUE.lastIndex });
  } else pushBare({ text, found }, at);
}

/** `"api_key" = "…"`: a value in quotes behind a name in quotes. */
function findAssigned(
  { text, found }: Scan,
  { name, quote }: Pick<Known, 'name' | 'quote'>,
  after: number,
): void {
  const { kind } = factsOf(name);
  if (kind === null || text[after] === '=') return;
  const at = skipSpace(text, text[after] === '>' ? after + 1 : after);
  if (stringAt(text, at) !== null) findInValue({ text, found }, at, { kind, name, quote });
}

/** The value ends with a semicolon behind which another name stands. */
function isConnectionString(text: string, at: number): boolean {
  return /^[^;"'\s()]{1,200};\s?[A-Za-z][\w ]{0,40}\w=\S/.test(text.slice(at, at + 260));
}

const PART_HEADERS_END = /[^\r\n]*(?:\r?\n[^\r\n]{1,400}){0,8}\r?\n\r?\n/y;
/** Longest field of a form that is taken for a credential, in characters. */
const FIELD_CHARACTERS = 16_384;

/** A part of `multipart/form-data` (RFC 7578), or a field of a page's form, by its name. */
function findInFormPart(text: string, equals: number, found: Range[]): void {
  const string = stringAt(text, equals + 1) ?? bareName(text, equals + 1);
  if (string === null || !isSecretParameter(text.slice(string.start, string.end))) return;
  PART_HEADERS_END.lastIndex = string.end;
  const lineStart = Math.max(0, equals - 200);
  if (/form-data/i.test(text.slice(lineStart, equals)) && PART_HEADERS_END.test(text)) {
    const start = PART_HEADERS_END.lastIndex;
    const boundary = text.indexOf('\n--', start - 1);
    const end = boundary < 0 ? Math.min(text.length, start + FIELD_CHARACTERS) : boundary;
    const trimmed = text[end - 1] === '\r' ? end - 1 : end;
    if (trimmed > start && trimmed - start <= FIELD_CHARACTERS) found.push({ start, end: trimmed });
    return;
  }
  if (kindOfName(text.slice(string.start, string.end)) === null) return;
  const rest = text.slice(string.end, string.end + PAIR_CHARACTERS);
  const head = /^["']?[^<>]{0,150}\bvalue=/.exec(rest);
  const value = head === null ? null : stringAt(text, string.end + head[0].length);
  if (value !== null) found.push(value);
}

function bareName(text: string, start: number): Range | null {
  const name = /^[\w.-]+/.exec(text.slice(start, start + longestNameCharacters))?.[0];
  return name === undefined ? null : { start, end: start + name.length };
}
