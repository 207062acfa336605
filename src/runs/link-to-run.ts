/** Says which datasets and models a run used, and which models it made. */
import { invalidParameter } from '../core/app-error.ts';
import { getActiveRun, type GetRunInput, type RunServices } from './get-run.ts';
import type { RunLinks } from './store/run-store.ts';

const MOST_LINKS = 1000;

/**
 * Adds the links; those that are there stay.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a deleted run, or too many links
 */
export async function linkToRun({
  services,
  input,
}: {
  services: RunServices;
  input: GetRunInput & RunLinks;
}): Promise<void> {
  const { datasets, modelInputs, modelOutputs } = input;
  if (datasets.length + modelInputs.length + modelOutputs.length > MOST_LINKS) {
    throw invalidParameter('datasets and models', `at most ${MOST_LINKS} of them`);
  }
  const run = await getActiveRun({ services, input });
  await services.runs.link(run.runId, { datasets, modelInputs, modelOutputs });
}
