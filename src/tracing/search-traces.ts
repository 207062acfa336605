/** Searches traces, within what the caller may see. */
import type { TracePage, TraceQuery, TraceStore } from './store/trace-store.ts';

/**
 * One page, newest first. Asking for experiments the caller may not see finds nothing in them.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE for a page token that is not ours
 */
export async function searchTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { query: TraceQuery; within: string | null };
}): Promise<TracePage> {
  const { query, within } = input;
  if (within === null) return services.traces.search(query);
  const asked = query.experimentIds ?? [within];
  return services.traces.search({ ...query, experimentIds: asked.filter((id) => id === within) });
}
