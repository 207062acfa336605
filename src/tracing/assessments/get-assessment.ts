/** Gets one assessment of a trace. */
import type { Assessment } from './assessment.ts';
import { noSuchAssessment, type AssessmentServices } from './create-assessment.ts';

/** Which assessment, and what the caller may see. */
export interface GetAssessmentInput {
  traceId: string;
  assessmentId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The assessment.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for a trace the caller may not see
 */
export async function getAssessment({
  services,
  input,
}: {
  services: Pick<AssessmentServices, 'assessments'>;
  input: GetAssessmentInput;
}): Promise<Assessment> {
  const assessment = await services.assessments.get(input);
  if (assessment === null) throw noSuchAssessment(input.traceId, input.assessmentId);
  return assessment;
}
