/** Finds personal data in text by its shape, with the check digits where there are some. Kinds only, never the finds. */
import { redactSecrets } from '../../core/redaction.ts';

const SHAPES: readonly (readonly [kind: string, shape: RegExp, check?: (digits: string) => boolean])[] = [
  ['e-mail address', /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/g],
  ['card number', /\b\d(?:[ -]?\d){12,18}\b/g, passesLuhn],
  ['IBAN', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, passesIban],
  ['US social security number', /\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g],
  ['telephone number', /(?<![\d.])(?:\+\d{1,3}[ .-]?)?\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]?\d{3,4}(?![\d.])/g],
];

/** The kinds of personal data in a text, each once. */
export function findPersonalData(text: string): string[] {
  const kinds = SHAPES.filter(([, shape, check]) =>
    [...text.matchAll(shape)].some(([found]) => check === undefined || check(found)),
  ).map(([kind]) => kind);
  return redactSecrets(text) === text ? kinds : [...kinds, 'key or token'];
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(found: string): boolean {
  const digits = found.replaceAll(/\D/g, '');
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && sum % 10 === 0;
}

/** ISO 13616: the rearranged number leaves 1 when divided by 97. */
function passesIban(found: string): boolean {
  const compact = found.replaceAll(' ', '');
  const rearranged = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
