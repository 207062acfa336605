/**
 * The model of an assessment: what a person, a judge or code says of a trace, or what its answer should have been.
 * MLflow's entity (mlflow/entities/assessment.py) in camelCase; pure, without storage.
 */
import { isLargeInteger, type Json } from '../../core/json.ts';

/** Who assesses, in MLflow's words (mlflow/entities/assessment_source.py). */
const assessmentSourceTypes = ['HUMAN', 'LLM_JUDGE', 'CODE', 'SOURCE_TYPE_UNSPECIFIED'] as const;

/** One of {@link assessmentSourceTypes}. */
export type AssessmentSourceType = (typeof assessmentSourceTypes)[number];

/** Who assessed: the kind, and which person, model or program. */
export interface AssessmentSource {
  type: AssessmentSourceType;
  id: string;
}

/** Why there is no value: the judge or the code failed. */
export interface AssessmentError {
  code: string;
  message: string | null;
  stackTrace: string | null;
}

/** An assessment. Times are Unix milliseconds. */
export interface Assessment {
  /** `a-` and 32 hex digits, or as its writer chose. */
  assessmentId: string;
  traceId: string;
  /** The span it speaks of; null is the whole trace. */
  spanId: string | null;
  name: string;
  /** Feedback says how it was; an expectation says what it should have been. */
  kind: 'feedback' | 'expectation';
  value: Json;
  /** Feedback only. */
  error: AssessmentError | null;
  source: AssessmentSource;
  rationale: string | null;
  metadata: Record<string, string>;
  /** The assessment of the same trace that this one corrects. */
  overrides: string | null;
  /** False once another one overrides it. */
  valid: boolean;
  createTimeMs: number;
  lastUpdateTimeMs: number;
}

/** What may change of an assessment; absent members stay. `metadata` is merged, everything else replaced. */
export interface AssessmentChanges {
  name?: string;
  /** The value and the error change together. Of an expectation the error is null. */
  value?: { kind: Assessment['kind']; value: Json; error: AssessmentError | null };
  rationale?: string | null;
  metadata?: Record<string, string>;
}

/**
 * The value as a number, for averages: MLflow counts numbers, `true` and "yes" as 1, `false` and "no" as 0
 * (mlflow/store/tracking/utils/trace_analytics.py).
 *
 * @returns null for what is no number
 */
export function toNumericValue(value: Json): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (isLargeInteger(value)) return Number(JSON.stringify(value));
  if (typeof value === 'boolean') return value ? 1 : 0;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : null;
  return word === 'yes' ? 1 : word === 'no' ? 0 : null;
}

/** The text of a value that searches see: a string as it is, anything else as JSON. */
export function toValueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
