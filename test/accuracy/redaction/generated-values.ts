/**
 * Values that detectors should find, and sentences in which there is nothing to find: made by faker in twelve locales with a
 * fixed seed. Nothing here knows how the detectors look.
 */
import type { Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as enGb } from '@faker-js/faker/locale/en_GB';
import { faker as enUs } from '@faker-js/faker/locale/en_US';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as it } from '@faker-js/faker/locale/it';
import { faker as ja } from '@faker-js/faker/locale/ja';
import { faker as nl } from '@faker-js/faker/locale/nl';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { faker as ptBr } from '@faker-js/faker/locale/pt_BR';
import { faker as ru } from '@faker-js/faker/locale/ru';
import { faker as sv } from '@faker-js/faker/locale/sv';
import type { DetectorKind } from '../../../src/redaction/detectors.ts';

/** The locales, each with a generator of its own. */
export const locales: Record<string, Faker> = {
  'en-US': enUs,
  'en-GB': enGb,
  de,
  fr,
  es,
  it,
  nl,
  pl,
  'pt-BR': ptBr,
  sv,
  ja,
  ru,
};

const SEED = 20_261_130;

/** A text, and the value of a kind that stands in it; null for nothing to find. */
export interface MeasuredText {
  text: string;
  value: string | null;
}

/** Ways people of North America write a number, besides faker's. */
const AMERICAN = [
  '(###) ###-####',
  '(###)###-####',
  '###.###.####',
  '###-###-####x####',
  '###.###.#### ext. ###',
  '001-###-###-####',
  '001-###-###-####x#####',
  '+1-###-###-####x###',
  '1-###-###-####',
];
const ISSUERS = ['visa', 'mastercard', 'american_express', 'discover', 'jcb', 'diners_club', 'maestro'];

const generators: Record<DetectorKind, (faker: Faker, index: number) => string> = {
  email: (faker) => faker.internet.email(),
  phone(faker, index) {
    const own = AMERICAN[(index / 2) % AMERICAN.length];
    if (faker === enUs && own !== undefined)
      return own.replaceAll('#', () => String(faker.number.int({ min: 2, max: 9 })));
    const style = (['national', 'international', 'human'] as const)[index % 3] ?? 'human';
    return faker.phone.number({ style });
  },
  credit_card: (faker, index) =>
    faker.finance.creditCardNumber({ issuer: ISSUERS[index % ISSUERS.length] ?? 'visa' }),
  iban: (faker, index) => faker.finance.iban({ formatted: index % 2 === 0 }),
  ip_address: (faker, index) => (index % 2 === 0 ? faker.internet.ipv4() : faker.internet.ipv6()),
  us_ssn: (faker) =>
    `${faker.number.int({ min: 100, max: 665 })}-${faker.number.int({ min: 10, max: 99 })}-${faker.number.int({ min: 1000, max: 9999 })}`,
  secret: secretOf,
};

/** Forms as issuers document them. */
function secretOf(faker: Faker, index: number): string {
  const letters = (length: number): string => faker.string.alphanumeric(length);
  const hex = (length: number): string => faker.string.hexadecimal({ length, casing: 'lower', prefix: '' });
  const forms = [
    () => `sk-proj-${letters(48)}`,
    () => `sk-ant-api03-${letters(93)}AA`,
    () => `ghp_${letters(36)}`,
    () => `glpat-${letters(20)}`,
    () => `xoxb-${faker.string.numeric(12)}-${faker.string.numeric(12)}-${letters(24)}`,
    () => `npm_${letters(36)}`,
    () => `SG.${letters(22)}.${letters(43)}`,
    () => `SK${hex(32)}`,
    () => `AKIA${faker.helpers.fromRegExp('[A-Z2-7]{16}')}`,
    () => faker.helpers.fromRegExp('[A-Za-z0-9/+]{40}'),
    () => `AIza${letters(35)}`,
    () => `${letters(3)}8Q~${letters(34)}`,
    () => `${letters(52)}JQQJ99${letters(26)}`,
    () => `${letters(86)}==`,
    () => `sk_live_${letters(24)}`,
    () => `hf_${letters(34)}`,
    () => `eyJ${letters(24)}.eyJ${letters(40)}.${letters(43)}`,
    () => `${faker.internet.password({ length: 14, pattern: /[A-Za-z0-9!#%*+]/ })}7!`,
  ];
  return forms[index % forms.length]?.() ?? '';
}
const PASSWORD_FORM = 17;

function sentence(
  faker: Faker,
  kind: DetectorKind,
  { value, index }: { value: string; index: number },
): string {
  if (kind === 'secret' && index % 18 === PASSWORD_FORM)
    return index % 2 === 0 ? `password: ${value}` : `My password is ${value}`;
  const templates = [
    value,
    `${faker.person.firstName()}: ${value}`,
    `${faker.lorem.words(4)} ${value}, ${faker.lorem.words(3)}.`,
    JSON.stringify({ name: faker.person.fullName(), note: value }),
    `${faker.lorem.words(2)} (${value})`,
  ];
  return templates[index % templates.length] ?? value;
}

/** Texts with a value of the kind. */
export function valuesOf(kind: DetectorKind, locale: string, count: number): MeasuredText[] {
  const faker = locales[locale] ?? enUs;
  faker.seed(SEED);
  return Array.from({ length: count }, (_, index) => {
    const value = generators[kind](faker, index);
    return { value, text: sentence(faker, kind, { value, index }) };
  });
}

/** Texts with numbers, names and ids that are none of the kinds. */
export function plainTexts(locale: string, count: number): MeasuredText[] {
  const faker = locales[locale] ?? enUs;
  faker.seed(SEED + 1);
  const number = (max: number): number => faker.number.int({ min: 1, max });
  const forms = [
    () => faker.lorem.sentence(),
    () => `${number(90)} 000 000 ${faker.lorem.word()}`,
    () => `${number(900)} ${number(899) + 100} ${number(899) + 100} ${faker.lorem.word()}`,
    () => `${faker.commerce.productName()}: ${faker.commerce.price()}`,
    () => `Serial ${faker.string.numeric(4)}-${faker.string.numeric(4)}-${faker.string.numeric(4)}`,
    () => `S/N ${faker.string.alphanumeric(10).toUpperCase()}, model ${faker.string.numeric(8)}`,
    () => `arXiv:${faker.string.numeric(4)}.${faker.string.numeric(5)}`,
    () => `doi:10.${faker.string.numeric(4)}/${faker.string.numeric(7)}.${faker.string.numeric(7)}`,
    () => `ISBN ${faker.commerce.isbn({ variant: 13, separator: '-' })}`,
    () => `ISBN ${faker.commerce.isbn({ variant: 10, separator: '-' })}`,
    () => `${number(9)}-${faker.string.numeric(3)}-${faker.string.numeric(5)}-${number(9)}`,
    () => `${number(900) + 99}/${number(900) + 99}, ${number(99) + 1900}-${number(25) + 2000}`,
    () => `about ${number(899) + 100} ${number(899) + 100} ${number(899) + 100} in all`,
    () => `section ${number(20)}.${number(20)}.${number(20)}.${number(20)}`,
    () => `order #${faker.string.numeric(3)}-${faker.string.numeric(7)}-${faker.string.numeric(7)}`,
    () => `"integrity": "sha512-${faker.string.alphanumeric(86)}=="`,
    () => `git clone git@${faker.internet.domainName()}:${faker.lorem.word()}/${faker.lorem.word()}.git`,
    () => faker.date.past().toISOString(),
    () => `${faker.date.past().getTime()}`,
    () => `v${faker.system.semver()} (${faker.git.commitSha()})`,
    () => faker.string.uuid(),
    () => `${faker.location.latitude()}, ${faker.location.longitude()}`,
    () => `Order ${faker.string.numeric(10)}, ${number(12)} x ${faker.commerce.product()}`,
    () => `{"id":"call_${faker.string.alphanumeric(24)}","created":${faker.date.past().getTime()}}`,
    () => 'Please choose a password: it must have 8 characters.',
    () => faker.lorem.paragraph(),
  ];
  return Array.from({ length: count }, (_, index) => ({
    value: null,
    text: forms[index % forms.length]?.() ?? '',
  }));
}
