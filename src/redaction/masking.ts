/**
 * From rules to what masks text: every rule in its order, until nothing is left to find. What is already a marker is left
 * alone, so masking twice is masking once. Pure.
 */
import { RE2JS } from 're2js';
import { SHORTENING_MARK } from '../core/shortened.ts';
import { detectors, type Find, type Range } from './detectors.ts';
import { markerText, type Masks } from './rule.ts';

/** How often each marker was put in the place of something. */
export type Tally = Map<string, number>;

/** What some rules do together. */
export interface Masking {
  /** The text with markers in place of what was found; what was done is added to the tally. */
  maskText(text: string, tally: Tally): string;
  /** The marker for all of a number; null leaves it. */
  maskNumber(digits: string, tally: Tally): string | null;
  /** The marker for the value of a member of that name; null leaves it to be looked through. */
  markerOfMember(name: string, tally: Tally): string | null;
  /** True when values of members are masked by name. */
  masksMembers: boolean;
}

/** Longest expression, in characters. */
export const maxPatternCharacters = 1000;

/** A text in which rules go on finding something after so many rounds is left as it is then. */
const MAX_ROUNDS = 4;

/** What stands in stored texts where a credential was (`core/redaction.ts`). */
const CREDENTIAL_MARKER = '[redacted]';

interface Finder {
  find: Find;
  marker: string;
}

/**
 * Makes the masking of some rules.
 *
 * @throws when a pattern is none: rules are checked before they are kept
 */
export function createMasking(rules: readonly Masks[]): Masking {
  const finders = rules.flatMap(findersOf);
  const members = new Map(
    rules.flatMap((rule) =>
      rule.type === 'attributes'
        ? rule.names.map((name) => [name.toLowerCase(), markerText(rule.marker)] as const)
        : [],
    ),
  );
  const markers = [
    ...new Set([CREDENTIAL_MARKER, ...finders.map(({ marker }) => marker), ...members.values()]),
  ];
  return {
    maskText: (text, tally) => maskText(text, { finders, markers, tally }),
    maskNumber(digits, tally) {
      const finder = finders.find(({ find }) => coversAll(find(digits), digits));
      if (finder === undefined) return null;
      count(tally, finder.marker);
      return finder.marker;
    },
    markerOfMember(name, tally) {
      const marker = members.get(name.toLowerCase()) ?? null;
      if (marker !== null) count(tally, marker);
      return marker;
    },
    masksMembers: members.size > 0,
  };
}

/** Why a pattern cannot be one; null when it can. */
export function faultOfPattern(pattern: string): string | null {
  if (pattern.length > maxPatternCharacters) return `at most ${maxPatternCharacters} characters`;
  try {
    return RE2JS.compile(pattern).matcher('').find() ? 'an expression that does not match nothing' : null;
  } catch {
    return 'a regular expression in the syntax of RE2 (no look-around, no back-references)';
  }
}

/** How much was masked in all. */
export function totalOf(tally: Tally): number {
  return [...tally.values()].reduce((sum, times) => sum + times, 0);
}

function findersOf(rule: Masks): Finder[] {
  if (rule.type === 'attributes') return [];
  if (rule.type === 'pattern') {
    const expression = RE2JS.compile(rule.pattern, rule.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return [{ find: (text) => matchesOf(expression, text), marker: markerText(rule.marker) }];
  }
  return rule.detectors.map((kind) => ({ find: detectors[kind], marker: markerText(kind) }));
}

/** RE2's time is linear in the text whatever the expression. */
function matchesOf(expression: RE2JS, text: string): Range[] {
  const found: Range[] = [];
  const matcher = expression.matcher(text);
  while (matcher.find()) {
    if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
  }
  return found;
}

interface Work {
  finders: readonly Finder[];
  markers: readonly string[];
  tally: Tally;
}

/** Pieces of something that was cut through are shorter than this. */
const LONGEST_PIECE_CHARACTERS = 100;

/** Stands where such a piece was. */
const CUT = '…';

/** A text without what stands beside the marks of what was left out: half of what a rule would have found. */
function withoutPieces(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(SHORTENING_MARK)) {
    const end = index + mark.length;
    if (index < from || (text[index - 1] === CUT && text[end] === CUT)) continue;
    parts.push(text.slice(from, Math.max(from, index - LONGEST_PIECE_CHARACTERS)), CUT, mark, CUT);
    from = Math.min(text.length, end + LONGEST_PIECE_CHARACTERS);
  }
  return parts.length === 0 ? text : (parts.join('') + text.slice(from)).toWellFormed();
}

function maskText(text: string, { finders, markers, tally }: Work): string {
  if (finders.length === 0) return text;
  let masked = withoutPieces(text);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = masked;
    for (const { find, marker } of finders) {
      const ranges = outside(rangesOf(masked, markers), joined(find(masked)));
      if (ranges.length > 0) masked = replaced(masked, ranges, marker);
      for (let index = 0; index < ranges.length; index++) count(tally, marker);
    }
    if (masked === before) break;
  }
  return masked;
}

/** Where markers stand in the text, and marks of what was left out. */
function rangesOf(text: string, markers: readonly string[]): Range[] {
  if (!text.includes('[')) return [];
  const found = [...text.matchAll(SHORTENING_MARK)].map(({ 0: mark, index }): Range => ({
    start: index,
    end: index + mark.length,
  }));
  for (const marker of markers) {
    for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
      found.push({ start: at, end: at + marker.length });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** The ranges that touch no marker; both in order. */
function outside(markers: readonly Range[], ranges: readonly Range[]): readonly Range[] {
  if (markers.length === 0) return ranges;
  let next = 0;
  return ranges.filter(({ start, end }) => {
    while ((markers[next]?.end ?? Infinity) <= start) next++;
    return (markers[next]?.start ?? Infinity) >= end;
  });
}

/** Ranges that overlap become one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && range.start < last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}

function replaced(text: string, ranges: readonly Range[], marker: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(from, start), marker);
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

function coversAll(ranges: readonly Range[], text: string): boolean {
  return ranges.some(({ start, end }) => start === 0 && end === text.length);
}

function count(tally: Tally, marker: string): void {
  tally.set(marker, (tally.get(marker) ?? 0) + 1);
}
