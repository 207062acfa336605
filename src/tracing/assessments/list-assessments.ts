/** Lists what is said of traces. */
import type { AssessmentStore } from '../store/assessment-store.ts';
import type { Assessment } from './assessment.ts';

/**
 * The assessments of each trace in the order they were made, overridden ones too. Traces without any, and those the
 * caller may not see, are absent. One statement, however many traces.
 *
 * @param input.within the only experiment the caller may see; null is all
 */
export async function listAssessments({
  services,
  input,
}: {
  services: { assessments: AssessmentStore };
  input: { traceIds: string[]; within: string | null };
}): Promise<Map<string, Assessment[]>> {
  return services.assessments.listByTrace(input.traceIds, input.within);
}
