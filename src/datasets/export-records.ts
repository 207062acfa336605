/** Exports the records of a dataset as a file. */
import { getDataset, type DatasetReference, type DatasetServices } from './dataset-access.ts';
import type { DatasetRecord } from './dataset.ts';
import { tooMany } from './formats/parquet.ts';
import type { RecordFormat } from './formats/record-format.ts';
import { limits } from '../core/limits.ts';
import type { DatasetStore } from './store/dataset-store.ts';

const PAGE_RECORDS = 500;

/** A file on its way. */
export interface ExportedFile {
  /** A plain file name, made of the dataset's. */
  fileName: string;
  contentType: string;
  stream: ReadableStream<Uint8Array>;
}

/**
 * The file, read from the store as the reader takes it.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; PAYLOAD_TOO_LARGE for more records than the format takes
 */
export async function exportRecords({
  services,
  input,
}: {
  services: DatasetServices;
  input: DatasetReference & { format: RecordFormat };
}): Promise<ExportedFile> {
  const dataset = await getDataset({ services, input });
  const { format } = input;
  if (format.name === 'parquet' && dataset.recordCount > limits.parquetRecords) throw tooMany();
  const chunks = format.write(pagesOf(services.datasets, dataset.datasetId))[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
  const plainName = dataset.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100);
  return { fileName: `${plainName}.${format.name}`, contentType: format.contentType, stream };
}

async function* pagesOf(datasets: DatasetStore, datasetId: string): AsyncIterable<DatasetRecord[]> {
  for (let after: number | null = 0; after !== null;) {
    const page = await datasets.listRecords(datasetId, { after, pageSize: PAGE_RECORDS });
    yield page.records;
    after = page.next;
  }
}
