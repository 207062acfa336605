/** Creates an experiment. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/**
 * The new experiment.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_ALREADY_EXISTS when the name is taken
 */
export async function createExperiment({
  services,
  input,
}: {
  services: { experiments: ExperimentStore; now: () => number };
  input: { name: string };
}): Promise<Experiment> {
  const name = input.name.trim();
  if (name === '' || name.length > 500) throw invalidParameter('name', 'a name of 1 to 500 characters');
  const created = await services.experiments.create(name, services.now());
  if (created === null) {
    throw new AppError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
  }
  return created;
}
