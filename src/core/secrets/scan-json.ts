/**
 * Reads JSON where it stands in a text, without parsing it: it may be cut off, stand in a string of other JSON with its
 * quotes escaped once or more, or be almost JSON, as Python prints it. Everything is bounded and linear. Pure.
 */
import type { Range } from './range.ts';

/** How a string's quotes are written: `"`, `'`, or `\"` in a string of JSON, `\\\"` in a string of that. */
export interface Quote {
  text: string;
  /** How many backslashes stand before it. */
  escapes: number;
}

/** Where a member's value begins, and its name; members of lists have none. */
export interface ScannedMember {
  name: string;
  valueAt: number;
}

/** Members that are looked at of one object or list: headers and pairs are few. */
const MOST_MEMBERS = 200;
const BACKSLASH = '\\';

/** The quote that begins there; null when none does. */
function quoteAt(text: string, at: number): Quote | null {
  let end = at;
  while (text[end] === BACKSLASH && end - at < 16) end++;
  const mark = text[end];
  if (mark !== '"' && mark !== "'" && mark !== '`') return null;
  return { text: text.slice(at, end + 1), escapes: end - at };
}

/** Where the string ends, exclusive of its closing quote; the end of the text when it is cut off. */
function endOfString(text: string, start: number, { text: quote, escapes }: Quote): number {
  const mark = quote.at(-1) ?? '"';
  for (let at = text.indexOf(mark, start); at >= 0; at = text.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (at - slashes > start && text[at - slashes - 1] === BACKSLASH) slashes++;
    // A quote within the value is escaped once more: it has more backslashes than the one that closes. With fewer, the
    // text around it ends.
    if (slashes <= escapes || (slashes - escapes) % (2 * (escapes + 1)) === 0)
      return at - Math.min(slashes, escapes);
  }
  return text.length;
}

/** The content of the string that begins there, without its quotes; null when none does. */
export function stringAt(text: string, at: number): Range | null {
  const quote = quoteAt(text, at);
  if (quote === null) return null;
  const start = at + quote.text.length;
  return { start, end: endOfString(text, start, quote) };
}

/** Past white space, also where it is escaped in a string of JSON. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const character = text[at];
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') at++;
    else if (character === BACKSLASH && /^\\+[nrt]/.test(text.slice(at, at + 9)))
      at += /^\\+[nrt]/.exec(text.slice(at, at + 9))?.[0].length ?? 1;
    else return at;
  }
}

/** Where the object or list that begins there ends, exclusive; the end of the text when it is cut off. */
function endOfNested(text: string, from: number, most: number): number {
  let depth = 0;
  const end = Math.min(text.length, from + most);
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (character === '"' || character === BACKSLASH) {
      const quote = quoteAt(text, at);
      if (quote !== null) at = endOfString(text, at + quote.text.length, quote) + quote.text.length - 1;
    }
  }
  return end;
}

/** Characters of one value that are stepped over. */
const LONGEST_VALUE = 512;

/** The members of the object or list that begins there, as far as it reads as one. */
export function membersOf(text: string, from: number): ScannedMember[] {
  const members: ScannedMember[] = [];
  const isList = text[from] === '[';
  let at = skipSpace(text, from + 1);
  while (members.length < MOST_MEMBERS && at < text.length && text[at] !== '}' && text[at] !== ']') {
    let name = '';
    if (!isList) {
      const quote = quoteAt(text, at);
      if (quote === null) break;
      const end = endOfString(text, at + quote.text.length, quote);
      name = text.slice(at + quote.text.length, end);
      at = skipSpace(text, end + quote.text.length);
      if (text[at] !== ':') break;
      at = skipSpace(text, at + 1);
    }
    members.push({ name, valueAt: at });
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

function endOfValue(text: string, at: number): number {
  const quote = quoteAt(text, at);
  if (quote !== null) return endOfString(text, at + quote.text.length, quote) + quote.text.length;
  if (text[at] === '{' || text[at] === '[') return endOfNested(text, at, LONGEST_VALUE);
  const bare = /^[\w.+-]*/.exec(text.slice(at, at + 64))?.[0].length ?? 0;
  return at + bare;
}
