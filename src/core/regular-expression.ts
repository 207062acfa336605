/**
 * Regular expressions of callers, by RE2: its time is linear in the text whatever the expression, so none can hold up
 * a worker. Look-around and back-references are not part of it.
 */
import { RE2JS } from 're2js';

/** Longer ones are no expression that somebody wrote. */
const MAX_CHARACTERS = 1000;

/**
 * A test for texts in which the expression matches anywhere.
 *
 * @returns null when it is not valid, or too long
 */
export function compileRegularExpression(
  expression: string,
  { ignoreCase = false }: { ignoreCase?: boolean } = {},
): ((text: string) => boolean) | null {
  if (expression.length > MAX_CHARACTERS) return null;
  try {
    const compiled = RE2JS.compile(expression, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return (text) => compiled.matcher(text).find();
  } catch {
    return null;
  }
}
