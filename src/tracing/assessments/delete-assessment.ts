/** Takes an assessment back. What it had overridden counts again. */
import { checkTraceWithin } from './check-trace-within.ts';
import type { AssessmentServices } from './create-assessment.ts';
import type { GetAssessmentInput } from './get-assessment.ts';

/**
 * Deletes the assessment.
 *
 * @returns whether there was one
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace the caller may not see
 */
export async function deleteAssessment({
  services,
  input,
}: {
  services: Pick<AssessmentServices, 'assessments' | 'traces'>;
  input: GetAssessmentInput;
}): Promise<boolean> {
  const { traceId, assessmentId, within } = input;
  await checkTraceWithin(services.traces, traceId, within);
  return services.assessments.delete(traceId, assessmentId);
}
