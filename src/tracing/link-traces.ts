/**
 * Links traces to runs and to prompt versions. A trace may still be on its way: the link joins it, if it is one of the
 * experiment within which it was linked. A trace the caller may not see is to them one that is on its way.
 */
import { invalidParameter } from '../core/app-error.ts';
import type { TraceStore } from './store/trace-store.ts';
import type { PromptLink } from './trace.ts';

/** MLflow's bound on one call. */
const MAX_LINKS = 100;

/**
 * Links traces to a run.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE
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
  await services.traces.link(
    traceIds.map((traceId) => ({ traceId, to: { kind: 'run', runId } })),
    within,
  );
}

/**
 * Links prompt versions to a trace.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError INVALID_PARAMETER_VALUE
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
  await services.traces.link(
    prompts.map((prompt) => ({ traceId, to: { kind: 'prompt', prompt } })),
    within,
  );
}

function checkCount(field: string, count: number): void {
  if (count > MAX_LINKS) throw invalidParameter(field, `at most ${MAX_LINKS} of them`);
}
