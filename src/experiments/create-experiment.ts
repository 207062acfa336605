/** Creates an experiment. */
import { AppError } from '../core/app-error.ts';
import { checkExperimentName } from './change-experiment.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';
import { checkExperimentTag } from './tag-experiment.ts';

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
  input: { name: string; tags?: Record<string, string> };
}): Promise<Experiment> {
  const name = checkExperimentName(input.name);
  const tags = input.tags ?? {};
  for (const [key, value] of Object.entries(tags)) checkExperimentTag(key, value);
  const created = await services.experiments.create(name, services.now(), tags);
  if (created === null) {
    throw new AppError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
  }
  return created;
}
