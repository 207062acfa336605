/** Imports a file of records into a dataset: all of it or, when a row is not as expected, nothing. */
import { AppError } from '../core/app-error.ts';
import { getDataset, type DatasetReference } from './dataset-access.ts';
import type { NewRecord } from './dataset.ts';
import type { FileRow, RecordFormat } from './formats/record-format.ts';
import { mergeRecords, type MergeRecordsServices, type MergeResult } from './merge-records.ts';
import { fromRecordJson, newRecordSchema } from './record-json.ts';

/** The file. */
export interface ImportRecordsInput extends DatasetReference {
  format: RecordFormat;
  bytes: Uint8Array<ArrayBuffer>;
  by: string | null;
}

/**
 * Imports the file's records, merged by their inputs.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the line or row; RESOURCE_DOES_NOT_EXIST
 */
export async function importRecords({
  services,
  input,
}: {
  services: MergeRecordsServices;
  input: ImportRecordsInput;
}): Promise<MergeResult> {
  await getDataset({ services, input });
  const read = await input.format.read(input.bytes);
  if (!read.ok) throw badRow(read.where, read.expected);
  const records = read.rows.map(toRecord);
  return mergeRecords({ services, input: { ...input, records } });
}

function toRecord({ where, value }: FileRow): NewRecord {
  const parsed = newRecordSchema.safeParse(value);
  if (parsed.success) return fromRecordJson(parsed.data);
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw badRow(where, `${field === '' ? '' : `${field}: `}${issue?.message ?? 'a record'}`);
}

function badRow(where: string, expected: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Nothing was imported. In ${where}: ${expected}.`, {
    details: { field: where, expected },
  });
}
