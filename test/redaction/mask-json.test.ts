import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { shorteningMark } from '../../src/core/shortened.ts';
import { maskJson } from '../../src/redaction/mask-json.ts';
import { createMasking, totalOf, type Tally } from '../../src/redaction/masking.ts';

const masking = createMasking(
  [
    { type: 'detectors', detectors: ['email', 'credit_card'] },
    { type: 'pattern', pattern: '\\d{6}', ignoreCase: false, marker: 'number' },
    { type: 'attributes', names: ['Password', 'api token'], marker: 'removed' },
  ],
  null,
);
const masked = (value: Json): Json => maskJson(value, masking, new Map());

describe('masking JSON', () => {
  it('masks texts, names of members, and whole numbers', () => {
    expect(
      masked({
        'ann@example.org': ['bob@example.org', true, null],
        card: 4111111111111111,
        id: 123456,
        at: 12,
      }),
    ).toEqual({ '[email]': ['[email]', true, null], card: '[credit_card]', id: '[number]', at: 12 });
    expect(masked({ 'a@example.org': 1, 'b@example.org': 2 })).toEqual({ '[email]': 1, '[email] 2': 2 });
  });

  it('drops the halves of what was cut where the middle of a text was left out, and leaves the mark', () => {
    const mark = shorteningMark({
      leftOutBytes: 4111111,
      byteLength: 5111111,
      sha256: '1234567890'.repeat(6) + 'abcd',
    });
    const text = `${'words '.repeat(100)}ann@exam${mark}ple.org ${'more '.repeat(100)}bob@example.org`;
    const kept = masked(text);
    expect(kept).toContain(`…${mark}…`);
    expect(kept).not.toMatch(/ann@|ple\.org/);
    expect(kept).toMatch(/^words .*more \[email\]$/);
    expect(masked(kept)).toBe(kept);
  });

  it('leaves numbers in which only a part would be found', () => {
    expect(masked({ tokens: 1234567, time: 1790000000000 })).toEqual({
      tokens: 1234567,
      time: 1790000000000,
    });
  });

  it('drops values by name in any letter case, whatever they are', () => {
    expect(masked({ PASSWORD: { a: 1 }, deep: [{ 'API Token': 'x', passwords: 'y' }] })).toEqual({
      PASSWORD: '[removed]',
      deep: [{ 'API Token': '[removed]', passwords: 'y' }],
    });
  });

  it('masks the arguments of tool calls and leaves them JSON', () => {
    const args = '{"to": "ann@example.org", "card": 4111111111111111, "big": 12345678901234567890}';
    const call = { function: { name: 'pay', arguments: args } };
    expect(masked(call)).toEqual({
      function: {
        name: 'pay',
        arguments: '{"to":"[email]","card":"[credit_card]","big":12345678901234567890}',
      },
    });
    const clean = '{ "to":  1.0 }';
    expect(masked({ arguments: clean })).toEqual({ arguments: clean });
  });

  it('drops values by name in JSON that was cut off', () => {
    expect(masked('{"user":"u","password":"hun\\"ter2","next":"x')).toBe(
      '{"user":"u","password":[removed],"next":"x',
    );
    expect(masked('{"arguments":"{\\"password\\":\\"hunter2\\",\\"a\\":1')).toBe(
      '{"arguments":"{\\"password\\":[removed],\\"a\\":1',
    );
    expect(masked('{"password": {"a": "hunter2"}, "b')).toBe('{"password": [removed]');
    expect(masked('{"password": 4711, "b')).toBe('{"password": [removed], "b');
    expect(masked('{"password": "hunt')).toBe('{"password": [removed]');
  });

  it('leaves files in base64 as they are', () => {
    const image = `data:image/png;base64,${'123456'.repeat(300)}`;
    const bytes = 'Ab123456'.repeat(200);
    expect(masked({ image, bytes, text: 'data: 123456' })).toEqual({ image, bytes, text: 'data: [number]' });
  });

  it('masks what is nested deeper than a stack is', () => {
    const deep = JSON.parse(`${'['.repeat(2000)}"ann@example.org"${']'.repeat(2000)}`) as Json;
    expect(JSON.stringify(masked(deep))).not.toContain('ann@example.org');
  });

  it('puts a stream together that no reader knew', () => {
    const stream = [
      'event: delta',
      'data: {"d":{"text":"write to ann@exa"},"n":1}',
      '',
      'data: {"d":{"text":"mple.org, pl"},"password":"hunter2"}',
      'data: {"d":{"text":"ease"}}',
      'data: [DONE]',
      '',
    ].join('\n');
    expect(masked(stream)).toBe(
      [
        'event: delta',
        'data: {"d":{"text":"write to [email], please"},"n":1}',
        '',
        'data: {"d":{"text":""},"password":"[removed]"}',
        'data: {"d":{"text":""}}',
        'data: [DONE]',
        '',
      ].join('\n'),
    );
  });

  it('masks a stream of bare text', () => {
    expect(masked('data: to ann@exa\n\ndata: mple.org\n\ndata: [DONE]\n')).toBe(
      'data: to [email][DONE]\n\ndata: \n\ndata: \n',
    );
  });

  it('masks a stream wherever it is split', () => {
    const said = 'Please write to ann@example.org about it.';
    fc.assert(
      fc.property(fc.array(fc.nat(said.length), { maxLength: 6 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), said.length];
        const pieces = places.slice(1).map((end, index) => said.slice(places[index], end));
        const stream = pieces.map((text) => `data: ${JSON.stringify({ text })}\n\n`).join('');
        const events = String(masked(stream))
          .split('\n\n')
          .filter((event) => event !== '')
          .map((event) => (JSON.parse(event.slice(6)) as { text: string }).text);
        expect(events.join('')).toBe('Please write to [email] about it.');
      }),
    );
  });

  it('is the same once and twice, whatever the value', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'ann@example.org',
        '{"password":"x"}',
        '["123456"',
        '[email]',
        'data: {"a":"1@b.de"}\n',
      ),
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(text, fc.constantFrom('password', 'a')), tie('value'), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const once = masked(given);
        expect(masked(once)).toEqual(once);
        expect(JSON.stringify(once)).not.toContain('ann@example.org');
      }),
    );
  });

  it('says how much it was, and gives back as it is what has nothing in it', () => {
    const tally: Tally = new Map();
    maskJson({ a: 'a@example.org b@example.org', password: 1 }, masking, tally);
    expect(totalOf(tally)).toBe(3);
    const none: Tally = new Map();
    expect(maskJson({ a: '{"b": 1 }' }, masking, none)).toEqual({ a: '{"b": 1 }' });
    expect(totalOf(none)).toBe(0);
  });
});
