/** Searches traces, within what the caller may see. */
import { readFilter, readOrderBy } from './filter/read-filter.ts';
import type { TracePage, TraceQuery, TraceStore } from './store/trace-store.ts';

/** What is searched for. The filter is in MLflow's grammar; it holds beside the other members. */
export type TraceSearch = Omit<TraceQuery, 'filter' | 'orderBy'> & {
  filter?: string;
  /** Items such as `timestamp_ms DESC`; absent or empty: newest first. */
  orderBy?: string[];
};

/**
 * One page. Asking for experiments the caller may not see finds nothing in them.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE for a filter or an order with a fault (the message points at it), and for a
 *   page token that is not ours
 */
export async function searchTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { query: TraceSearch; within: string | null };
}): Promise<TracePage> {
  const { filter, orderBy, ...rest } = input.query;
  const query: TraceQuery = rest;
  if (filter !== undefined) query.filter = readFilter(filter);
  if (orderBy !== undefined) query.orderBy = readOrderBy(orderBy);
  if (input.within === null) return services.traces.search(query);
  const asked = query.experimentIds ?? [input.within];
  return services.traces.search({ ...query, experimentIds: asked.filter((id) => id === input.within) });
}
