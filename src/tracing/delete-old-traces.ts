/** Deletes the oldest traces of an experiment, up to a time or a number (MLflow's DeleteTraces without ids). */
import { AppError, invalidParameter } from '../core/app-error.ts';
import type { TraceStore } from './store/trace-store.ts';

/** Traces deleted in one transaction: small enough to let writes in between. */
const BATCH_SIZE = 500;
/** A worker's bound on calls to its stores leaves room for this many; who wants more calls again. */
const MAX_BATCHES = 300;

/** Which traces, and what the caller may see. */
export interface DeleteOldTracesInput {
  experimentId: string;
  /** Unix milliseconds, inclusive. */
  maxTimestampMs: number;
  /** Absent: no limit. The oldest go first. */
  maxTraces?: number;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * How many traces were deleted.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for an experiment the caller may not see
 */
export async function deleteOldTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: DeleteOldTracesInput;
}): Promise<number> {
  const { experimentId, maxTimestampMs, maxTraces = Infinity, within } = input;
  if (maxTraces <= 0) throw invalidParameter('max_traces', 'a positive number');
  if (within !== null && experimentId !== within) {
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
  }
  let deleted = 0;
  for (let batch = 0; batch < MAX_BATCHES && deleted < maxTraces; batch++) {
    const size = Math.min(BATCH_SIZE, maxTraces - deleted);
    const result = await services.traces.expire(experimentId, Math.floor(maxTimestampMs) + 1, size);
    deleted += result.deletedTraces;
    if (!result.more) break;
  }
  return deleted;
}
