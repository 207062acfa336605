/** Creates a dataset. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import { digestOf } from './dataset-digest.ts';
import { userTag, type Dataset } from './dataset.ts';
import type { DatasetStore } from './store/dataset-store.ts';

const MAX_NAME_CHARACTERS = 500;

/** What a new dataset should be. */
export interface CreateDatasetInput {
  name: string;
  /** Experiments it is linked to; each must exist. */
  experimentIds: string[];
  tags: Record<string, string>;
  createdBy: string | null;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
  /** What a second dataset of that name is: MLflow's clients may make one, people rarely mean to. */
  sameName: 'allowed' | 'refused';
}

/** What creating needs. */
export interface CreateDatasetServices {
  datasets: DatasetStore;
  /** Whether an experiment of that id exists. */
  hasExperiment: (experimentId: string) => Promise<boolean>;
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * The new dataset. A key bound to an experiment links it there.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST for an unknown experiment; RESOURCE_ALREADY_EXISTS;
 *   PERMISSION_DENIED for an experiment the key may not see
 */
export async function createDataset({
  services,
  input,
}: {
  services: CreateDatasetServices;
  input: CreateDatasetInput;
}): Promise<Dataset> {
  const name = input.name.trim();
  if (name === '' || name.length > MAX_NAME_CHARACTERS) {
    throw invalidParameter('name', `a name of 1 to ${MAX_NAME_CHARACTERS} characters`);
  }
  const { within } = input;
  const experimentIds = [
    ...new Set(within === null ? input.experimentIds : [...input.experimentIds, within]),
  ];
  await checkExperiments(services, { experimentIds, within });
  // The names of others are theirs: whether they are taken is nothing that a bound key may learn.
  if (input.sameName === 'refused' && (await services.datasets.findByName(name, within)).length > 0) {
    throw new AppError('RESOURCE_ALREADY_EXISTS', `A dataset named "${name}" exists already.`);
  }
  const atMs = services.now();
  const createdBy = input.createdBy ?? input.tags[userTag] ?? null;
  const dataset: Dataset = {
    datasetId: `d-${randomHex(16)}`,
    name,
    tags: input.tags,
    schema: { inputs: {}, outputs: {}, expectations: {} },
    style: null,
    recordCount: 0,
    digest: digestOf(name, atMs),
    experimentIds,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    createdBy,
    updatedBy: createdBy,
  };
  await services.datasets.insert(dataset);
  return dataset;
}

/**
 * Checks experiments that a dataset is to be linked to.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function checkExperiments(
  services: Pick<CreateDatasetServices, 'hasExperiment'>,
  { experimentIds, within }: { experimentIds: string[]; within: string | null },
): Promise<void> {
  for (const experimentId of experimentIds) {
    const isVisible = within === null || experimentId === within;
    if (!isVisible || !(await services.hasExperiment(experimentId))) {
      throw new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
    }
  }
}
