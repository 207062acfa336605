/** Changes an assessment. Its source and its span stay what they are. */
import { invalidParameter } from '../../core/app-error.ts';
import type { Assessment, AssessmentChanges } from './assessment.ts';
import {
  checkAssessmentName,
  checkValue,
  noSuchAssessment,
  type AssessmentServices,
} from './create-assessment.ts';
import type { GetAssessmentInput } from './get-assessment.ts';

/**
 * Changes the members that are named; metadata is merged, the rest replaced. The time of the last update moves.
 *
 * @returns the assessment as it is then
 * @throws AppError INVALID_PARAMETER_VALUE, also for a value of the other kind; RESOURCE_DOES_NOT_EXIST
 */
export async function updateAssessment({
  services,
  input,
}: {
  services: AssessmentServices;
  input: GetAssessmentInput & { changes: AssessmentChanges };
}): Promise<Assessment> {
  const { traceId, assessmentId, changes } = input;
  if (changes.name !== undefined) checkAssessmentName(changes.name);
  if (changes.value !== undefined) checkValue(changes.value);
  const options = { changes, atMs: services.now() };
  const updated = await services.assessments.update(input, options);
  if (updated !== null) return updated;
  const existing = await services.assessments.get(input);
  if (existing === null) throw noSuchAssessment(traceId, assessmentId);
  throw invalidParameter(
    changes.value?.kind ?? 'assessment',
    `${existing.kind}, because that is what assessment '${assessmentId}' holds`,
  );
}
