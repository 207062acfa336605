/** Gets an experiment by its id. */
import { AppError } from '../core/app-error.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/**
 * The experiment.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getExperiment({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { experimentId: string };
}): Promise<Experiment> {
  const experiment = await services.experiments.get(input.experimentId);
  if (experiment === null) throw noSuchExperiment(input.experimentId);
  return experiment;
}

/** The failure for an id that names nothing. */
export function noSuchExperiment(experimentId: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
}
