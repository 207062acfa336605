/**
 * The small filter language of MLflow's searches for experiments and runs: comparisons joined by AND
 * (mlflow/utils/search_utils.py). Parsing only; what a key means, and how it is compared, is for the room that asks.
 */
import { AppError } from './app-error.ts';

/** How a key may be compared. */
export type ClauseOperator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

/** A value as it was written: quoted text, or a bare number. */
export type ClauseValue = string | number;

/** One comparison. */
export interface Clause {
  /** What stands before the first dot, lower case (`tags`, `metrics`); null when there is none. */
  entity: string | null;
  key: string;
  operator: ClauseOperator;
  /** One value; several for IN; none for IS NULL. */
  values: ClauseValue[];
  /** Where the comparison begins in the text, from 0. */
  position: number;
}

/** One item of an `order_by` list. */
export interface Order {
  entity: string | null;
  key: string;
  descending: boolean;
}

const SPACE = /\s*/y;
const IDENTIFIER = /([A-Za-z_][\w\-/]*)(?:\.(?:`([^`]+)`|"([^"]+)"|([\w\-/.]+)))?|`([^`]+)`/y;
const OPERATOR = /!=|<=|>=|=|<|>|(?:NOT\s+IN|IN|I?LIKE|IS\s+NOT\s+NULL|IS\s+NULL)\b/iy;
const TEXT = /'([^']*)'|"([^"]*)"/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy;
const AND = /AND\b/iy;
/** No filter anybody writes is longer; each clause costs a join. */
const MOST_CLAUSES = 50;
const MOST_CHARACTERS = 10_000;

/**
 * Parses a filter; an empty one has no clauses.
 *
 * @throws AppError INVALID_PARAMETER_VALUE with the position and what was expected there
 */
export function parseClauses(filter: string): Clause[] {
  if (filter.length > MOST_CHARACTERS) {
    throw new AppError('INVALID_PARAMETER_VALUE', `A filter has at most ${MOST_CHARACTERS} characters.`);
  }
  const scanner = createScanner(filter);
  const clauses: Clause[] = [];
  if (scanner.atEnd()) return clauses;
  do {
    if (clauses.length === MOST_CLAUSES) {
      throw new AppError('INVALID_PARAMETER_VALUE', `A filter has at most ${MOST_CLAUSES} conditions.`);
    }
    clauses.push(readClause(scanner));
  } while (scanner.take(AND) !== null);
  if (!scanner.atEnd()) throw scanner.expected('AND or the end of the filter');
  return clauses;
}

/**
 * Parses one item of an `order_by` list: a key, and `ASC` (the default) or `DESC`.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function parseOrder(text: string): Order {
  const scanner = createScanner(text);
  const { entity, key } = readIdentifier(scanner);
  const direction = scanner.take(/(?:ASC|DESC)\b/iy);
  if (!scanner.atEnd()) throw scanner.expected('ASC or DESC');
  return { entity, key, descending: direction?.[0].toUpperCase() === 'DESC' };
}

interface Scanner {
  position(): number;
  atEnd(): boolean;
  /** The match at the position, spaces before it skipped, or null. */
  take(pattern: RegExp): RegExpExecArray | null;
  expected(what: string): AppError;
}

function createScanner(source: string): Scanner {
  let position = 0;
  const skipSpace = (): void => {
    SPACE.lastIndex = position;
    position += SPACE.exec(source)?.[0].length ?? 0;
  };
  return {
    position: () => {
      skipSpace();
      return position;
    },
    atEnd() {
      skipSpace();
      return position >= source.length;
    },
    take(pattern) {
      skipSpace();
      pattern.lastIndex = position;
      const match = pattern.exec(source);
      if (match !== null) position += match[0].length;
      return match;
    },
    expected(what) {
      skipSpace();
      const found = position >= source.length ? 'the end' : `"${source.slice(position, position + 30)}"`;
      return new AppError(
        'INVALID_PARAMETER_VALUE',
        `Invalid filter at position ${position}: expected ${what}, found ${found}.`,
        { details: { position: String(position), expected: what } },
      );
    },
  };
}

function readClause(scanner: Scanner): Clause {
  const position = scanner.position();
  const identifier = readIdentifier(scanner);
  const operator = scanner.take(OPERATOR)?.[0].toUpperCase().replaceAll(/\s+/g, ' ') as
    | ClauseOperator
    | undefined;
  if (operator === undefined) {
    throw scanner.expected('one of =, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL');
  }
  return { ...identifier, operator, values: readValues(scanner, operator), position };
}

function readIdentifier(scanner: Scanner): { entity: string | null; key: string } {
  const match = scanner.take(IDENTIFIER);
  if (match === null) throw scanner.expected('a key');
  const [, first, backticked, quoted, plain, alone] = match;
  if (alone !== undefined) return { entity: null, key: alone };
  const rest = backticked ?? quoted ?? plain;
  return rest === undefined
    ? { entity: null, key: first ?? '' }
    : { entity: (first ?? '').toLowerCase(), key: rest };
}

function readValues(scanner: Scanner, operator: ClauseOperator): ClauseValue[] {
  if (operator === 'IS NULL' || operator === 'IS NOT NULL') return [];
  if (operator !== 'IN' && operator !== 'NOT IN') return [readValue(scanner)];
  if (scanner.take(/\(/y) === null) throw scanner.expected('a list in parentheses');
  const values: ClauseValue[] = [];
  do values.push(readValue(scanner));
  while (scanner.take(/,/y) !== null);
  if (scanner.take(/\)/y) === null) throw scanner.expected('a comma or a closing parenthesis');
  return values;
}

function readValue(scanner: Scanner): ClauseValue {
  const text = scanner.take(TEXT);
  if (text !== null) return text[1] ?? text[2] ?? '';
  const number = scanner.take(NUMBER);
  if (number === null) throw scanner.expected('a number, or text in quotes');
  return Number(number[0]);
}
