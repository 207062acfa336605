/** Lists what is said of traces. */
import { isWithin } from '../get-trace.ts';
import type { AssessmentStore } from '../store/assessment-store.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { Assessment } from './assessment.ts';

/**
 * The assessments of each trace in the order they were made, overridden ones too. Traces without any, and those the
 * caller may not see, are absent. Two statements, however many traces.
 *
 * @param input.within the only experiment the caller may see; null is all
 */
export async function listAssessments({
  services,
  input,
}: {
  services: { assessments: AssessmentStore; traces: Pick<TraceStore, 'getInfos'> };
  input: { traceIds: string[]; within: string | null };
}): Promise<Map<string, Assessment[]>> {
  const { traceIds, within } = input;
  if (within === null) return services.assessments.listByTrace(traceIds);
  const infos = await services.traces.getInfos(traceIds);
  const hidden = new Set(infos.filter((info) => !isWithin(info, within)).map((info) => info.traceId));
  return services.assessments.listByTrace(traceIds.filter((traceId) => !hidden.has(traceId)));
}
