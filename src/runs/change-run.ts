/** Changes the state and name of a run, deletes and restores it. */
import { invalidParameter } from '../core/app-error.ts';
import { getActiveRun, getRun, type GetRunInput, type RunServices } from './get-run.ts';
import { runNameTag, type Run, type RunStatus } from './run.ts';

/** What may change; null stays. */
export interface UpdateRunInput extends GetRunInput {
  status: RunStatus | null;
  /** Unix milliseconds. */
  endTimeMs: number | null;
  name: string | null;
}

/**
 * Updates an active run.
 *
 * @returns the run as it is then
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE when it is deleted
 */
export async function updateRun({
  services,
  input,
}: {
  services: RunServices;
  input: UpdateRunInput;
}): Promise<Run> {
  const { status, endTimeMs, name } = input;
  const run = await getActiveRun({ services, input });
  await services.runs.update(run.runId, {
    ...(status === null ? {} : { status }),
    ...(endTimeMs === null ? {} : { endTimeMs }),
    ...(name === null ? {} : { name }),
  });
  if (name !== null)
    await services.runs.log(run.runId, { metrics: [], params: {}, tags: { [runNameTag]: name } });
  return getRun({ services, input });
}

/**
 * Deletes an active run: it is found only by who asks for deleted ones.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE when it is deleted already
 */
export async function deleteRun({
  services,
  input,
}: {
  services: RunServices;
  input: GetRunInput;
}): Promise<void> {
  const run = await getActiveRun({ services, input });
  await services.runs.update(run.runId, { lifecycleStage: 'deleted' });
}

/**
 * Brings a deleted run back.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE when it is not deleted
 */
export async function restoreRun({
  services,
  input,
}: {
  services: RunServices;
  input: GetRunInput;
}): Promise<void> {
  const run = await getRun({ services, input });
  if (run.lifecycleStage !== 'deleted') throw invalidParameter('run_id', 'the id of a deleted run');
  await services.runs.update(run.runId, { lifecycleStage: 'active' });
}
