/** Whether a caller may touch what belongs to a trace. A trace that has not arrived yet belongs to nobody's experiment. */
import { noSuchTrace } from '../get-trace.ts';
import type { TraceStore } from '../store/trace-store.ts';

/**
 * Refuses a trace of an experiment that the caller may not see.
 *
 * @param within the only experiment the caller may see; null is all
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function checkTraceWithin(
  traces: Pick<TraceStore, 'getExperimentId'>,
  traceId: string,
  within: string | null,
): Promise<void> {
  if (within === null) return;
  const experimentId = await traces.getExperimentId(traceId);
  if (experimentId !== null && experimentId !== within) throw noSuchTrace(traceId);
}
