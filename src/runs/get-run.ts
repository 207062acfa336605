/** Gets a run, for callers who may see it. */
import { AppError } from '../core/app-error.ts';
import type { Run } from './run.ts';
import type { RunStore } from './store/run-store.ts';

/** What the verbs of runs need. */
export interface RunServices {
  runs: RunStore;
  /** Unix milliseconds. */
  now: () => number;
}

/** Which run, and what the caller may see. */
export interface GetRunInput {
  runId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The run.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for a run the caller may not see
 */
export async function getRun({
  services,
  input,
}: {
  services: Pick<RunServices, 'runs'>;
  input: GetRunInput;
}): Promise<Run> {
  const run = await services.runs.get(input.runId);
  if (run === null || (input.within !== null && run.experimentId !== input.within)) {
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `Run with id=${input.runId} not found`);
  }
  return run;
}

/**
 * The run, if it may be changed.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE when it is deleted
 */
export async function getActiveRun(call: {
  services: Pick<RunServices, 'runs'>;
  input: GetRunInput;
}): Promise<Run> {
  const run = await getRun(call);
  if (run.lifecycleStage === 'active') return run;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `The run ${run.runId} must be in the 'active' state. Current state is deleted.`,
  );
}
