/**
 * The order of a search as SQL, and the place in it where a page ended. Nulls come last either way; the newest comes first
 * where nothing else decides, then the smaller id (MLflow's own tie-break).
 */
import { toBase64Url } from '../../core/base64url.ts';
import { invalidParameter } from '../../core/app-error.ts';
import { asArray, parseJson, type Json } from '../../core/json.ts';
import type { OrderKey } from '../filter/condition.ts';
import { numberOf, traceText, type FilterContext } from './filter-sql.ts';

/** Values of the order's terms at one trace. */
export type Cursor = (string | number | null)[];

/** One term of an order. */
export interface OrderTerm {
  sql: string;
  descending: boolean;
  nullable: boolean;
}

/** Longer texts are sorted by their beginning: a cursor holds them. */
const SORTED_CHARACTERS = 300;

/** The terms of an order, with what decides ties. */
export function orderTerms(keys: readonly OrderKey[], context: FilterContext): OrderTerm[] {
  const terms = keys.map(({ field, descending }) => ({ ...termOf(field, context), descending }));
  const { trace } = context;
  if (!keys.some(({ field }) => field.of === 'number' && field.name === 'timestamp_ms')) {
    terms.push({ sql: `${trace}.request_time_ms`, descending: true, nullable: false });
  }
  if (!keys.some(({ field }) => field.of === 'trace' && field.name === 'request_id')) {
    terms.push({ sql: `${trace}.trace_id`, descending: false, nullable: false });
  }
  return terms;
}

/** True when the order is the default one, in which indexes are read. */
export function isNewestFirst(keys: readonly OrderKey[]): boolean {
  const [first] = keys;
  if (first === undefined) return true;
  return (
    keys.length === 1 &&
    first.descending &&
    first.field.of === 'number' &&
    first.field.name === 'timestamp_ms'
  );
}

/** `ORDER BY` of the terms. */
export function orderBy(terms: readonly OrderTerm[]): string {
  return terms
    .flatMap(({ sql, descending, nullable }) => [
      ...(nullable ? [`${sql} IS NULL`] : []),
      descending ? `${sql} DESC` : sql,
    ])
    .join(', ');
}

/** A condition for what comes after the cursor. */
export function afterCursor(terms: readonly OrderTerm[], cursor: Cursor, context: FilterContext): string {
  let clause = 'false';
  for (const [index, { sql, descending, nullable }] of [...terms.entries()].toReversed()) {
    const value = cursor[index] ?? null;
    const mark = context.parameters.add(value);
    const later = `${sql} ${descending ? '<' : '>'} ${mark}`;
    const strictly = value === null ? 'false' : nullable ? `(${later} OR ${sql} IS NULL)` : later;
    clause = `(${strictly} OR (${sql} ${nullable ? 'IS' : '='} ${mark} AND ${clause}))`;
  }
  const [first] = terms;
  const [value] = cursor;
  if (first === undefined || first.nullable || value === undefined) return clause;
  // Says again what follows from the rest, in a form that bounds a range of an index.
  return `${first.sql} ${first.descending ? '<=' : '>='} ${context.parameters.add(value)} AND ${clause}`;
}

/** SQL of a trace's cursor, a JSON array. */
export function cursorOf(terms: readonly OrderTerm[]): string {
  return `json_array(${terms.map(({ sql }) => sql).join(', ')})`;
}

/** A cursor as an opaque token. */
export function writeToken(cursor: Cursor): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(cursor)));
}

/**
 * The cursor of a token.
 *
 * @param termCount terms of the order that it must belong to
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readToken(token: string | undefined, termCount: number): Cursor | null {
  if (token === undefined || token === '') return null;
  const cursor = asArray(parseJson(decodeBase64Url(token) ?? '')).filter(isScalar);
  if (cursor.length !== termCount) {
    throw invalidParameter('page_token', 'the next_page_token of the page before, with the same order');
  }
  return cursor;
}

function isScalar(value: Json): value is string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function termOf(field: OrderKey['field'], context: FilterContext): Omit<OrderTerm, 'descending'> {
  const { trace } = context;
  if (field.of === 'number') {
    return { sql: numberOf(field.name, trace), nullable: field.name === 'execution_time_ms' };
  }
  if (field.of !== 'trace') return sortedText(traceText(field, context));
  switch (field.name) {
    case 'experiment_id':
      return { sql: `CAST(${trace}.experiment_id AS INTEGER)`, nullable: false };
    case 'status':
      return { sql: `${trace}.state`, nullable: false };
    case 'request_id':
      return { sql: `${trace}.trace_id`, nullable: false };
    default:
      return sortedText(traceText({ of: 'trace', name: field.name }, context));
  }
}

function sortedText(text: string): Omit<OrderTerm, 'descending'> {
  return { sql: `substr(${text}, 1, ${SORTED_CHARACTERS})`, nullable: true };
}

function decodeBase64Url(text: string): string | null {
  if (!/^[A-Za-z0-9_-]{1,20000}$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}
