/** Templates: what is put in, what is left alone, what is refused, and that nothing runs away. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/app-error.ts';
import { isPromptUri, parseReference } from '../../src/prompts/prompt-reference.ts';
import { compileTemplate } from '../../src/prompts/templates/compile-template.ts';
import { fromSingleBrace } from '../../src/prompts/templates/single-brace.ts';
import type { Variables } from '../../src/prompts/templates/variables.ts';

const render = (template: string, variables: Variables = {}): string =>
  compileTemplate(template).render(variables);

function failureOf(run: () => unknown): AppError {
  try {
    run();
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error('nothing failed');
}

describe('plain templates', () => {
  it.each<[string, Variables, string]>([
    ['Hello {{name}}', { name: 'Ann' }, 'Hello Ann'],
    ['{{ a }}{{  b  }}', { a: 1, b: true }, '1true'],
    ['{{ a.b.c }}', { a: { b: { c: 'deep' } } }, 'deep'],
    ['{{ a.1 }}', { a: ['x', 'y'] }, '{{ a.1 }}'.replace('{{ a.1 }}', 'y')],
    ['{{ a.b }}', { 'a.b': 'whole' }, 'whole'],
    ['{{ list }}', { list: [1, { a: 2 }] }, '[1,{"a":2}]'],
    ['[{{ nothing }}]', { nothing: null }, '[]'],
    ['{ "json": {"a": 1} } {{}} {{ 1x }} {{ a-b }}', {}, '{ "json": {"a": 1} } {{}} {{ 1x }} {{ a-b }}'],
    ['{{ x | upper }}', { x: 'a' }, '{{ x | upper }}'],
  ])('%s with %j', (template, variables, text) => {
    expect(render(template, variables)).toBe(text);
  });

  it.each([
    ['{{ question }}', {}, 'question'],
    ['{{ a.b }}', { a: {} }, 'a.b'],
    ['{{ a.b }}', { a: 'text' }, 'a.b'],
    ['{{ constructor }}', {}, 'constructor'],
    ['{{ a.__proto__ }}', { a: {} }, 'a.__proto__'],
    ['{{ a.length }}', { a: 'text' }, 'a.length'],
  ])('%s with %j names what is missing', (template, variables, path) => {
    expect(failureOf(() => render(template, variables))).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      details: { field: path },
    });
  });

  it('puts any value in exactly once, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, value, after) => {
        fc.pre(!/[{}]/.test(before) && !/[{}]/.test(after));
        expect(render(`${before}{{ v }}${after}`, { v: value, value: 'leaked', v2: 'leaked' })).toBe(
          before + value + after,
        );
      }),
    );
  });

  it('takes template syntax in values as text', () => {
    const anySyntax = fc.stringMatching(/^(?:\{\{|\}\}|\{%|%\}| secret | for x in y |\$&|\$1|[a-z])*$/);
    fc.assert(
      fc.property(anySyntax, (value) => {
        expect(render('<{{ v }}>', { v: value, secret: 'leaked' })).toBe(`<${value}>`);
        expect(render('{% if v is defined %}<{{ v }}>{% endif %}', { v: value, secret: 'leaked' })).toBe(
          `<${value}>`,
        );
      }),
    );
  });
});

describe('templates with control blocks', () => {
  it.each<[string, Variables, string]>([
    ['{% if vip %}Dear {% endif %}{{ name }}', { name: 'Ann', vip: true }, 'Dear Ann'],
    ['{% if vip %}Dear {% endif %}{{ name }}', { name: 'Ann' }, 'Ann'],
    [
      '{% for item in items %}- {{ item.title }}\n{% endfor %}',
      { items: [{ title: 'a' }, { title: 'b' }] },
      '- a\n- b\n',
    ],
    ['{% set n = 2 %}{{ n + 1 }}', {}, '3'],
    ['{% if a is defined %}{{ a }}{% else %}none{% endif %}', {}, 'none'],
    ["{% if true %}{{ missing | default('x') }}{% endif %}", {}, 'x'],
    ["{% if true %}{{ names | join(', ') | upper }}{% endif %}", { names: ['a', 'b'] }, 'A, B'],
    ['{%- for i in range(3) -%}{{ loop.index }}{%- endfor -%}', {}, '123'],
    ['{% macro hi(n) %}Hi {{ n }}{% endmacro %}{{ hi(name) }}', { name: 'Ann' }, 'Hi Ann'],
    ['{% if true %}{{ data | tojson }}{% endif %}', { data: { a: [1] } }, '{"a": [1]}'],
    ['line\n{% if true %}x{% endif %}\nend', {}, 'line\nx\nend'],
  ])('%s with %j', (template, variables, text) => {
    expect(render(template, variables)).toBe(text);
  });

  it('knows its variables', () => {
    const template =
      '{% for item in items %}{{ item.name }}{{ suffix }}{% endfor %}{% set own = 1 %}{{ own }}{% if flag is defined %}{{ a.b }}{% endif %}';
    expect(compileTemplate(template).variables).toEqual(['items', 'suffix', 'flag', 'a']);
  });

  it.each([
    ['{% if true %}{{ question }}{% endif %}', 'question'],
    ['{% if true %}{{ a.b }}{% endif %}', 'a.b'],
    ['{% if true %}{{ question | upper }}{% endif %}', 'question'],
  ])('%s names what is missing', (template, path) => {
    expect(failureOf(() => render(template, { a: {} }))).toMatchObject({ details: { field: path } });
  });

  it.each([
    '{% for x in %}{% endfor %}',
    '{% if true %}',
    "{% if true %}{{ 'a' | replace('a', 'b') }}{% endif %}",
    "{% if true %}{{ 'a'.replace('a', 'b') }}{% endif %}",
    "{% if true %}{{ 'a'['replace']('a', 'b') }}{% endif %}",
    '{% if true %}{{ names | join(separator) }}{% endif %}',
    '{% if true %}{{ x | indent(1000000) }}{% endif %}',
    "{% include 'x' %}",
    `{% if true %}{{ ${'('.repeat(50_000)} }}{% endif %}`,
  ])('refuses %.60s when it is registered', (template) => {
    expect(failureOf(() => compileTemplate(template))).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      details: { field: 'template' },
    });
  });

  it.each([
    ['a long loop', '{% for a in range(5000) %}{% for b in range(5000) %}x{% endfor %}{% endfor %}'],
    ['a long range', '{% for a in range(100000000) %}{% endfor %}'],
    ['an endless range', '{% for a in range(0, 10, 0) %}{% endfor %}'],
    ['growing text', `{% set t = namespace_less %}${'{% set x = x ~ x %}'.repeat(60)}{{ x }}`],
    ['growing lists', `${'{% set l = l + l %}'.repeat(40)}{{ l }}`],
    ['recursion', '{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}'],
    ['a method kept aside', "{% set f = x['rep' ~ 'lace'] %}{{ f('a', 'b') }}"],
    ['its own complaint', "{{ raise_exception('no') }}{% if true %}{% endif %}"],
    ['the clock', "{{ strftime_now('%Y') }}{% if true %}{% endif %}"],
  ])('stops %s', (_what, template) => {
    expect(
      failureOf(() => render(template, { x: 'x'.repeat(100), l: [1, 2], namespace_less: '' })),
    ).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
  });

  it('takes no more values than it can hold', () => {
    const many = Array.from({ length: 10_000 }, () => '');
    expect(failureOf(() => render('{% if true %}x{% endif %}', { many })).message).toContain('values');
  });

  it('never fails but with a reason, whatever the template', () => {
    const anyToken = fc.constantFrom(
      '{%',
      '%}',
      '{{',
      '}}',
      ' if ',
      ' for x in y ',
      'endif',
      ' endfor ',
      'x',
      '|',
      "'",
      '(',
      ')',
      '.',
      '-',
      '[',
      ']',
      '~',
      '1',
      '{#',
      '#}',
      ' set x = ',
      ' else ',
      '*',
    );
    fc.assert(
      fc.property(fc.array(anyToken, { maxLength: 25 }), (tokens) => {
        const template = `{% if true %}${tokens.join('')}{% endif %}`;
        try {
          expect(typeof render(template, { x: [{ a: 1 }], y: ['a'] })).toBe('string');
        } catch (cause) {
          expect(cause).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('importing and naming', () => {
  it.each([
    ['{question} of {user.name}', '{{ question }} of {{ user.name }}'],
    ['{{"a": 1}} {x}', '{"a": 1} {{ x }}'],
    ['{ not a name } {1} {}', '{ not a name } {1} {}'],
  ])('single braces: %s', (template, expected) => {
    expect(fromSingleBrace(template)).toBe(expected);
  });

  it.each([
    ['support', { alias: 'latest' }],
    ['support/3', { version: 3 }],
    ['support@production', { alias: 'production' }],
    ['prompts:/support@latest', { alias: 'latest' }],
  ])('%s', (text, selector) => {
    expect(parseReference(text, 'x')).toEqual({ name: 'support', selector });
  });

  it.each([
    '',
    'a b',
    'support/0',
    'support/x',
    'support@',
    'support@a b',
    'a/b/3',
    'prompts://x',
    'a'.repeat(5) + '/9999999999',
  ])('refuses %j', (text) => {
    expect(failureOf(() => parseReference(text, 'x'))).toMatchObject({ details: { field: 'x' } });
  });

  it('tells a URI from a text that mentions one', () => {
    expect(['prompts:/a', ' prompts:/a@b\n', 'prompts:/a/1'].every(isPromptUri)).toBe(true);
    expect(['see prompts:/a', 'prompts:/', 'prompts:/a b', 'prompt:/a', ''].some(isPromptUri)).toBe(false);
  });
});
