/**
 * The plain template language: `{{ name }}` and `{{ person.name }}`, MLflow's (mlflow/prompt/constants.py). Values are put
 * in once and not looked at again, so that braces inside a value mean nothing.
 */
import { missingVariable } from './missing-variable.ts';
import { valueAt, valueText, type Variables } from './variables.ts';

const VARIABLE = /\{\{\s*([A-Za-z_]\w*(?:\.\w+)*)\s*\}\}/g;

/** A piece of a parsed template: fixed text, or the path of a variable. */
export type Piece = { fixed: string } | { path: string };

/** Cuts a template at its variables. */
export function parseDoubleBrace(template: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of template.matchAll(VARIABLE)) {
    if (match.index > end) pieces.push({ fixed: template.slice(end, match.index) });
    pieces.push({ path: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < template.length) pieces.push({ fixed: template.slice(end) });
  return pieces;
}

/**
 * Puts the values in.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming a variable without a value
 */
export function renderPieces(pieces: readonly Piece[], variables: Variables): string {
  let text = '';
  for (const piece of pieces) {
    if ('fixed' in piece) text += piece.fixed;
    else {
      const value = valueAt(variables, piece.path);
      if (value === undefined) throw missingVariable(piece.path);
      text += valueText(value);
    }
  }
  return text;
}
