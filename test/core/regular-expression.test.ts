/** Regular expressions of callers: none costs an isolate more than a moment, whatever the text. */
import { describe, expect, it } from 'vitest';
import { compileRegularExpression, faultOfExpression } from '../../src/core/regular-expression.ts';
import { parseFilter } from '../../src/tracing/filter/parse-filter.ts';
import { faultOfPattern } from '../../src/redaction/masking.ts';

const costly = [
  '[a-z]{0,999}'.repeat(50),
  '[a-z]{0,999}[0-9]',
  'a{600}',
  String.raw`\p{L}{1,1000}`,
  '(?:a?){1000}',
  '(?:(?:a?){30}){30}',
  `(?:${'[a-c]x?'.repeat(100)}){1000}`,
  `(?:(?:(?:${'ab'.repeat(200)}){10}){10}){10}`,
  String.raw`[\]]{900}`,
  '[]a]{900}',
];

const usual = [
  '(a|aa)+$',
  String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$`,
  '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  String.raw`(?:[0-9]{1,3}\.){3}[0-9]{1,3}`,
  '[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}[A-Z0-9]{0,4}',
  'sk-[A-Za-z0-9]{20,200}',
  'refund.{0,200}window',
  `(?:${Array.from({ length: 120 }, (_, index) => `word${index}`).join('|')})`,
  String.raw`\{5000\} [{]9999}`,
  '{9999',
];

describe('F273 regular expressions', () => {
  it.each(costly)('that are large when written out are refused at once: %s', (expression) => {
    expect(faultOfExpression(expression)).toContain('fewer repetitions');
    expect(compileRegularExpression(expression)).toBeNull();
    expect(faultOfPattern(expression)).toContain('fewer repetitions');
    const parsed = parseFilter(`name RLIKE '${expression}'`);
    expect(parsed).toMatchObject({
      ok: false,
      fault: { position: 11, expected: expect.stringContaining('fewer repetitions') },
    });
  });

  it.each(usual)('that people write are taken: %s', (expression) => {
    expect(faultOfExpression(expression)).toBeNull();
    expect(compileRegularExpression(expression)).not.toBeNull();
  });
});
