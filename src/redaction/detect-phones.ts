/**
 * Finds telephone numbers. What may be one is cut out by its shape; whether it is one is asked of libphonenumber
 * (https://github.com/catamphetamine/libphonenumber-js, MIT), which knows each country's numbers and how they are grouped.
 * Numbers of North America count by their shape, since people and test data write area codes that are not given.
 */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { Range } from '../core/redaction.ts';
import { passesLuhn } from './check-digits.ts';

/** A row of digits in groups, perhaps with a plus before it and an extension behind it. */
const CANDIDATE =
  /(?<![\w.+/:@=-])(?:\(?\+[ (]{0,2}|\()?\d(?:[ \u00a0./()\u2010-\u2013-]{0,3}\d){6,17}(?:(?:[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2})\d{1,6})?(?![\w@]|[.,:-]\d|-X\b)/giu;

const EXTENSION = /[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2}\d{1,6}$/iu;

/** Words before a number that is none to call. */
const OTHER_NUMBER =
  /(?:isbn|issn|doi|arxiv|serial|s\/n|\bsn|order|invoice|ticket|tracking|total|sum|amount|revenue|population|count|budget|summe|betrag|umsatz|gesamt|seriennummer|kundennummer|customer|member(?:ship)?|student|série|serie|seriale|case|rechnung|bestellung|commande|pedido|\bno|\bnr|n[°º]|#|\bid|\bref|reference|imei|\bvin|version|\bv|\blot|sku|part|model|account|konto|patent|build|commit|port|pmid|\bpin|zip|postcode|\$|€|£|¥|usd|eur)(?: (?:number|no|code))?[\s:.#-]{0,3}$/iu;
const CALL_WORD =
  /(?:(?:tel|phone|call|ring|dial|reach|contact|kontakt|mobile|mobil|cell|fax|whatsapp|sms|handy|telefon|telefoon|téléphone|teléfono|telefono|telefone|celular|móvil|móviles|cellulare|erreich|anruf|ruf|llam|llám|joindre|appele|chiam|ligue|ligar|bel|bereik|dzwoń|zadzwoń|ring|nå|портативный|телефон|тел|звоните|номер)\p{L}{0,6}|(?:my|our|his|her|their|meine?|mon|mi|il mio|meu|mijn|mój|mitt) (?:number|nummer|numéro|numero|número|numer)|電話|电话|手机|手機|联系|聯繫|連絡|携帯|我的号码|전화|휴대폰|연락처|هاتف|جوال|اتصل|الاتصال|رقمي)["'_]{0,2}[\s:=.("'：はを]{0,4}(?:(?:me|us|number|no\.?|at|on|via|is|under|unter|mich|mir|au|al|allo|sul|en|em|op|pod|nr|under|på|hoy|ist|est|es|é|è|to|jest|är|我|بي|على|到)["'\s:=.：]{1,3}){0,4}$/iu;

/** Where numbers without a country code may be from: the locales that are measured, and their neighbours. */
const COUNTRIES: readonly CountryCode[] = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'PL',
  'PT',
  'BR',
  'SE',
  'JP',
  'KR',
  'CN',
  'IN',
  'AU',
  'MX',
  'RU',
  'TR',
  'CH',
  'AT',
  'BE',
  'DK',
  'NO',
  'FI',
  'CZ',
  'IE',
  'UA',
  'GR',
  'HU',
  'RO',
  'ZA',
  'VN',
  'ID',
  'IL',
  'NZ',
  'AR',
  'CO',
  'TW',
];

/** (NXX) NXX-XXXX, with its country code where that is written, in any usual grouping. */
const NORTH_AMERICAN =
  /^(?:\+?1[ .-]?|00?1[ .-]?|011[ .-]?1[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;
/** `(912) 300-73-44`: nothing but a telephone number has its beginning in brackets. */
const AREA_IN_BRACKETS = /^\(0?\d{2,5}\)[ .-]?\d{2,9}(?:[ .-]\d{2,5}){0,3}$/;
const DATE_OR_SSN =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{3}-\d{2}-\d{4})(?: .*)?$/;
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** An International Standard Book Number, also where it was cut off behind ten digits. */
const ISBN = /^97[89]([ -]?)\d(?:\1\d){9,}$|^97[89][ -]\d[ -\d]{8,}$/;
/** `20 000 000`, `1.234.567`. */
const THOUSANDS = /^[1-9]\d{0,2}(?:([ .\u00a0])\d{3})(?:\1\d{3})+$/;

/** `1990-2026`, `392/443`, `33/100/1558`: years from and to, fractions, parts of a whole. */
const RANGE_OR_FRACTION = /^(?:[12]\d{3} ?[-\u2010-\u2013] ?[12]\d{3}|[1-9]\d{0,6}(?:\/\d{1,7}){1,3})$/;
/** Ten digits of a book: one, two or more, the rest, a check digit. */
const ISBN_10 = /^\d{1,5}([ -])\d{1,7}\1\d{1,6}\1\d$/;
const DATE_WITH_SPACES = /^(?:[0-3]?\d [01]?\d (?:19|20)\d\d|(?:19|20)\d\d [01]\d [0-3]\d)$/;

function isIsbn10(number: string, digits: string): boolean {
  if (digits.length !== 10 || !ISBN_10.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) sum += Number(digits[index]) * (10 - index);
  return sum % 11 === 0;
}

/** What is counted stands behind a number, and no word that goes on with the sentence. */
const COUNTED =
  /^ (?!(?:and|or|is|was|are|if|for|to|in|at|on|by|with|before|after|but|any|between|today|tomorrow|please|thanks?|now|ext|und|oder|ist|für|bitte|danke|wenn|ab|von|mit|et|ou|est|pour|merci|si|entre|y|o|es|para|por|gracias|e|è|per|grazie|en|of|voor|bedankt|i|lub|jest|dziękuję|proszę|och|eller|är|tack|obrigado|a)\b)[\p{Ll}\p{Script=Han}\p{Script=Katakana}%€$£¥]|^ ?(?:[%€$£¥]|eur|usd|chf|gbp)/iu;
/** `about 803 986 231`: what is not exact is no number to call. */
const ABOUT =
  /\b(?:about|around|over|nearly|almost|approx\.?|approximately|roughly|some|than|etwa|rund|über|fast|ca\.?|circa|environ|presque|cerca de|unos|aproximadamente|około|ponad|omkring|ungefär) $/iu;
/** Rows of numbers: one more stands on the line before or behind. */
const IN_TABLE = /\d[ \t]*(?:\n|$)/;

const CHINESE_MOBILE = /^1[3-9]\d{9}$/;

/** The library is asked so often of one text; from then on shapes alone count. */
const MOST_QUESTIONS = 300;

/** The telephone numbers of a text, in order. */
export function findPhones(text: string): Range[] {
  if (!/\d/.test(text)) return [];
  const found: Range[] = [];
  let questions = MOST_QUESTIONS;
  for (const { 0: cut, index: cutAt } of text.matchAll(CANDIDATE)) {
    // A bracket that is not closed belongs to the sentence.
    const isOpen = cut.startsWith('(') && !cut.includes(')');
    const [candidate, index] = isOpen ? [cut.slice(1), cutAt + 1] : [cut, cutAt];
    const before = text.slice(Math.max(0, index - 32), index);
    const number = candidate.replace(EXTENSION, '');
    const digits = number.replaceAll(/\D/g, '');
    if (digits.length < 7 || digits.length > 18) continue;
    const after = text.slice(index + candidate.length, index + candidate.length + 24);
    const shape = isPhoneByShape({ number, digits, before, after });
    const isPhone = shape ?? (questions-- > 0 && isNationalNumber(number, digits));
    if (isPhone) found.push({ start: index, end: index + candidate.length });
  }
  return found;
}

/** What may be a number, and what stands around it. */
interface Candidate {
  number: string;
  digits: string;
  before: string;
  after: string;
}

/** Null where the shape does not tell. */
function isPhoneByShape({ number, digits, before, after }: Candidate): boolean | null {
  if (/^\(?\+/.test(number)) return digits.length >= 8 && digits.length <= 15;
  if (OTHER_NUMBER.test(before)) return false;
  if (DATE_OR_SSN.test(number) || DOTTED_QUAD.test(number) || ISBN.test(number)) return false;
  if (/^\d+\.\d+$/.test(number) || RANGE_OR_FRACTION.test(number) || DATE_WITH_SPACES.test(number))
    return false;
  if (isIsbn10(number, digits)) return false;
  if (NORTH_AMERICAN.test(number) || AREA_IN_BRACKETS.test(number)) return true;
  if (CALL_WORD.test(before)) return digits.length <= 15;
  if (digits.length >= 13 && !number.startsWith('00') && passesLuhn(digits)) return false;
  if (THOUSANDS.test(number)) {
    const isCounted = /0{3}$/.test(digits) || COUNTED.test(after) || ABOUT.test(before);
    if (isCounted || (IN_TABLE.test(before) && before.includes('\n')) || /^[ \t]*\n[ \t]*\d/.test(after))
      return false;
  }
  return null;
}

/** By the numbers of one of the countries, grouped as they are there; or dialled from abroad. */
function isNationalNumber(number: string, digits: string): boolean {
  const abroad = /^(?:00|011)(?=[1-9])/.exec(digits)?.[0];
  if (abroad !== undefined && digits.length >= 10) {
    const parsed = parsePhoneNumberFromString(`+${digits.slice(abroad.length)}`);
    if (parsed?.isPossible() === true) return true;
  }
  if (digits.length < 8 || digits.length > 13) return false;
  // Chinese mobile numbers are written in a row, and have neither a trunk prefix nor groups.
  if (CHINESE_MOBILE.test(number)) return parsePhoneNumberFromString(number, 'CN')?.isValid() === true;
  const isGrouped = /\D/.test(number);
  const hasTrunk = digits.startsWith('0');
  if (!isGrouped && !hasTrunk) return false;
  const groups = groupsOf(number);
  return COUNTRIES.some((country) => {
    const parsed = parsePhoneNumberFromString(number, { defaultCountry: country, extract: false });
    if (parsed === undefined) return false;
    if (parsed.isValid()) return hasTrunk || groups === groupsOf(parsed.formatNational());
    // A trunk prefix and groups are how people write a number, whether it is given or not.
    return hasTrunk && isGrouped && parsed.isPossible() && !THOUSANDS.test(number);
  });
}

function groupsOf(number: string): string {
  return (number.match(/\d+/g) ?? []).map(({ length }) => length).join('-');
}
