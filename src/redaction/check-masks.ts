/** Refuses a rule that would hold up whatever is stored after it. */
import { RE2JS } from 're2js';
import { invalidParameter } from '../core/app-error.ts';
import type { Masks } from './rule.ts';

/**
 * Most steps of an expression. RE2 takes time by steps and characters: with two thousand, as `\w{1,900}@` has, a megabyte of
 * text takes half a minute.
 */
const MOST_STEPS = 500;

/**
 * Checks what a rule that is made, changed or tried masks. Rules that are kept already are not asked.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkMasks(masks: Masks | undefined): void {
  if (masks?.type !== 'pattern' || RE2JS.compile(masks.pattern).programSize() <= MOST_STEPS) return;
  throw invalidParameter(
    'masks.pattern',
    `an expression of at most ${MOST_STEPS} steps: a counted repetition such as {1,900} has as many, + has one`,
  );
}
