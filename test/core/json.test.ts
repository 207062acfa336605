/** JSON read, written, and read again: it stays what it is. */
import { describe, expect, it } from 'vitest';
import { isLargeInteger, parseJson } from '../../src/core/json.ts';

describe('F271 numbers of JSON', () => {
  it.each(['1.7e16', '1e17', '9007199254740994.0', '-123456789012345e6', '1e20', '1e21', '1.5'])(
    '%s is a number again when it was written and read',
    (text) => {
      const value = parseJson(text);
      expect(typeof value).toBe('number');
      const again = parseJson(JSON.stringify(value));
      expect([typeof again, again]).toEqual(['number', value]);
    },
  );

  it.each(['9007199254740993', '-9007199254740993', '12345678901234567890123'])(
    '%s keeps its digits, which a number would not',
    (text) => {
      const value = parseJson(text);
      expect(isLargeInteger(value)).toBe(true);
      expect(JSON.stringify(value)).toBe(text);
    },
  );
});
