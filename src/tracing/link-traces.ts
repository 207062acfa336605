/** Links traces to runs and to prompt versions. A trace may still be on its way: the link joins it. */
import { invalidParameter } from '../core/app-error.ts';
import { isWithin, noSuchTrace } from './get-trace.ts';
import type { TraceStore } from './store/trace-store.ts';
import type { PromptLink } from './trace.ts';

/** MLflow's bound on one call. */
const MAX_LINKS = 100;

/**
 * Links traces to a run.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for a trace the caller may not see
 */
export async function linkTracesToRun({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { traceIds: string[]; runId: string; within: string | null };
}): Promise<void> {
  const { traceIds, runId, within } = input;
  if (runId === '') throw invalidParameter('run_id', 'the id of a run');
  checkCount('trace_ids', traceIds.length);
  await checkAllWithin(services.traces, traceIds, within);
  await services.traces.link(traceIds.map((traceId) => ({ traceId, to: { kind: 'run', runId } })));
}

/**
 * Links prompt versions to a trace.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for a trace the caller may not see
 */
export async function linkPromptsToTrace({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { traceId: string; prompts: PromptLink[]; within: string | null };
}): Promise<void> {
  const { traceId, prompts, within } = input;
  checkCount('prompt_versions', prompts.length);
  for (const { name, version } of prompts) {
    if (name === '' || version === '' || version.includes('/')) {
      throw invalidParameter('prompt_versions', 'a name and a version each');
    }
  }
  await checkAllWithin(services.traces, [traceId], within);
  await services.traces.link(prompts.map((prompt) => ({ traceId, to: { kind: 'prompt', prompt } })));
}

function checkCount(field: string, count: number): void {
  if (count > MAX_LINKS) throw invalidParameter(field, `at most ${MAX_LINKS} of them`);
}

async function checkAllWithin(traces: TraceStore, traceIds: string[], within: string | null): Promise<void> {
  if (within === null) return;
  const foreign = (await traces.getInfos(traceIds)).find((info) => !isWithin(info, within));
  if (foreign !== undefined) throw noSuchTrace(foreign.traceId);
}
