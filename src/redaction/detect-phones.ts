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
  /(?<![\w.+/:@=-])(?:\+[ (]{0,2}|\()?\d(?:[ \u00a0./()\u2010-\u2013-]{0,3}\d){6,17}(?:(?:[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2})\d{1,6})?(?![\w@]|[.,:-]\d)/giu;

const EXTENSION = /[ ,]{0,2}(?:x|ext\.?|extension|#|доб\.?)[ .]{0,2}\d{1,6}$/iu;

/** Words before a number that is none to call. */
const OTHER_NUMBER =
  /(?:isbn|issn|doi|arxiv|serial|s\/n|\bsn|order|invoice|ticket|case|rechnung|bestellung|commande|pedido|\bno|\bnr|n[°º]|#|\bid|\bref|reference|imei|\bvin|version|\bv|\blot|sku|part|model|account|konto|patent|build|commit|port|pmid|\bpin|zip|postcode|\$|€|£|¥|usd|eur)(?: (?:number|no|code))?[\s:.#-]{0,3}$/iu;
const CALL_WORD =
  /(?:tel|phone|call|mobile|mobil|cell|fax|whatsapp|sms|handy|telefon|telefoon|téléphone|teléfono|telefono|telefone|celular|móvil|портативный|телефон|тел|звоните|電話|电话|手机|携帯|전화|휴대폰)\w{0,6}[\s:.()]{0,3}(?:(?:me|us|number|at|on|is|под|unter|au|al)[\s:]{1,2}){0,3}$/iu;

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
];

/** (NXX) NXX-XXXX, with its country code where that is written, in any usual grouping. */
const NORTH_AMERICAN =
  /^(?:\+?1[ .-]?|00?1[ .-]?|011[ .-]?1[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;
/** `(912) 300-73-44`: nothing but a telephone number has its beginning in brackets. */
const AREA_IN_BRACKETS = /^\(0?\d{2,5}\)[ .-]?\d{2,9}(?:[ .-]\d{2,5}){0,3}$/;
const DATE_OR_SSN =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{3}-\d{2}-\d{4})(?: .*)?$/;
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const ISBN = /^97[89][ -]?\d/;
/** `20 000 000`, `1.234.567`. */
const THOUSANDS = /^[1-9]\d{0,2}(?:([ .\u00a0])\d{3})(?:\1\d{3})+$/;

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
    const shape = isPhoneByShape(number, digits, before);
    const isPhone = shape ?? (questions-- > 0 && isNationalNumber(number, digits));
    if (isPhone) found.push({ start: index, end: index + candidate.length });
  }
  return found;
}

/** Null where the shape does not tell. */
function isPhoneByShape(number: string, digits: string, before: string): boolean | null {
  if (number.startsWith('+')) return digits.length >= 8 && digits.length <= 15;
  if (OTHER_NUMBER.test(before)) return false;
  if (DATE_OR_SSN.test(number) || DOTTED_QUAD.test(number) || ISBN.test(number)) return false;
  if (/^\d+\.\d+$/.test(number)) return false;
  if (NORTH_AMERICAN.test(number) || AREA_IN_BRACKETS.test(number)) return true;
  if (CALL_WORD.test(before)) return digits.length <= 15;
  if (digits.length >= 13 && !number.startsWith('00') && passesLuhn(digits)) return false;
  if (THOUSANDS.test(number) && /0{3}$/.test(digits)) return false;
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
