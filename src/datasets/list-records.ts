/** Reads and removes records of a dataset. */
import { invalidParameter } from '../core/app-error.ts';
import { getDataset, type DatasetReference, type DatasetServices } from './dataset-access.ts';
import type { DatasetRecord } from './dataset.ts';

/** Which page. */
export interface ListRecordsInput extends DatasetReference {
  pageSize: number;
  /** From the page before; opaque. */
  pageToken: string | null;
}

/**
 * Records in the order they arrived.
 *
 * @returns nextPageToken null on the last page
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE
 */
export async function listRecords({
  services,
  input,
}: {
  services: DatasetServices;
  input: ListRecordsInput;
}): Promise<{ records: DatasetRecord[]; nextPageToken: string | null }> {
  const dataset = await getDataset({ services, input });
  const after = input.pageToken === null || input.pageToken === '' ? 0 : Number(input.pageToken);
  if (!Number.isSafeInteger(after) || after < 0) {
    throw invalidParameter('page_token', 'the next_page_token of the page before');
  }
  const page = await services.datasets.listRecords(dataset.datasetId, { after, pageSize: input.pageSize });
  return { records: page.records, nextPageToken: page.next === null ? null : String(page.next) };
}

/**
 * Deletes records; ids that name nothing are no mistake.
 *
 * @returns how many there were
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function deleteRecords({
  services,
  input,
}: {
  services: DatasetServices & { now: () => number };
  input: DatasetReference & { recordIds: string[] };
}): Promise<number> {
  const dataset = await getDataset({ services, input });
  return services.datasets.deleteRecords(dataset.datasetId, input.recordIds, services.now());
}
