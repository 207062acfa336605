/** Gets a trace with all it says. */
import { AppError } from '../core/app-error.ts';
import type { TraceStore } from './store/trace-store.ts';
import type { Trace } from './trace.ts';

/** Which trace, and what the caller may see. */
export interface GetTraceInput {
  traceId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The trace with its spans in the order they began.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for a trace the caller may not see
 */
export async function getTrace({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: GetTraceInput;
}): Promise<Trace> {
  const trace = await services.traces.get(input.traceId, input.within);
  if (trace === null) throw noSuchTrace(input.traceId);
  return trace;
}

/**
 * The traces with their spans, in the order asked for. Unknown ids, and those the caller may not see, are left out.
 *
 * @param input.within the only experiment the caller may see; null is all
 */
export async function getTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { traceIds: string[]; within: string | null };
}): Promise<Trace[]> {
  return services.traces.getMany(input.traceIds, input.within);
}

/** The failure for an id that names nothing, in MLflow's words. */
export function noSuchTrace(traceId: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `Trace with ID '${traceId}' not found.`);
}
