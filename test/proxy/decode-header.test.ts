import { describe, expect, it } from 'vitest';
import { decodeHeader } from '../../src/proxy/decode-header.ts';

describe('decodeHeader', () => {
  it('reads bytes that are UTF-8, and leaves everything else as it came', () => {
    const asBytes = (text: string) =>
      [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join('');
    expect(decodeHeader(asBytes('Zoë 🙂'))).toBe('Zoë 🙂');
    expect(decodeHeader('Zoë 🙂')).toBe('Zoë 🙂');
    expect(decodeHeader('Zo\u00eb')).toBe('Zoë');
    expect(decodeHeader('plain')).toBe('plain');
  });
});
