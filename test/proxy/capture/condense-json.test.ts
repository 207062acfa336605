/** The condenser of JSON: whatever comes, cut wherever, what is kept is JSON within its budget, with the meter unchanged. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersLeftOut, SHORTENING_MARK, wholeLength } from '../../../src/core/shortened.ts';
import { condensed, condensedJson } from '../../helpers/blown-up.ts';

const KB = 1024;
const json = fc.jsonValue({ maxDepth: 6 });
const usage = {
  prompt_tokens: 17,
  completion_tokens: 8000,
  total_tokens: 8017,
  prompt_tokens_details: { cached_tokens: 3 },
};

describe('a condensed JSON value', () => {
  it('F107 is the value itself while it fits, however it is cut', () => {
    fc.assert(
      fc.property(json, fc.array(fc.nat(400), { maxLength: 40 }), fc.boolean(), (value, cuts, isPretty) => {
        const text = JSON.stringify(value, null, isPretty ? 2 : 0);
        const kept = condensedJson(
          text,
          64 * KB,
          cuts.filter((cut) => cut < text.length),
        );
        expect(JSON.parse(kept ?? '')).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('F107 is JSON within its budget with its meter unchanged, at every cut, whatever is around it', () => {
    const text = fc.string({
      unit: fc.constantFrom('word ', 'é', '😀', '\\', '"', '\n', '\u0000', 'A'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.nat(200), fc.integer({ min: 200, max: 4000 }), json, (unit, times, step, more) => {
        const long = unit.repeat(times);
        const messages = Array.from({ length: 20 }, () => ({ role: 'user', content: long, more }));
        const value = {
          id: 'chatcmpl-1',
          model: 'gpt-5',
          messages,
          list: Array(300).fill(more),
          usage,
          status: 'completed',
        };
        const whole = JSON.stringify(value);
        const cuts = Array.from({ length: Math.ceil(whole.length / (step + 1)) }, (_, i) => i * (step + 1));
        const kept = condensedJson(whole, 32 * KB, cuts.slice(0, 500)) ?? '';
        expect(new TextEncoder().encode(kept).byteLength).toBeLessThanOrEqual(32 * KB);
        expect(JSON.parse(kept)).toMatchObject({
          id: 'chatcmpl-1',
          model: 'gpt-5',
          usage,
          status: 'completed',
        });
      }),
      { numRuns: 30 },
    );
  });

  it('says of a shortened string how long it is and what its digest is, escapes undone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.nat(997), (unit, step) => {
        const content = `${unit} "\n\\/é😀`.repeat(3000);
        const text = JSON.stringify({ content })
          .replaceAll('/', '\\/')
          .replaceAll('é', '\\u00e9')
          .replaceAll('😀', '\\ud83d\\ude00');
        const kept = JSON.parse(
          condensedJson(
            text,
            16 * KB,
            Array.from({ length: 200 }, (_, i) => i * step),
          ) ?? '',
        ) as typeof usage & { content: string };
        const [mark] = [...kept.content.matchAll(SHORTENING_MARK)];
        const bytes = new TextEncoder().encode(content);
        expect(Number(mark?.[2])).toBe(bytes.byteLength);
        expect(mark?.[3]).toBe(createHash('sha256').update(bytes).digest('hex'));
        const [head = '', tail = ''] = kept.content.split(mark?.[0] ?? '');
        expect(content.startsWith(head)).toBe(true);
        expect(content.endsWith(tail)).toBe(true);
        expect(head.length).toBeGreaterThan(500);
        expect(tail.length).toBeGreaterThan(500);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the newest texts longest, and of base64 no more than its ends', () => {
    const picture = `data:image/png;base64,${'iVBORw0KGgo'.repeat(20_000)}`;
    const old = Array.from({ length: 100 }, (_, i) => ({
      role: 'user',
      content: `${i} ${'old words '.repeat(2000)}`,
    }));
    const last = {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: picture } },
        { type: 'text', text: 'What is this? '.repeat(500) },
      ],
    };
    const kept = JSON.parse(
      condensedJson(
        JSON.stringify({
          model: 'm',
          messages: [...old, last],
          tools: [{ type: 'function', function: { name: 'look' } }],
        }),
        64 * KB,
      ) ?? '',
    ) as {
      messages: { content: unknown }[];
      tools: unknown;
    };
    const shown = kept.messages.at(-1)?.content as [{ image_url: { url: string } }, { text: string }];
    expect(shown[1].text).toBe('What is this? '.repeat(500));
    expect(shown[0].image_url.url).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(shown[0].image_url.url.length).toBeLessThan(300);
    expect(kept.tools).toEqual([{ type: 'function', function: { name: 'look' } }]);
  });

  it('keeps the length of lists and vectors whose middle it leaves out', () => {
    const vector = Array.from({ length: 1536 }, (_, i) => i / 7);
    const data = Array.from({ length: 300 }, (_, index) => ({
      object: 'embedding',
      index,
      embedding: vector,
    }));
    const kept = JSON.parse(condensedJson(JSON.stringify({ data, usage }), 256 * KB) ?? '') as {
      data: { embedding: number[] }[];
    };
    expect(wholeLength(kept.data)).toBe(300);
    expect(wholeLength(kept.data[0]?.embedding ?? [])).toBe(1536);
    expect(kept.data[0]?.embedding.some((member) => membersLeftOut(member) !== null)).toBe(true);
  });

  it('does not follow what is nested without end', () => {
    const deep = `{"usage":{"total_tokens":3},"a":${'[{"b":'.repeat(20_000)}1${'}]'.repeat(20_000)},"model":"m"}`;
    const kept = condensedJson(deep, 32 * KB) ?? '';
    expect(kept.length).toBeLessThan(4 * KB);
    expect(JSON.parse(kept)).toMatchObject({ usage: { total_tokens: 3 }, model: 'm' });
  });

  it('closes a value that was cut off, and never throws on what is none', () => {
    fc.assert(
      fc.property(json, fc.uint8Array({ maxLength: 60 }), fc.nat(), (value, garbage, at) => {
        const bytes = new TextEncoder().encode(JSON.stringify({ value }));
        bytes.set(garbage.subarray(0, bytes.byteLength), 0);
        const kept = condensedJson(
          new TextDecoder().decode(bytes.subarray(0, at % (bytes.byteLength + 1))),
          16 * KB,
        );
        if (kept !== null) expect(() => JSON.parse(kept) as unknown).not.toThrow();
      }),
    );
    const cut = JSON.stringify({ model: 'm', content: 'x'.repeat(100) }).slice(0, 60);
    expect(JSON.parse(condensedJson(cut, 16 * KB) ?? '')).toMatchObject({ model: 'm' });
  });

  it('F107 holds a hundred megabytes in what was granted, in time that grows with the bytes', async () => {
    const chunk = new TextEncoder().encode('word \\"quoted\\" '.repeat(65_536));
    const { createCondenser } = await import('../../../src/proxy/capture/condense-body.ts');
    const condenser = createCondenser('json', 'application/json', 256 * KB);
    condenser.write(new TextEncoder().encode('{"model":"m","content":"'));
    for (let passed = 0; passed < 100 * KB * KB; passed += chunk.byteLength) condenser.write(chunk);
    condenser.write(new TextEncoder().encode('","usage":{"total_tokens":5}}'));
    const { bytes } = condenser.finish();
    expect(bytes.byteLength).toBeLessThan(256 * KB);
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
      model: 'm',
      usage: { total_tokens: 5 },
    });
  });
});

describe('other bodies over the limit', () => {
  it('keeps the ends of a text and says how much is missing', async () => {
    const text = `<html>é${'words é '.repeat(50_000)}</html>`;
    const bytes = new TextEncoder().encode(text);
    const kept = await condensed(bytes, { contentType: 'text/html', limitBytes: 32 * KB, chunkBytes: 777 });
    const shown = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(kept.bytes);
    expect(kept.bytes.byteLength).toBeLessThanOrEqual(32 * KB);
    expect(shown).toMatch(/^<html>éwords .*\[weir left out \d+ of \d+ bytes\].*<\/html>$/s);
  });
});
