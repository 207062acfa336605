/**
 * Regular expressions of callers, by RE2: its time is linear in the text whatever the expression, so none can hold up
 * a worker. Look-around and back-references are not part of it. Linear in the text is not yet cheap: each character may cost
 * as much as the expression is large, and a few repetitions make a large one (`[a-z]{0,999}` is two thousand instructions).
 */
import { RE2JS } from 're2js';

/** Longer ones are no expression that somebody wrote. */
const MAX_CHARACTERS = 1000;

/** Instructions beyond one per character: 300 cost 0.2 s of a text of 30,000 characters in the worst case. */
const MAX_REPEATED_INSTRUCTIONS = 500;

/** Instructions as they are estimated before compiling, which takes 0.1 s for ten times as many. */
const MAX_ESTIMATED_INSTRUCTIONS = 10_000;

/** An escape, a class, a repetition that is counted, or any other character. */
const PART = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|./gsu;

/** Why a text is no expression that may be asked for: what was expected, in words; null when it is one. */
export function faultOfExpression(expression: string): string | null {
  const result = compileWithin(expression, 0);
  return typeof result === 'string' ? result : null;
}

/**
 * A test for texts in which the expression matches anywhere.
 *
 * @returns null where {@link faultOfExpression} finds a fault
 */
export function compileRegularExpression(
  expression: string,
  { ignoreCase = false }: { ignoreCase?: boolean } = {},
): ((text: string) => boolean) | null {
  const compiled = compileWithin(expression, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  return typeof compiled === 'string' ? null : (text) => compiled.matcher(text).find();
}

function compileWithin(expression: string, flags: number): RE2JS | string {
  if (expression.length > MAX_CHARACTERS) return `at most ${MAX_CHARACTERS} characters`;
  const tooCostly = 'fewer repetitions: those of an expression may stand for some hundred characters in all';
  if (estimateInstructions(expression) > MAX_ESTIMATED_INSTRUCTIONS) return tooCostly;
  try {
    const compiled = RE2JS.compile(expression, flags);
    const most = MAX_REPEATED_INSTRUCTIONS + expression.length;
    return compiled.programSize() > most ? tooCostly : compiled;
  } catch {
    return 'a regular expression in the syntax of RE2 (no look-around, no back-references)';
  }
}

/** About how many instructions an expression becomes: a repetition that is counted stands for as many copies. */
function estimateInstructions(expression: string): number {
  const groups = [0];
  let latest = 0;
  const add = (size: number): void => {
    latest = size;
    groups.push((groups.pop() ?? 0) + size);
  };
  for (const [part, least, most = ''] of expression.matchAll(PART)) {
    if (part === '(') groups.push(0);
    else if (part === ')') add(2 + ((groups.length > 1 ? groups.pop() : 0) ?? 0));
    else if (least === undefined) add(1);
    else {
      const copies = Math.max(1, Number(least), Number(most));
      const repeated = latest * copies;
      add(repeated - latest);
      latest = repeated;
    }
  }
  return groups.reduce((sum, size) => sum + size, 0);
}
