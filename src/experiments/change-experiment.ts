/** Renames an experiment, deletes and restores it: MLflow's life of an experiment. Deleting keeps its traces. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { defaultExperimentId, type Experiment, type ExperimentChanges } from './experiment.ts';
import type { ExperimentCache } from './experiment-cache.ts';
import { getExperiment, noSuchExperiment } from './get-experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** What changing needs. */
export interface ChangeExperimentServices {
  experiments: ExperimentStore;
  experimentCache: ExperimentCache;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Gives an active experiment another name.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS when the name is taken
 */
export async function renameExperiment({
  services,
  input,
}: {
  services: ChangeExperimentServices;
  input: { experimentId: string; name: string };
}): Promise<Experiment> {
  const name = checkExperimentName(input.name);
  const experiment = await getExperiment({ services, input });
  checkActive(experiment);
  return change(services, experiment, { name });
}

/**
 * Deletes an experiment: it is no longer listed and takes no writes from MLflow clients; its traces stay, and a
 * restore brings it back.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also when it is deleted; INVALID_PARAMETER_VALUE for the default experiment
 */
export async function deleteExperiment({
  services,
  input,
}: {
  services: ChangeExperimentServices;
  input: { experimentId: string };
}): Promise<Experiment> {
  if (input.experimentId === defaultExperimentId) {
    throw new AppError('INVALID_PARAMETER_VALUE', 'The default experiment cannot be deleted.');
  }
  const experiment = await getExperiment({ services, input });
  if (experiment.lifecycleStage !== 'active') throw noSuchExperiment(input.experimentId);
  return change(services, experiment, { lifecycleStage: 'deleted' });
}

/**
 * Brings a deleted experiment back.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also when it is not deleted
 */
export async function restoreExperiment({
  services,
  input,
}: {
  services: ChangeExperimentServices;
  input: { experimentId: string };
}): Promise<Experiment> {
  const experiment = await getExperiment({ services, input });
  if (experiment.lifecycleStage !== 'deleted') throw noSuchExperiment(input.experimentId);
  return change(services, experiment, { lifecycleStage: 'active' });
}

/**
 * The name without surrounding spaces.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkExperimentName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 500) throw invalidParameter('name', 'a name of 1 to 500 characters');
  return trimmed;
}

/**
 * Refuses writes to a deleted experiment, in MLflow's words.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkActive(experiment: Experiment): void {
  if (experiment.lifecycleStage === 'active') return;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `The experiment ${experiment.experimentId} must be in the 'active' state. Current state is deleted.`,
  );
}

async function change(
  services: ChangeExperimentServices,
  experiment: Experiment,
  changes: ExperimentChanges,
): Promise<Experiment> {
  const { experimentId } = experiment;
  const changed = await services.experiments.update(experimentId, changes, services.now());
  services.experimentCache.clear();
  if (changed === null) throw noSuchExperiment(experimentId);
  return changed;
}
