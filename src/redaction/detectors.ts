/**
 * Finds personal data and secrets in text by their shape, with the check digits where there are some: the one source of
 * these patterns, for what is masked and for the scorer that looks for leaks. Every detector takes time linear in the text.
 */
import { joinRanges, type Range } from '../core/redaction.ts';
import { ibanCharacters, passesIban, passesLuhn } from './check-digits.ts';
import { findPhones } from './detect-phones.ts';
import { findAllSecrets } from './detect-secrets.ts';

/** What can be detected. */
export const detectorKinds = [
  'email',
  'phone',
  'credit_card',
  'iban',
  'ip_address',
  'us_ssn',
  'secret',
] as const;

/** One of {@link detectorKinds}. */
export type DetectorKind = (typeof detectorKinds)[number];

export type { Range } from '../core/redaction.ts';

/** Finds what is to be found, in order, without overlaps. */
export type Find = (text: string) => Range[];

/** The detectors by kind. */
export const detectors: Record<DetectorKind, Find> = {
  email: findEmails,
  phone: findPhones,
  credit_card: findCards,
  iban: findIbans,
  ip_address: findAddresses,
  us_ssn: (text) => shaped(text, US_SOCIAL_SECURITY_NUMBER),
  secret: (text) => joinRanges(findAllSecrets(text)),
};

/** https://www.ssa.gov/employer/randomization.html: areas 000, 666 and 900 up are not given, nor is 00 or 0000. */
const US_SOCIAL_SECURITY_NUMBER = /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;

/** Four numbers up to 255; not a version after a name, as in `Chrome/120.0.0.0`. */
const IPV4 =
  /(?<![\w.-]|\w\/)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w-]|\.\d)/g;

/** What may be an IPv6 address (RFC 4291, section 2.2). */
const IPV6_CANDIDATE = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;

function shaped(text: string, shape: RegExp): Range[] {
  return [...text.matchAll(shape)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

const LOCAL_PART = /[\p{L}\p{N}_.+'-]{1,64}$/u;
const DOMAIN =
  /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}?\.\p{L}[\p{L}\p{N}-]{1,62}(?:\.\p{L}[\p{L}\p{N}-]{1,62})*/u;
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;

/** Around each `@`, also where a URL has it as `%40`. */
function findEmails(text: string): Range[] {
  const found: Range[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(/@|%40/g)) {
    const before = text.slice(Math.max(from, index - LONGEST_LOCAL_PART), index);
    const local = LOCAL_PART.exec(before)?.[0];
    const after = index + sign.length;
    const domain = DOMAIN.exec(text.slice(after, after + LONGEST_DOMAIN))?.[0];
    if (local === undefined || domain === undefined) continue;
    from = after + domain.length;
    found.push({ start: index - local.length, end: from });
  }
  return found;
}

/** ISO/IEC 7812-1: issuers of cards begin with 2 to 6, and JCB's of 15 digits with 1800; times in milliseconds with 1. */
const FIRST_GROUP_OF_CARD = /^(?:[2-6]|18)/;
/** Maestro's shortest. */
const CARD_OF_TWELVE = /^(?:50[0-9]{2}|5[6-9]|6[0-9])/;
const CARD_DIGITS = { fewest: 12, most: 19 } as const;

function isCard(digits: string): boolean {
  if (digits.startsWith('1')) return digits.length === 15 && digits.startsWith('1800') && passesLuhn(digits);
  const isLongEnough = digits.length > CARD_DIGITS.fewest || CARD_OF_TWELVE.test(digits);
  return isLongEnough && passesLuhn(digits);
}

/** Groups of digits that together are a card's number, wherever in a row of groups they stand. */
function findCards(text: string): Range[] {
  const found: Range[] = [];
  for (const { 0: row, index } of text.matchAll(/\d+(?:[ -]\d+)*/g)) {
    if (row.length < CARD_DIGITS.fewest) continue;
    if (isWord(text[index - 1]) || (text[index - 1] === '.' && isDigit(text[index - 2]))) continue;
    if (isWord(text[index + row.length])) continue;
    const groups = [...row.matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      start: index + group.index,
    }));
    for (let first = 0; first < groups.length;) {
      const next = endOfCard(groups, first);
      if (next === null) first++;
      else {
        const last = groups[next - 1];
        found.push({
          start: groups[first]?.start ?? 0,
          end: (last?.start ?? 0) + (last?.digits.length ?? 0),
        });
        first = next;
      }
    }
  }
  return found;
}

/** The group after the longest card that begins with the group; null when none does. */
function endOfCard(groups: readonly { digits: string }[], first: number): number | null {
  let digits = '';
  let end: number | null = null;
  if (!FIRST_GROUP_OF_CARD.test(groups[first]?.digits ?? '')) return null;
  for (let index = first; index < groups.length; index++) {
    digits += groups[index]?.digits ?? '';
    if (digits.length > CARD_DIGITS.most) break;
    if (digits.length >= CARD_DIGITS.fewest && isCard(digits)) end = index + 1;
  }
  return end;
}

function findIbans(text: string): Range[] {
  const found: Range[] = [];
  for (const { 0: head, index } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}/g)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const characters = ibanCharacters.get(head.slice(0, 2).toUpperCase());
    const end = characters === undefined ? null : endOfCompact(text, index, characters);
    if (end === null || /[A-Za-z0-9]/.test(text[end] ?? '')) continue;
    if (passesIban(text.slice(index, end).replaceAll(' ', '').toUpperCase()))
      found.push({ start: index, end });
  }
  return found;
}

/** Where so many letters and digits end, single spaces between them left out; null when there are not as many. */
function endOfCompact(text: string, start: number, characters: number): number | null {
  let counted = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (/[A-Za-z0-9]/.test(character)) counted++;
    else if (character !== ' ' || text[index - 1] === ' ') return null;
    if (counted === characters) return index + 1;
  }
  return null;
}

function findAddresses(text: string): Range[] {
  const four = text.includes('.') ? shaped(text, IPV4) : [];
  const six = text.includes(':')
    ? shaped(text, IPV6_CANDIDATE).filter(({ start, end }) => isIpv6(text.slice(start, end)))
    : [];
  return six.length === 0 ? four : [...four, ...six].toSorted((a, b) => a.start - b.start);
}

/** Eight groups, or fewer around one `::`; times such as `12:30:45` and names such as `a::b` are none. */
function isIpv6(candidate: string): boolean {
  const halves = candidate.split('::');
  const groups = candidate.split(':').filter((group) => group !== '');
  if (halves.length === 1) return groups.length === 8;
  return halves.length === 2 && groups.length >= 2 && groups.length <= 7 && /\d/.test(candidate);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\d/.test(character);
}
