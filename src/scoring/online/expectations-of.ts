/** What people expect of an answer, from the expectations on its trace. */
import type { Assessment } from '../../tracing/assessments/assessment.ts';
import type { Expectations } from '../scorer.ts';

/** Expectations by name; of several the newest that is valid. */
export function expectationsOf(assessments: readonly Assessment[]): Expectations {
  const expectations: Expectations = {};
  for (const { kind, valid, name, value } of assessments) {
    if (kind === 'expectation' && valid) expectations[name] = value;
  }
  return expectations;
}
