/** Page tokens of searches that count: base64 of `{"offset": n}`, opaque to clients (mlflow/utils/search_utils.py). */
import { AppError } from '../core/app-error.ts';
import { asNumber, asObject, parseJson } from '../core/json.ts';

/** The token of the page that begins after `offset` rows. */
export function createPageToken(offset: number): string {
  return btoa(JSON.stringify({ offset }));
}

/**
 * The offset a token stands for; none is the first page.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a token that is not ours
 */
export function readPageToken(token: string | null | undefined): number {
  if (token === null || token === undefined || token === '') return 0;
  let offset: number | null = null;
  try {
    offset = asNumber(asObject(parseJson(atob(token)))['offset']);
  } catch {
    // Not base64: refused below like any other text.
  }
  if (offset !== null && Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new AppError('INVALID_PARAMETER_VALUE', 'Invalid page token.');
}
