/**
 * From rules to what masks text: credentials first, whatever the rules are, then every rule in its order, until nothing is
 * left to find. What is already a marker is left alone, so masking twice is masking once. Pure.
 */
import { RE2JS } from 're2js';
import type { Json } from '../core/json.ts';
import { faultOfExpression } from '../core/regular-expression.ts';
import {
  findSecrets,
  joinRanges,
  redacted,
  redactMember,
  redactStructure,
  replaceRanges,
  type KnownSecrets,
} from '../core/redaction.ts';
import { SHORTENING_MARK } from '../core/shortened.ts';
import { detectors, type Find, type Range } from './detectors.ts';
import { markerText, type Masks } from './rule.ts';

/** How often each marker was put in the place of something. */
export type Tally = Map<string, number>;

/** What some rules do together. */
export interface Masking {
  /** The text with markers in place of what was found; what was done is added to the tally. */
  maskText(text: string, tally: Tally): string;
  /** An object or a list without the credentials that are told by where they stand in it; any other value as it is. */
  maskStructure(value: Json, tally: Tally): Json;
  /** The marker for all of a number; null leaves it. */
  maskNumber(digits: string, tally: Tally): string | null;
  /** What stands in the place of a member's value because of its name; undefined leaves it to be looked through. */
  maskMember(name: string, value: Json, tally: Tally): Json | undefined;
  /** The marker that a rule has for the value of a member of that name; null for none. */
  markerOfMember(name: string, tally: Tally): string | null;
  /** True when rules mask values of members by name. */
  masksMembers: boolean;
  /** False when only credentials are masked, which are told in cut text as well. */
  hasRules: boolean;
}

/** Longest expression, in characters. */
export const maxPatternCharacters = 1000;

/** A text in which rules go on finding something after so many rounds is left as it is then. */
const MAX_ROUNDS = 4;

interface Finder {
  find: Find;
  marker: string;
  /** True for credentials: a marker within one does not save it. */
  overMarkers: boolean;
}

/**
 * Makes the masking of some rules.
 *
 * @param secrets credentials that are known by value, where credentials are masked too; null where only the rules hold
 * @throws when a pattern is none: rules are checked before they are kept
 */
export function createMasking(rules: readonly Masks[], secrets: KnownSecrets | null): Masking {
  const byRules = rules.flatMap(findersOf);
  const finders = secrets === null ? byRules : [secretFinder(secrets), ...byRules];
  const members = new Map(
    rules.flatMap((rule) =>
      rule.type === 'attributes'
        ? rule.names.map((name) => [name.toLowerCase(), markerText(rule.marker)] as const)
        : [],
    ),
  );
  const markers = [...new Set([redacted, ...byRules.map(({ marker }) => marker), ...members.values()])];
  const markerOfMember = (name: string, tally: Tally): string | null => {
    const marker = members.get(name.toLowerCase()) ?? null;
    if (marker !== null) count(tally, marker);
    return marker;
  };
  return {
    maskText: (text, tally) => maskText(text, { finders, markers, tally, hasRules: rules.length > 0 }),
    maskStructure(value, tally) {
      if (secrets === null) return value;
      const { value: masked, found } = redactStructure(value, secrets);
      for (let index = 0; index < found; index++) count(tally, redacted);
      return masked;
    },
    maskNumber(digits, tally) {
      const finder = byRules.find(({ find }) => coversAll(find(digits), digits));
      if (finder === undefined) return null;
      count(tally, finder.marker);
      return finder.marker;
    },
    maskMember: (name, value, tally) =>
      markerOfMember(name, tally) ?? (secrets === null ? undefined : maskSecretMember(name, value, tally)),
    markerOfMember,
    masksMembers: members.size > 0,
    hasRules: rules.length > 0,
  };
}

function secretFinder(known: KnownSecrets): Finder {
  return { find: (text) => findSecrets(text, known), marker: redacted, overMarkers: true };
}

function maskSecretMember(name: string, value: Json, tally: Tally): Json | undefined {
  const masked = redactMember(name, value);
  if (masked !== undefined) count(tally, redacted);
  return masked;
}

/**
 * Most steps of an expression. RE2 takes time by steps and characters: with two thousand, as `\w{1,900}@` has, a megabyte of
 * text takes half a minute.
 */
const MOST_STEPS = 500;

/** Why a pattern that is made, changed or tried cannot be one; null when it can. */
export function faultOfPattern(pattern: string): string | null {
  const fault = faultOfExpression(pattern);
  if (fault !== null) return fault;
  if (RE2JS.compile(pattern).programSize() > MOST_STEPS)
    return `an expression of at most ${MOST_STEPS} steps: a counted repetition such as {1,900} has as many, + has one`;
  return faultOfKeptPattern(pattern);
}

/**
 * Why a pattern that is kept cannot be one; null when it can. What it costs is not asked any more: a rule that cannot be read
 * holds up everything that is to be stored.
 */
export function faultOfKeptPattern(pattern: string): string | null {
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
    return [
      { find: (text) => matchesOf(expression, text), marker: markerText(rule.marker), overMarkers: false },
    ];
  }
  return rule.detectors.map((kind) => ({
    find: detectors[kind],
    marker: markerText(kind),
    overMarkers: false,
  }));
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
  hasRules: boolean;
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

function maskText(text: string, { finders, markers, tally, hasRules }: Work): string {
  if (finders.length === 0) return text;
  let masked = hasRules ? withoutPieces(text) : text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = masked;
    for (const { find, marker, overMarkers } of finders) {
      const found = joinRanges(find(masked));
      const ranges = overMarkers ? found : outside(rangesOf(masked, markers), found);
      if (ranges.length > 0) masked = replaceRanges(masked, ranges, marker);
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

function coversAll(ranges: readonly Range[], text: string): boolean {
  return ranges.some(({ start, end }) => start === 0 && end === text.length);
}

function count(tally: Tally, marker: string): void {
  tally.set(marker, (tally.get(marker) ?? 0) + 1);
}
