/**
 * Regular expressions of RLIKE, by RE2: its time is linear in the text whatever the expression, so no filter can hold up
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
export function compileRegularExpression(expression: string): ((text: string) => boolean) | null {
  if (expression.length > MAX_CHARACTERS) return null;
  try {
    const compiled = RE2JS.compile(expression);
    return (text) => compiled.matcher(text).find();
  } catch {
    return null;
  }
}
