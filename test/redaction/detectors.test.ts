import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectorKinds, detectors, type DetectorKind } from '../../src/redaction/detectors.ts';
import { createMasking } from '../../src/redaction/masking.ts';

const found = (kind: DetectorKind, text: string): string[] =>
  detectors[kind](text).map(({ start, end }) => text.slice(start, end));

const finds: [kind: DetectorKind, text: string, expected: string[]][] = [
  [
    'email',
    'Write to ann.b+c@mail.example.org, or bob@example.com.',
    ['ann.b+c@mail.example.org', 'bob@example.com'],
  ],
  ['email', 'jürgen@bücher.example', ['jürgen@bücher.example']],
  ['email', '/users/ann%40example.org/orders', ['ann%40example.org']],
  ['email', 'npm i left-pad@1.3.0 @scope/name @ home', []],
  ['phone', 'Call +49 (0) 30 1234567 or +4915112345678.', ['+49 (0) 30 1234567', '+4915112345678']],
  ['phone', '(555) 123-4567, 555.123.4567, 030 1234 567', ['(555) 123-4567', '555.123.4567', '030 1234 567']],
  ['phone', 'on 2026-10-06 at 52.520008 for 10:30 in room 12', []],
  ['credit_card', '4111 1111 1111 1111 or 378282246310005!', ['4111 1111 1111 1111', '378282246310005']],
  ['credit_card', '4111111111111111 555-123-4567', ['4111111111111111']],
  ['credit_card', 'order 12 4111-1111-1111-1111 23', ['4111-1111-1111-1111']],
  ['credit_card', '4111 1111 1111 1112, 1790000000000, x4111111111111111', []],
  [
    'iban',
    'DE89 3704 0044 0532 0130 00 COBA, gb82west12345698765432',
    ['DE89 3704 0044 0532 0130 00', 'gb82west12345698765432'],
  ],
  ['iban', 'DE88 3704 0044 0532 0130 00, ZZ89370400440532013000', []],
  ['ip_address', 'from 192.168.0.17:8080 and http://10.0.0.1/x.', ['192.168.0.17', '10.0.0.1']],
  ['ip_address', '2001:db8::8a2e:370:7334, ::ffff:c0a8:1', ['2001:db8::8a2e:370:7334', '::ffff:c0a8:1']],
  ['ip_address', 'Chrome/120.0.0.0 at 12:30:45, std::vector, 300.1.1.1, 1.2.3', []],
  ['us_ssn', 'SSN 078-05-1120.', ['078-05-1120']],
  ['us_ssn', '000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567', []],
  [
    'secret',
    'key sk-proj-abcdefghijklmnop1234 and ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    ['sk-proj-abcdefghijklmnop1234', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
  ],
  [
    'secret',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY----- end',
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----'],
  ],
  ['secret', 'the sk- prefix and a token', []],
];

describe('detectors', () => {
  it.each(finds)('%s in %j', (kind, text, expected) => {
    expect(found(kind, text)).toEqual(expected);
  });

  it('find ranges inside the text, in order and apart, whatever the text', () => {
    const pieces = fc.constantFrom(
      '@',
      '.',
      '4111111111111111',
      ' ',
      '-',
      ':',
      '::',
      '1',
      'a',
      'DE89',
      '+',
      '😀',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...detectorKinds), (given, kind) => {
        let last = 0;
        for (const { start, end } of detectors[kind](given)) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(given.length);
          if (kind !== 'ip_address') expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
      }),
    );
  });
});

describe('masking', () => {
  const all = createMasking(
    [
      { type: 'detectors', detectors: [...detectorKinds] },
      { type: 'pattern', pattern: 'cust-\\d{3,}', ignoreCase: true, marker: 'customer' },
      { type: 'pattern', pattern: '[a-z]*x[a-z]*', ignoreCase: false, marker: 'xx' },
    ],
    null,
  );

  it('puts markers in place and counts them', () => {
    const tally = new Map<string, number>();
    expect(all.maskText('CUST-123 is ann@example.org, not bob@example.org 😀 cust-9999', tally)).toBe(
      '[customer] is [email], not [email] 😀 [customer]',
    );
    expect(Object.fromEntries(tally)).toEqual({ '[customer]': 2, '[email]': 2 });
  });

  it('is the same once and twice', () => {
    const piece = fc.constantFrom(
      'ann@example.org',
      '4111 1111 1111 1111',
      '4111111111111111',
      '555-123-4567',
      '078-05-1120',
      'DE89370400440532013000',
      '10.0.0.1',
      'sk-abcdefghijklmnopqrst',
      'cust-123',
      'box',
      '[email]',
      '[redacted]',
      '[',
      ']',
      ' ',
      '-',
      '.',
      '1',
      '@',
      'é',
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        const once = all.maskText(parts.join(''), new Map());
        const tally = new Map<string, number>();
        expect(all.maskText(once, tally)).toBe(once);
        expect(tally.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
