/** Finds an experiment by what a caller wrote, without creating it. */
import { AppError } from '../core/app-error.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** The experiment of that id, else of that name, else null. */
export async function findExperiment({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { nameOrId: string };
}): Promise<Experiment | null> {
  const byId = /^\d+$/.test(input.nameOrId) ? await services.experiments.get(input.nameOrId) : null;
  return byId ?? services.experiments.getByName(input.nameOrId);
}

/**
 * The id of the experiment of that id, else of that name.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function findExperimentId({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { nameOrId: string; within: string | null };
}): Promise<string> {
  const { nameOrId, within } = input;
  const found = await findExperiment({ services, input });
  if (found !== null && (within === null || found.experimentId === within)) return found.experimentId;
  throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no experiment "${nameOrId.slice(0, 100)}".`);
}
