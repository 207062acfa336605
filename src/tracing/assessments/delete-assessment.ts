/** Takes an assessment back. What it had overridden counts again. */
import type { AssessmentServices } from './create-assessment.ts';
import type { GetAssessmentInput } from './get-assessment.ts';

/**
 * Deletes the assessment.
 *
 * @returns whether there was one that the caller may see
 */
export async function deleteAssessment({
  services,
  input,
}: {
  services: Pick<AssessmentServices, 'assessments'>;
  input: GetAssessmentInput;
}): Promise<boolean> {
  return services.assessments.delete(input);
}
