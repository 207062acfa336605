/**
 * From a filter's text to its conditions: `<field> <operator> <value>` joined by AND, as MLflow's clients write it. Pure;
 * what is wrong is told with its place and what would have been right.
 */
import type { Condition, Field, Operator, Parsed, SyntaxFault, Test } from './condition.ts';
import { findField, operatorsOf } from './field-names.ts';
import { lex, type Token } from './lex.ts';
import { faultOfExpression } from '../../core/regular-expression.ts';

/** More conditions than this are no filter that somebody wrote. */
const MAX_CONDITIONS = 25;
/** Values of one IN. */
const MAX_VALUES = 1000;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The conditions of a filter; an empty text has none. */
export function parseFilter(text: string): Parsed<Condition[]> {
  const lexed = lex(text);
  if (!lexed.ok) return lexed;
  const reader = createReader(lexed.value, text);
  if (reader.peek().kind === 'end') return { ok: true, value: [] };
  const conditions: Condition[] = [];
  for (;;) {
    const condition = readCondition(reader);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
    const joint = reader.next();
    if (joint.kind === 'end') return { ok: true, value: conditions };
    if (!isWord(joint, 'AND')) return reader.fault(joint, 'AND, or the end of the filter');
    if (conditions.length === MAX_CONDITIONS) {
      return reader.fault(joint, `at most ${MAX_CONDITIONS} conditions`);
    }
  }
}

/** Reads tokens one by one. */
export interface Reader {
  peek(): Token;
  next(): Token;
  fault(at: Token, expected: string): { ok: false; fault: SyntaxFault };
}

/** Reads the tokens of a text. */
export function createReader(tokens: Token[], text: string): Reader {
  let position = 0;
  const end: Token = { kind: 'end', text: '', start: text.length, end: text.length, double: false };
  return {
    peek: () => tokens[position] ?? end,
    next: () => tokens[position++] ?? end,
    fault: (at, expected) => ({
      ok: false,
      fault: {
        position: at.start,
        expected,
        found: text.slice(at.start, Math.max(at.end, at.start + 1)).slice(0, 60),
      },
    }),
  };
}

/** True for that keyword, in any case. */
export function isWord(token: Token, keyword: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === keyword;
}

/** An identifier: its part before the first dot, null when there is none, and the rest. */
export interface Identifier {
  token: Token;
  prefix: string | null;
  key: string;
}

/** Reads `prefix.key`, where the key may stand in backticks or double quotes. */
export function readIdentifier(reader: Reader, expected: string): Parsed<Identifier> {
  const token = reader.next();
  if (token.kind === 'key') return { ok: true, value: { token, prefix: null, key: token.text } };
  if (token.kind !== 'word') return reader.fault(token, expected);
  let text = token.text;
  let { end } = token;
  const following = reader.peek();
  const mayBeKey = following.kind === 'key' || (following.kind === 'quoted' && following.double);
  if (text.endsWith('.') && mayBeKey && following.start === token.end) {
    text += reader.next().text;
    ({ end } = following);
  }
  const dot = text.indexOf('.');
  const whole = { ...token, end };
  if (dot === -1) return { ok: true, value: { token: whole, prefix: null, key: text } };
  return { ok: true, value: { token: whole, prefix: text.slice(0, dot), key: text.slice(dot + 1) } };
}

function readCondition(reader: Reader): Parsed<Condition> {
  const identifier = readIdentifier(reader, 'a field, such as trace.status, tags.<key> or feedback.<name>');
  if (!identifier.ok) return identifier;
  const { token, prefix, key } = identifier.value;
  const found = findField(prefix, key);
  if (!('field' in found)) return reader.fault(token, found.expected);
  const { field } = found;
  const at = reader.peek();
  const operator = readOperator(reader);
  const allowed = operatorsOf(field);
  if (operator === null || !allowed.includes(operator)) {
    return reader.fault(at, `one of the operators ${allowed.join(', ')}`);
  }
  const test = readTest(reader, { field, operator });
  return test.ok ? { ok: true, value: { field, test: test.value } } : test;
}

function readOperator(reader: Reader): Operator | null {
  const token = reader.next();
  if (token.kind === 'symbol') {
    const symbols: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
    return symbols.includes(token.text) ? (token.text as Operator) : null;
  }
  for (const keyword of ['LIKE', 'ILIKE', 'RLIKE', 'IN'] as const) if (isWord(token, keyword)) return keyword;
  if (isWord(token, 'NOT')) return isWord(reader.next(), 'IN') ? 'NOT IN' : null;
  if (!isWord(token, 'IS')) return null;
  const second = reader.next();
  if (isWord(second, 'NULL')) return 'IS NULL';
  return isWord(second, 'NOT') && isWord(reader.next(), 'NULL') ? 'IS NOT NULL' : null;
}

function readTest(reader: Reader, { field, operator }: { field: Field; operator: Operator }): Parsed<Test> {
  switch (operator) {
    case 'IS NULL':
    case 'IS NOT NULL':
      return { ok: true, value: { operator } };
    case 'IN':
    case 'NOT IN': {
      const values = readList(reader);
      return values.ok ? { ok: true, value: { operator, values: values.value } } : values;
    }
    case 'LIKE':
    case 'ILIKE':
    case 'RLIKE':
      return readPattern(reader, operator);
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const value = readNumber(reader, field.of === 'number');
      return value.ok ? { ok: true, value: { operator, value: value.value } } : value;
    }
    default: {
      const value = field.of === 'number' ? readNumber(reader, true) : readText(reader, field);
      return value.ok ? { ok: true, value: { operator, value: value.value } } : value;
    }
  }
}

function readText(reader: Reader, field: Field): Parsed<string> {
  const token = reader.next();
  if (token.kind !== 'quoted') return reader.fault(token, `a text in quotes, such as 'value'`);
  if (field.of === 'prompt' && !/^[^/]+\/[^/]+$/.test(token.text)) {
    return reader.fault(token, `a prompt version, such as 'name/3'`);
  }
  return { ok: true, value: token.text };
}

function readPattern(reader: Reader, operator: 'LIKE' | 'ILIKE' | 'RLIKE'): Parsed<Test> {
  const token = reader.next();
  if (token.kind !== 'quoted') return reader.fault(token, `a pattern in quotes, such as '%word%'`);
  const fault = operator === 'RLIKE' ? faultOfExpression(token.text) : null;
  if (fault !== null) return reader.fault(token, fault);
  return { ok: true, value: { operator, pattern: token.text } };
}

function readNumber(reader: Reader, mayBeQuoted: boolean): Parsed<number> {
  const token = reader.next();
  const isNumber = token.kind === 'word' || (mayBeQuoted && token.kind === 'quoted');
  const value = isNumber && NUMBER.test(token.text) ? Number(token.text) : Number.NaN;
  return Number.isFinite(value) ? { ok: true, value } : reader.fault(token, 'a number');
}

function readList(reader: Reader): Parsed<string[]> {
  const open = reader.next();
  if (open.text !== '(' || open.kind !== 'symbol') return reader.fault(open, `a list, such as ('a', 'b')`);
  const values: string[] = [];
  for (;;) {
    const value = reader.next();
    if (value.kind !== 'quoted') return reader.fault(value, `a text in quotes, such as 'value'`);
    if (values.length === MAX_VALUES) return reader.fault(value, `at most ${MAX_VALUES} values`);
    values.push(value.text);
    const joint = reader.next();
    if (joint.kind === 'symbol' && joint.text === ')') return { ok: true, value: values };
    if (joint.kind !== 'symbol' || joint.text !== ',')
      return reader.fault(joint, 'a comma or a closing parenthesis');
  }
}
