/** Sets and removes tags of an experiment. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { checkActive } from './change-experiment.ts';
import { getExperiment } from './get-experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** MLflow's own bounds (mlflow/utils/validation.py). */
const MAX_KEY_CHARACTERS = 250;
const MAX_VALUE_CHARACTERS = 20_000;

/** What tagging needs. */
export interface TagExperimentServices {
  experiments: ExperimentStore;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * Sets a tag, over the one that is there.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST
 */
export async function setExperimentTag({
  services,
  input,
}: {
  services: TagExperimentServices;
  input: { experimentId: string; key: string; value: string };
}): Promise<void> {
  const { experimentId, key, value } = input;
  checkExperimentTag(key, value);
  checkActive(await getExperiment({ services, input }));
  await services.experiments.patchTags(experimentId, { [key]: value }, services.now());
}

/**
 * Removes a tag.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST when there is no such experiment or tag
 */
export async function deleteExperimentTag({
  services,
  input,
}: {
  services: TagExperimentServices;
  input: { experimentId: string; key: string };
}): Promise<void> {
  const { experimentId, key } = input;
  const experiment = await getExperiment({ services, input });
  checkActive(experiment);
  if (!Object.hasOwn(experiment.tags, key)) {
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `No tag with name: ${key} in experiment with id ${experimentId}`,
    );
  }
  await services.experiments.patchTags(experimentId, { [key]: null }, services.now());
}

/**
 * Checks a tag against MLflow's bounds.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkExperimentTag(key: string, value: string): void {
  if (key === '' || key.length > MAX_KEY_CHARACTERS) {
    throw invalidParameter('key', `1 to ${MAX_KEY_CHARACTERS} characters`);
  }
  if (value.length > MAX_VALUE_CHARACTERS) {
    throw invalidParameter('value', `at most ${MAX_VALUE_CHARACTERS} characters`);
  }
}
