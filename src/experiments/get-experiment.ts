/** Gets an experiment by its id. */
import { AppError } from '../core/app-error.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/**
 * The experiment.
 *
 * @param input.within the only experiment the caller may see; absent or null is all
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function getExperiment({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { experimentId: string; within?: string | null };
}): Promise<Experiment> {
  const { experimentId, within = null } = input;
  if (within !== null && within !== experimentId) throw noSuchExperiment(experimentId);
  const experiment = await services.experiments.get(experimentId);
  if (experiment === null) throw noSuchExperiment(experimentId);
  return experiment;
}

/** The failure for an id that names nothing. */
export function noSuchExperiment(experimentId: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
}
