/**
 * When feedback makes a trace a test case. On by default: a rating under 3, or a thumb down; per experiment it can say
 * something else, name another dataset, or be switched off.
 */
import type { Json } from '../core/json.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';

/** Feedback of this name is negative when any of what is given holds. */
export interface NegativeFeedback {
  name: string;
  /** A number under this. */
  below?: number | undefined;
  /** One of these values; text in any letter case. In a list one of them is enough. */
  equals?: (string | number | boolean)[] | undefined;
}

/** The rule of an experiment. */
export interface TestCaseRule {
  enabled: boolean;
  /** Name of the dataset; null is {@link defaultDatasetName}. */
  dataset: string | null;
  negative: NegativeFeedback[];
}

/** The rule where nothing else is said. */
export const defaultRule: TestCaseRule = {
  enabled: true,
  dataset: null,
  negative: [
    { name: 'rating', below: 3 },
    { name: 'thumbs', below: 0, equals: [false, 0, 'down', 'thumbs_down', 'thumbs-down', '👎'] },
    { name: 'user_feedback', below: 0, equals: [false, 'down', 'thumbs_down', 'bad', 'negative', '👎'] },
  ],
};

/** The dataset of an experiment whose rule names none. */
export function defaultDatasetName(experimentName: string): string {
  return `negative-feedback-${experimentName}`;
}

/** The feedback among the assessments that makes the trace a test case: what people said and still say. */
export function negativeFeedback(rule: TestCaseRule, assessments: readonly Assessment[]): Assessment[] {
  return assessments.filter(
    (assessment) =>
      isByPeople(assessment) &&
      assessment.kind === 'feedback' &&
      rule.negative.some(
        (negative) => negative.name === assessment.name && isNegative(negative, assessment.value),
      ),
  );
}

/** True for what a person said and still says. */
export function isByPeople(assessment: Pick<Assessment, 'valid' | 'source'>): boolean {
  return assessment.valid && assessment.source.type === 'HUMAN';
}

function isNegative({ below, equals = [] }: NegativeFeedback, value: Json): boolean {
  if (below !== undefined && typeof value === 'number' && value < below) return true;
  const given = Array.isArray(value) ? value : [value];
  return given.some((one) => equals.some((bad) => plain(bad) === plain(one)));
}

function plain(value: Json): Json {
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}
