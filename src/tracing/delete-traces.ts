/** Deletes traces. Their content is unreadable from then on: its keys are gone. */
import type { TraceStore } from './store/trace-store.ts';

/**
 * How many traces were deleted. Ids that name nothing, or nothing the caller may see, are passed over.
 *
 * @param input.within the only experiment the caller may see; null is all
 */
export async function deleteTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { traceIds: string[]; within: string | null };
}): Promise<number> {
  return services.traces.delete(input.traceIds, input.within);
}
