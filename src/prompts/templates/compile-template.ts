/**
 * A template made ready: plain ones are cut at their variables, ones with control blocks (`{% … %}`) are parsed as Jinja.
 * Which of the two a template is follows MLflow (mlflow/prompt/registry_utils.py): control blocks decide.
 */
import { parseDoubleBrace, renderPieces, type Piece } from './double-brace.ts';
import { parseJinja, renderJinja } from './jinja.ts';
import { variablesOf } from './jinja-tree.ts';
import type { Variables } from './variables.ts';

/** A template made ready. */
export interface CompiledTemplate {
  /** Paths of its variables, in order of first appearance; of control blocks, names only. */
  variables: string[];
  /** The pieces of a plain template; null for one with control blocks. */
  pieces: Piece[] | null;
  /**
   * The text with the values put in.
   *
   * @throws AppError INVALID_PARAMETER_VALUE
   */
  render(variables: Variables): string;
}

/**
 * Makes a template ready.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when its control blocks are not understood
 */
export function compileTemplate(template: string): CompiledTemplate {
  if (/\{%[^]*?%\}/.test(template)) {
    const parsed = parseJinja(template);
    return {
      variables: variablesOf(parsed.program),
      pieces: null,
      render: (variables) => renderJinja(parsed, variables),
    };
  }
  const pieces = parseDoubleBrace(template);
  const paths = pieces.flatMap((piece) => ('path' in piece ? [piece.path] : []));
  return {
    variables: [...new Set(paths)],
    pieces,
    render: (variables) => renderPieces(pieces, variables),
  };
}
