/** Removes a tag from a trace. */
import { AppError } from '../core/app-error.ts';
import { noSuchTrace } from './get-trace.ts';
import { checkTagKey } from './set-trace-tag.ts';
import type { TraceStore } from './store/trace-store.ts';

/**
 * Removes the tag.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST when there is no such trace or tag
 */
export async function deleteTraceTag({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { traceId: string; key: string; within: string | null };
}): Promise<void> {
  const { traceId, key, within } = input;
  checkTagKey(key);
  const info = await services.traces.getInfo(traceId, within);
  if (info === null) throw noSuchTrace(traceId);
  if (info.tags[key] === undefined) {
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${key} in trace with ID '${traceId}'.`);
  }
  await services.traces.deleteTag({ traceId, key, within });
}
