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
  us_ssn: (text) =>
    [...shaped(text, US_SOCIAL_SECURITY_NUMBER), ...shaped(text, NAMED_SSN)].toSorted(
      (a, b) => a.start - b.start,
    ),
  secret: (text) => joinRanges(findAllSecrets(text)),
};

/** https://www.ssa.gov/employer/randomization.html: areas 000, 666 and 900 up are not given, nor is 00 or 0000. */
const US_SOCIAL_SECURITY_NUMBER =
  /(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]| \d)/g;
/** Nine digits in a row are one only where it is said. */
const NAMED_SSN =
  /(?<=(?:\bssn|social security(?: (?:number|no\.?|#))?)["'\s]{0,2}(?:is|[:=#])?[ "']{0,2})(?!000|666|9\d\d)\d{3}(?!00)\d{2}(?!0000)\d{4}(?![\w-])/gi;

/** Four numbers up to 255; not a version after a name, as in `Chrome/120.0.0.0`, nor the number of a section. */
const IPV4 =
  /(?<![\w.-]|\w\/|\b(?:section|clause|chapter|article|paragraph|annex|appendix|step|version|release|revision|build|oid|kapitel|abschnitt|ver\.?|sec\.?|§)\s)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w-]|\.\d)/gi;

/** What may be an IPv6 address (RFC 4291, section 2.2). */
const IPV6_CANDIDATE = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;

function shaped(text: string, shape: RegExp): Range[] {
  return [...text.matchAll(shape)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** Letters, digits and the usual signs; of those that RFC 5322 allows besides, the ones that join no two fields of an address. */
const LOCAL_PART = /(?:[\p{L}\p{N}_.+'-]|(?<=[\p{L}\p{N}])[#{}~*^!$](?=[\p{L}\p{N}])){1,64}$/u;
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
    // The address of a repository: `git@github.com:owner/name`.
    if (local === 'git' && /^[:/]\S/.test(text.slice(after + domain.length))) continue;
    from = after + domain.length;
    found.push({ start: index - local.length, end: from });
  }
  return found;
}

/** How the numbers of each network begin, and how many digits they have (ISO/IEC 7812-1; the networks' own documents). */
const NETWORKS: readonly [begins: RegExp, digits: readonly number[]][] = [
  // Visa, with Electron and the debit cards that begin so.
  [/^4/, [13, 16, 18, 19]],
  // Mastercard, Mir, American Express, Diners Club.
  [/^(?:5[1-5]|2[2-7])/, [16]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|09|[689])/, [14, 16, 17, 18, 19]],
  // JCB.
  [/^35/, [16, 17, 18, 19]],
  [/^(?:1800|2131)/, [15]],
  // Maestro and its neighbours, Discover, UnionPay, RuPay, Elo, Verve, Hipercard.
  [/^(?:5[06-8]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^8[12]/, [16, 17, 18, 19]],
  // Troy.
  [/^9792/, [16]],
];
const CARD_DIGITS = { fewest: 12, most: 19 } as const;

function isCard(digits: string): boolean {
  const isKnown = NETWORKS.some(([begins, counts]) => counts.includes(digits.length) && begins.test(digits));
  return isKnown && passesLuhn(digits);
}

/** Cards are written in groups of four, or with one of five or six in the middle; the first may be the issuer's six. */
function isGroupedAsCard(lengths: readonly number[]): boolean {
  const [first = 0, second = 0] = lengths;
  if (lengths.length === 1) return true;
  return first === 4 ? lengths.every((length) => length <= 6) : first === 6 && second >= 6;
}

/** Words before digits that name what they are. */
const OTHER_ROW =
  /(?:serial|s\/n|imei|iccid|ean|upc|gtin|isbn|issn|doi|tracking|invoice|order|utm)(?: (?:number|no\.?|code|id))?[\s:.#-]{0,3}$/i;

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
    const isOther = OTHER_ROW.test(text.slice(Math.max(0, index - 24), index));
    for (let first = isOther ? 1 : 0; first < groups.length;) {
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
  const lengths: number[] = [];
  for (let index = first; index < groups.length; index++) {
    const group = groups[index]?.digits ?? '';
    digits += group;
    lengths.push(group.length);
    if (digits.length > CARD_DIGITS.most) break;
    if (digits.length < CARD_DIGITS.fewest || !isGroupedAsCard(lengths)) continue;
    if (isCard(digits)) end = index + 1;
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
