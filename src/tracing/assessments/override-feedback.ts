/** Corrects feedback without losing it: a new assessment takes its place, the old one is kept and no longer counts. */
import { invalidParameter } from '../../core/app-error.ts';
import type { Assessment } from './assessment.ts';
import { createAssessment, type AssessmentServices, type NewAssessment } from './create-assessment.ts';
import { getAssessment } from './get-assessment.ts';

/** The feedback that is corrected, and what is said instead; name and span are those of the old one. */
export interface OverrideFeedbackInput {
  traceId: string;
  assessmentId: string;
  replacement: Pick<NewAssessment, 'assessmentId' | 'value' | 'error' | 'source' | 'rationale' | 'metadata'>;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * Overrides feedback.
 *
 * @returns the new feedback
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE when the old one is an expectation
 */
export async function overrideFeedback({
  services,
  input,
}: {
  services: AssessmentServices;
  input: OverrideFeedbackInput;
}): Promise<Assessment> {
  const { traceId, within, replacement } = input;
  const old = await getAssessment({ services, input });
  if (old.kind !== 'feedback')
    throw invalidParameter('assessment_id', 'the id of feedback, not of an expectation');
  const assessment = {
    ...replacement,
    traceId,
    spanId: old.spanId,
    name: old.name,
    kind: old.kind,
    overrides: old.assessmentId,
  };
  return createAssessment({ services, input: { assessment, within } });
}
