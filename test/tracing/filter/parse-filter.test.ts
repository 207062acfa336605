/** The filter grammar: what it reads, and how it points at what it cannot. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/tracing/filter/parse-filter.ts';
import { parseOrderBy } from '../../../src/tracing/filter/parse-order-by.ts';
import { readFilter, readOrderBy } from '../../../src/tracing/filter/read-filter.ts';

describe('a filter', () => {
  it.each<[string, unknown]>([
    ["status = 'OK'", { field: { of: 'trace', name: 'status' }, test: { operator: '=', value: 'OK' } }],
    [
      "attributes.status='OK'",
      { field: { of: 'trace', name: 'status' }, test: { operator: '=', value: 'OK' } },
    ],
    [
      'trace.status != "OK"',
      { field: { of: 'trace', name: 'status' }, test: { operator: '!=', value: 'OK' } },
    ],
    [
      "attribute.name like 'a%'",
      { field: { of: 'trace', name: 'name' }, test: { operator: 'LIKE', pattern: 'a%' } },
    ],
    [
      'attributes.timestamp_ms >= 1790000000000',
      { field: { of: 'number', name: 'timestamp_ms' }, test: { operator: '>=', value: 1_790_000_000_000 } },
    ],
    [
      'execution_time > 1.5e3',
      { field: { of: 'number', name: 'execution_time_ms' }, test: { operator: '>', value: 1500 } },
    ],
    ["tags.a.b = 'x'", { field: { of: 'tag', key: 'a.b' }, test: { operator: '=', value: 'x' } }],
    [
      "tag.`a b` RLIKE '^x+$'",
      { field: { of: 'tag', key: 'a b' }, test: { operator: 'RLIKE', pattern: '^x+$' } },
    ],
    ['tags."a b" IS NULL', { field: { of: 'tag', key: 'a b' }, test: { operator: 'IS NULL' } }],
    [
      "metadata.`mlflow.user` = 'it''s \"me\"'",
      { field: { of: 'metadata', key: 'mlflow.user' }, test: { operator: '=', value: 'it\'s "me"' } },
    ],
    [
      'request_metadata.k is  NOT null',
      { field: { of: 'metadata', key: 'k' }, test: { operator: 'IS NOT NULL' } },
    ],
    [
      'span.type IN (\'LLM\', "TOOL")',
      { field: { of: 'span', name: 'type' }, test: { operator: 'IN', values: ['LLM', 'TOOL'] } },
    ],
    [
      "span.attributes.gen_ai.request.model NOT IN ('a')",
      {
        field: { of: 'span_attribute', key: 'gen_ai.request.model' },
        test: { operator: 'NOT IN', values: ['a'] },
      },
    ],
    ["trace.text ILIKE '%x%'", { field: { of: 'content' }, test: { operator: 'ILIKE', pattern: '%x%' } }],
    ["span.content LIKE '%x%'", { field: { of: 'content' }, test: { operator: 'LIKE', pattern: '%x%' } }],
    [
      "feedback.correctness = 'yes'",
      { field: { of: 'feedback', name: 'correctness' }, test: { operator: '=', value: 'yes' } },
    ],
    [
      'feedback.score >= 0.5',
      { field: { of: 'feedback', name: 'score' }, test: { operator: '>=', value: 0.5 } },
    ],
    ["prompt = 'greet/3'", { field: { of: 'prompt' }, test: { operator: '=', value: 'greet/3' } }],
  ])('reads %s', (text, condition) => {
    expect(parseFilter(text)).toEqual({ ok: true, value: [condition] });
  });

  it('joins conditions by AND, in any case and over lines', () => {
    expect(readFilter("status = 'OK' and tags.a='1'\n  AND execution_time_ms<5")).toHaveLength(3);
    expect(readFilter('  ')).toEqual([]);
  });

  it.each<[string, number, RegExp]>([
    ['status', 7, /operators =, !=/],
    ["stat = 'OK'", 1, /a field: .*client_request_id/],
    ["widget.a = 'x'", 1, /a field:/],
    ["status == 'OK'", 9, /text in quotes/],
    ['status = OK', 10, /text in quotes/],
    ["status > 'OK'", 8, /operators =, !=, IN/],
    ["status = 'OK' OR status = 'ERROR'", 15, /AND, or the end/],
    ["status = 'OK' AND", 18, /a field/],
    ["(status = 'OK')", 1, /a field/],
    ["tags. = 'x'", 1, /a key after tags/],
    ["tags.a IN ('x')", 8, /operators =, !=, LIKE/],
    ["span.color = 'x'", 1, /span\.name, span\.type/],
    ['timestamp_ms > now', 16, /a number/],
    ["feedback.a > 'x'", 14, /a number/],
    ['feedback.a = 1', 14, /text in quotes/],
    ["status IN ('a' 'b')", 16, /comma or a closing/],
    ['status IN ()', 12, /text in quotes/],
    ["status IN 'a'", 11, /a list/],
    ["prompt = 'greet'", 10, /prompt version/],
    ["prompt LIKE 'a/1'", 8, /operators =/],
    ["name RLIKE '(a'", 12, /regular expression/],
    [String.raw`name RLIKE '(a)\1'`, 12, /regular expression/],
    ["text = 'x'", 6, /operators LIKE, ILIKE/],
    ["status = 'OK", 10, /the closing '/],
    ['tags.`a = 1', 6, /the closing `/],
    ['status ! 1', 8, /an identifier, an operator/],
    ['status IS', 8, /operators/],
  ])('refuses %s at position %i', (text, position, expected) => {
    try {
      readFilter(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        details: { field: 'filter', position: String(position), expected: expect.stringMatching(expected) },
      });
      const [message, line, caret] = (error as Error).message.split('\n');
      expect(message).toMatch(new RegExp(`^Invalid filter at position ${position}: expected`));
      expect(line).toContain(text.slice(0, 20).trim());
      expect(caret?.indexOf('^')).toBe(position - 1);
    }
  });

  it('is bounded', () => {
    const many = (count: number) => Array.from({ length: count }, () => "name = 'a'").join(' AND ');
    expect(parseFilter(many(25)).ok).toBe(true);
    expect(parseFilter(many(26)).ok).toBe(false);
    expect(() => readFilter(`name = '${'x'.repeat(20_000)}'`)).toThrow('at most 20000 characters');
    const list = Array.from({ length: 1001 }, () => "'a'").join(',');
    expect(parseFilter(`name IN (${list})`).ok).toBe(false);
  });

  it('is read or refused with a place inside of it, whatever it is', () => {
    const parts = fc.constantFrom(
      'status',
      'tags.a',
      'tags.',
      '`',
      "'",
      '"',
      "'x'",
      '=',
      '!',
      '<',
      'AND',
      'IS',
      'NOT',
      'NULL',
      'IN',
      '(',
      ')',
      ',',
      'RLIKE',
      '1',
      '\u0000',
      '🐟',
      ' ',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(parts, { maxLength: 12 }).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseFilter(text);
        if (parsed.ok) return;
        expect(parsed.fault.position).toBeGreaterThanOrEqual(0);
        expect(parsed.fault.position).toBeLessThanOrEqual(text.length);
        expect(parsed.fault.expected).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an order', () => {
  it('reads keys with directions', () => {
    expect(readOrderBy(['timestamp_ms DESC', 'tags.`a b` asc', 'experiment_id', 'metadata.k'])).toEqual([
      { field: { of: 'number', name: 'timestamp_ms' }, descending: true },
      { field: { of: 'tag', key: 'a b' }, descending: false },
      { field: { of: 'trace', name: 'experiment_id' }, descending: false },
      { field: { of: 'metadata', key: 'k' }, descending: false },
    ]);
  });

  it.each([
    [['span.name'], /a key to sort by/],
    [['client_request_id'], /a key to sort by/],
    [['timestamp_ms UP'], /ASC, DESC, or the end/],
    [['timestamp_ms', 'timestamp DESC'], /each key once/],
    [[''], /a key to sort by/],
  ])('refuses %j', (items, expected) => {
    const parsed = parseOrderBy(items);
    expect(parsed.ok).toBe(false);
    expect(() => readOrderBy(items)).toThrow(expected);
  });
});
