/** Which datasets a caller may see: a key bound to an experiment sees those linked to it, and nothing of others. */
import { AppError } from '../core/app-error.ts';
import { isDatasetId, type Dataset } from './dataset.ts';
import type { DatasetStore } from './store/dataset-store.ts';

/** Which dataset, and what the caller may see. */
export interface DatasetReference {
  /** Its id, or its name. */
  nameOrId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** What finding needs. */
export interface DatasetServices {
  datasets: DatasetStore;
}

/**
 * The dataset that is meant. Text that is the id of one means that one; anything else is a name.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see; RESOURCE_CONFLICT for a name of several
 */
export async function getDataset({
  services,
  input,
}: {
  services: DatasetServices;
  input: DatasetReference;
}): Promise<Dataset> {
  const { nameOrId, within } = input;
  const byId = isDatasetId(nameOrId) ? await services.datasets.get(nameOrId) : null;
  if (byId !== null && isVisible(byId, within)) return byId;
  const named = await services.datasets.findByName(nameOrId, within);
  if (named.length > 1) {
    const ids = named.map(({ datasetId }) => datasetId).join(', ');
    throw new AppError('RESOURCE_CONFLICT', `Several datasets have this name; use an id: ${ids}.`);
  }
  const [only] = named;
  if (only === undefined) throw noSuchDataset(nameOrId);
  return only;
}

/** True when a caller who may see `within` may see the dataset. */
function isVisible(dataset: Dataset, within: string | null): boolean {
  return within === null || dataset.experimentIds.includes(within);
}

/** The dataset as the caller may know it: with which others it is shared is not for a key that is bound to one. */
export function shownWithin(dataset: Dataset, within: string | null): Dataset {
  if (within === null) return dataset;
  return { ...dataset, experimentIds: dataset.experimentIds.filter((id) => id === within) };
}

/**
 * Refuses a change that others would notice: by a key bound to one experiment, of a dataset that others share.
 *
 * @throws AppError PERMISSION_DENIED
 */
export function refuseShared(dataset: Dataset, within: string | null): void {
  if (within === null || dataset.experimentIds.every((id) => id === within)) return;
  throw new AppError('PERMISSION_DENIED', 'Other experiments share this dataset; this key is bound to one.');
}

/** The failure for a name or id that names nothing. */
function noSuchDataset(nameOrId: string): AppError {
  return new AppError('RESOURCE_DOES_NOT_EXIST', `There is no dataset "${nameOrId.slice(0, 200)}".`);
}
