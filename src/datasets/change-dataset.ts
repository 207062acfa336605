/** Changes a dataset as a whole: its tags, the experiments it is linked to, its end. */
import { invalidParameter } from '../core/app-error.ts';
import { checkExperiments, type CreateDatasetServices } from './create-dataset.ts';
import { getDataset, refuseShared, type DatasetReference } from './dataset-access.ts';
import type { Dataset } from './dataset.ts';

const MAX_TAGS = 100;
const MAX_TAG_CHARACTERS = 5000;

/**
 * Sets tags; null removes one, absent ones stay.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE
 */
export async function setDatasetTags({
  services,
  input,
}: {
  services: CreateDatasetServices;
  input: DatasetReference & { tags: Record<string, string | null> };
}): Promise<Dataset> {
  const dataset = await getDataset({ services, input });
  const tags = new Map(Object.entries(dataset.tags));
  for (const [key, value] of Object.entries(input.tags)) {
    if (value === null) tags.delete(key);
    else if (key === '' || key.length > 250 || value.length > MAX_TAG_CHARACTERS) {
      throw invalidParameter(
        `tags.${key}`,
        `a key of 1 to 250 and a value of at most ${MAX_TAG_CHARACTERS} characters`,
      );
    } else tags.set(key, value);
  }
  if (tags.size > MAX_TAGS) throw invalidParameter('tags', `at most ${MAX_TAGS} tags`);
  await services.datasets.setTags(dataset.datasetId, Object.fromEntries(tags), services.now());
  return getDataset({ services, input: { nameOrId: dataset.datasetId, within: null } });
}

/**
 * Links experiments; one that is linked stays so.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED
 */
export async function linkExperiments({
  services,
  input,
}: {
  services: CreateDatasetServices;
  input: DatasetReference & { experimentIds: string[] };
}): Promise<Dataset> {
  const dataset = await getDataset({ services, input });
  await checkExperiments(services, input);
  await services.datasets.link(dataset.datasetId, input.experimentIds, services.now());
  return getDataset({ services, input: { nameOrId: dataset.datasetId, within: null } });
}

/**
 * Unlinks experiments; one that is not linked is no mistake.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED
 */
export async function unlinkExperiments({
  services,
  input,
}: {
  services: CreateDatasetServices;
  input: DatasetReference & { experimentIds: string[] };
}): Promise<Dataset> {
  const dataset = await getDataset({ services, input });
  const { within } = input;
  if (within !== null) refuseShared({ ...dataset, experimentIds: input.experimentIds }, within);
  await services.datasets.unlink(dataset.datasetId, input.experimentIds, services.now());
  return getDataset({ services, input: { nameOrId: dataset.datasetId, within: null } });
}

/**
 * Deletes a dataset with its records.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; PERMISSION_DENIED when other experiments share it
 */
export async function deleteDataset({
  services,
  input,
}: {
  services: CreateDatasetServices;
  input: DatasetReference;
}): Promise<void> {
  const dataset = await getDataset({ services, input });
  refuseShared(dataset, input.within);
  await services.datasets.delete(dataset.datasetId);
}
