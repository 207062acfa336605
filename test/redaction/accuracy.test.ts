import { describe, expect, it } from 'vitest';
import { detectors, type DetectorKind } from '../../src/redaction/detectors.ts';
import { measureDetectors } from '../accuracy/redaction/measure-detectors.ts';

/** The least shares that docs/redaction.md promises. */
const least: Record<DetectorKind, { recall: number; precision: number }> = {
  email: { recall: 0.99, precision: 0.99 },
  phone: { recall: 0.9, precision: 0.97 },
  credit_card: { recall: 0.99, precision: 0.99 },
  iban: { recall: 0.99, precision: 0.99 },
  ip_address: { recall: 0.99, precision: 0.99 },
  us_ssn: { recall: 0.99, precision: 0.99 },
  secret: { recall: 0.97, precision: 0.99 },
};

describe('F218 detectors', () => {
  it('find what they promise in each locale, and little else', { timeout: 120_000 }, () => {
    for (const { kind, locale, recall, precision, missed, wrong } of measureDetectors(60)) {
      const { recall: leastRecall, precision: leastPrecision } = least[kind];
      const told = `${kind} in ${locale}: missed ${missed.slice(0, 5).join(' | ')}; wrong ${wrong.slice(0, 5).join(' | ')}`;
      expect(recall, told).toBeGreaterThanOrEqual(leastRecall);
      expect(precision, told).toBeGreaterThanOrEqual(leastPrecision);
    }
  });

  const found = (kind: DetectorKind, text: string): string[] =>
    detectors[kind](text).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['phone', '20 000 000 people', []],
    ['phone', 'Serial 1234-5678-9012, S/N 5551234567', []],
    ['phone', 'arXiv:2301.12345, doi:10.1000/1823456.7890123, ISBN 978-3-16-148410-0', []],
    ['phone', 'on 2026-10-06 at 10:30, 1790000000000', []],
    ['phone', '(555) 123-4567 x123, 555.123.4567 ext. 9', ['(555) 123-4567 x123', '555.123.4567 ext. 9']],
    ['phone', '001-555-123-4567x1234 or +1-555-123-4567', ['001-555-123-4567x1234', '+1-555-123-4567']],
    ['phone', 'Call me at 5551234567!', ['5551234567']],
    ['credit_card', 'JCB 180012345678905, Maestro 501800000009', ['180012345678905', '501800000009']],
    [
      'credit_card',
      'Diners 30569309025904, UnionPay 6200000000000005',
      ['30569309025904', '6200000000000005'],
    ],
    ['secret', 'password: Tr0ub4dor&3, mot de passe : s3cret-ici', ['Tr0ub4dor&3', 's3cret-ici']],
    ['secret', 'The password: it must have 8 characters. Passwords are weak.', []],
    ['secret', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']],
    ['phone', 'about 803 986 231 users, 803 986 231 inhabitants, Total: 803 986 231', []],
    ['phone', 'Umsatz 286.167.303 Euro, 1971-2007, 392/443/1558, 02 10 2017, 1719/7336', []],
    ['phone', '0-7520-0928-1, (0-269-46932-X), pp. 803 986', []],
    ['phone', 'My number is 803 986 231 and I live here.', ['803 986 231']],
    ['phone', 'You can reach me at 978347775, llámame al 911407498', ['978347775', '911407498']],
    ['phone', '(+62) 431 6862 1825 或 13912345678', ['(+62) 431 6862 1825', '13912345678']],
    [
      'credit_card',
      'order #418-3761237-6516778, 20190228223942, EAN 2584943645151, IMEI 407007440248924',
      [],
    ],
    ['credit_card', '4111 1111 1111 1111, 3714-496353-98431', ['4111 1111 1111 1111', '3714-496353-98431']],
    ['ip_address', 'section 10.2.3.4, version 20.27.69.131, Chrome/120.0.0.0', []],
    ['email', 'git@github.com:owner/name.git', []],
    ['email', 'Isaac}Johns11@yahoo.com, {bob@example.org}', ['Isaac}Johns11@yahoo.com', 'bob@example.org']],
    ['us_ssn', '123 45 6789, SSN: 123456789, 123456789', ['123 45 6789', '123456789']],
    ['secret', 'sha 356a192b7913b04c54574d18c28d46e6395428ab', []],
  ] as [DetectorKind, string, string[]][])('%s in %j', (kind, text, expected) => {
    expect(found(kind, text)).toEqual(expected);
  });

  it('take time that grows with the text alone', () => {
    for (const piece of [
      '1 ',
      '12-',
      '(1',
      'key=',
      'token ',
      '+1.',
      'password is ',
      '555-',
      'AKIA',
      'aB3/',
    ]) {
      for (const kind of ['phone', 'secret', 'credit_card'] as const) {
        const timeOf = (characters: number): number => {
          const text = piece.repeat(characters / piece.length);
          const start = performance.now();
          detectors[kind](text);
          return performance.now() - start;
        };
        timeOf(5_000);
        const short = Math.min(timeOf(5_000), timeOf(5_000));
        // Sixteen times the text; what grows with its square takes 256 times as long.
        expect(timeOf(80_000), `${kind} ${piece}`).toBeLessThan(64 * Math.max(short, 2) + 500);
      }
    }
  });
});
