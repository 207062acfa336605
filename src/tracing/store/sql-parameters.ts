/** Values of a statement that is put together from parts. Nothing that came from outside enters its text. */
import { invalidParameter } from '../../core/app-error.ts';

/** D1 takes a hundred to a statement. */
const MAX_VALUES = 100;

/** A statement with the values of its numbered parameters. */
export interface Statement {
  sql: string;
  values: (string | number | null)[];
}

/** Collects the values of a statement. */
export interface Parameters {
  values: (string | number | null)[];
  /**
   * Adds a value; returns its mark in the statement. Equal values share one.
   *
   * @throws AppError INVALID_PARAMETER_VALUE when there are more than D1 takes
   */
  add(value: string | number | null): string;
}

/** No values yet. */
export function createParameters(): Parameters {
  const values: (string | number | null)[] = [];
  return {
    values,
    add(value) {
      const index = values.indexOf(value);
      if (index === -1 && values.length === MAX_VALUES) {
        throw invalidParameter('filter', 'fewer conditions: a search takes about thirty in all');
      }
      return `?${index === -1 ? values.push(value) : index + 1}`;
    },
  };
}

/** Clauses joined by AND, as a balanced tree: D1 takes expressions a hundred levels deep. */
export function allOf(clauses: readonly string[]): string {
  if (clauses.length <= 2) return clauses.join(' AND ');
  const middle = clauses.length / 2;
  return `(${allOf(clauses.slice(0, middle))}) AND (${allOf(clauses.slice(middle))})`;
}
