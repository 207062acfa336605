/** Filters and orders as callers send them: parsed, or refused with the place and what was expected there. */
import { AppError } from '../../core/app-error.ts';
import type { Condition, OrderKey, SyntaxFault } from './condition.ts';
import { parseFilter } from './parse-filter.ts';
import { parseOrderBy } from './parse-order-by.ts';

/** Longer filters are not written by anybody. */
const MAX_FILTER_CHARACTERS = 20_000;

/**
 * The conditions of a filter.
 *
 * @throws AppError INVALID_PARAMETER_VALUE that points at the place
 */
export function readFilter(text: string, field = 'filter'): Condition[] {
  if (text.length > MAX_FILTER_CHARACTERS) {
    const expected = `at most ${MAX_FILTER_CHARACTERS} characters`;
    throw toError(field, text, { position: MAX_FILTER_CHARACTERS, expected, found: '' });
  }
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.value;
  throw toError(field, text, parsed.fault);
}

/**
 * The keys of an order.
 *
 * @throws AppError INVALID_PARAMETER_VALUE that points at the place
 */
export function readOrderBy(items: string[]): OrderKey[] {
  const parsed = parseOrderBy(items);
  if (parsed.ok) return parsed.value;
  throw toError('order_by', parsed.item ?? '', parsed.fault);
}

function toError(field: string, text: string, fault: SyntaxFault): AppError {
  const { position, expected, found } = fault;
  const met = found === '' ? 'it ends' : `there is: ${found}`;
  const place = `position ${position + 1}`;
  return new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid ${field} at ${place}: expected ${expected}, but ${met}.\n${pointAt(text, position)}`,
    { details: { field, expected, position: String(position + 1) } },
  );
}

/** The line around the place, and a caret below it. */
function pointAt(text: string, position: number): string {
  const from = Math.max(0, position - 40);
  const line = text.slice(from, position + 40).replaceAll(/\s/g, ' ');
  return `${line}\n${' '.repeat(position - from)}^`;
}
