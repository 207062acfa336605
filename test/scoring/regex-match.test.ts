/** The ready scorer of a regular expression: whatever pattern and answer are, it ends. */
import { describe, expect, it } from 'vitest';
import { answerChecks } from '../../src/scoring/code/answer-checks.ts';
import type { Subject } from '../../src/scoring/scorer.ts';

const scorer = answerChecks.find(({ name }) => name === 'regex_match');
const subject = (outputs: string): Subject => ({ outputs }) as Subject;

function score(outputs: string, options: unknown): unknown {
  const parsed = scorer?.parseOptions(options);
  if (parsed?.success !== true) return 'refused';
  return scorer?.score(subject(outputs), parsed.data);
}

describe('regex_match', () => {
  it('finds the pattern anywhere in the answer', () => {
    expect(score('It ends. ', { pattern: '[.]\\s*$' })).toMatchObject({ value: true });
    expect(score('ÄPFEL', { pattern: '^\\p{L}+$' })).toMatchObject({ value: true });
    expect(score('Yes', { pattern: 'yes', ignoreCase: true })).toMatchObject({ value: true });
    expect(score('Yes', { pattern: 'yes' })).toMatchObject({ value: false });
  });

  it('F196 takes no longer for a pattern that is made to', () => {
    for (const pattern of ['a*a*a*a*a*a*a*b', '(a|a)+b', '(a+)+$']) {
      expect(score(`${'a'.repeat(20_000)}c`, { pattern })).toMatchObject({ value: false });
    }
  });

  it('refuses what cannot be bounded, and what is no expression', () => {
    for (const pattern of ['(?=a)b', '(a)\\1', '(', '']) expect(score('a', { pattern })).toBe('refused');
  });
});
