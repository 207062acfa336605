/**
 * Merges records into a dataset, by MLflow's rule: the same inputs are the same record, whose expectations and tags gain
 * members and whose outputs are replaced (mlflow/store/tracking/sqlalchemy_store.py, upsert_dataset_records). Writers
 * that meet at one record merge one after the other, so nothing is overwritten unseen.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { redactSecrets } from '../core/redaction.ts';
import { getDataset, type DatasetReference } from './dataset-access.ts';
import { mergeSchema, styleOf } from './dataset-schema.ts';
import { userTag, type Dataset, type NewRecord } from './dataset.ts';
import { hashInputs } from './record-identity.ts';
import type { ContentMasking } from '../redaction/content-masking.ts';
import type { DatasetStore, StoredRecord } from './store/dataset-store.ts';

/** Records read and written together: their rows stay far below what D1 takes in one transaction. */
const BATCH_RECORDS = 500;
const MAX_ROUNDS = 8;
/** D1 takes 2 MB a row. */
const MAX_RECORD_CHARACTERS = 500_000;

/** What merging needs. */
export interface MergeRecordsServices {
  datasets: DatasetStore;
  masking: ContentMasking;
  /** Unix milliseconds. */
  now: () => number;
}

/** Records for a dataset. */
export interface MergeRecordsInput extends DatasetReference {
  records: NewRecord[];
  /** Who brings them; null takes each record's tag `mlflow.user`. */
  by: string | null;
}

/** What merging did. */
export interface MergeResult {
  insertedCount: number;
  updatedCount: number;
  /** Id of each record brought, in their order. */
  recordIds: string[];
}

/**
 * Merges the records.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE with the number of the bad record
 */
export async function mergeRecords({
  services,
  input,
}: {
  services: MergeRecordsServices;
  input: MergeRecordsInput;
}): Promise<MergeResult> {
  const dataset = await getDataset({ services, input });
  const style = checkRecords(dataset, input.records);
  const result: MergeResult = { insertedCount: 0, updatedCount: 0, recordIds: [] };
  if (input.records.length === 0) return result;
  // Before their identity is taken: what is brought again, or read and brought back, is the same record.
  const records = await Promise.all(input.records.map((record) => maskRecord(record, dataset, services)));
  for (let start = 0; start < records.length; start += BATCH_RECORDS) {
    const batch = records.slice(start, start + BATCH_RECORDS);
    const merged = await mergeBatch(services, { dataset, batch, by: input.by });
    result.insertedCount += merged.insertedCount;
    result.updatedCount += merged.updatedCount;
    result.recordIds.push(...merged.recordIds);
  }
  const by = input.by ?? userOf(records);
  const schema = mergeSchema(dataset.schema, records);
  await services.datasets.touch({ datasetId: dataset.datasetId, schema, style, atMs: services.now(), by });
  return result;
}

/** What the rules of the dataset's experiments mask is masked here too. Where a record is from, and who brought it, stays. */
async function maskRecord(
  record: NewRecord,
  { experimentIds }: Dataset,
  { masking }: MergeRecordsServices,
): Promise<NewRecord> {
  const { inputs, outputs, expectations, tags, source } = record;
  const mask = (object: JsonObject) => masking.maskObject(object, experimentIds);
  return {
    ...record,
    inputs: await mask(inputs),
    ...(outputs === undefined ? {} : { outputs: await masking.maskValue(outputs, experimentIds) }),
    ...(expectations === undefined ? {} : { expectations: await mask(expectations) }),
    ...(tags === undefined ? {} : { tags: { ...(await mask(tags)), ...userIn(tags) } }),
    ...(source === undefined ? {} : { source: await mask(source) }),
  };
}

function userIn(tags: JsonObject): JsonObject {
  const user = tags[userTag];
  return user === undefined ? {} : { [userTag]: typeof user === 'string' ? redactSecrets(user) : user };
}

function checkRecords(dataset: Dataset, records: NewRecord[]): Dataset['style'] {
  let style = dataset.style;
  for (const [index, record] of records.entries()) {
    const field = `records[${index}]`;
    if (JSON.stringify(record).length > MAX_RECORD_CHARACTERS) {
      throw new AppError('PAYLOAD_TOO_LARGE', `${field} is larger than ${MAX_RECORD_CHARACTERS} characters.`);
    }
    const own = styleOf(record.inputs);
    if (style !== null && own !== style) {
      const wanted =
        style === 'session' ? 'goal, persona, context and simulation_guidelines only' : 'single turns';
      throw invalidParameter(`${field}.inputs`, `the style of the other records: ${wanted}`);
    }
    style = own;
  }
  return style;
}

interface Batch {
  dataset: Dataset;
  batch: NewRecord[];
  by: string | null;
}

async function mergeBatch(
  services: MergeRecordsServices,
  { dataset, batch, by }: Batch,
): Promise<MergeResult> {
  const hashes = await Promise.all(batch.map((record) => hashInputs(record.inputs)));
  const pending = new Map<string, NewRecord[]>();
  for (const [index, hash] of hashes.entries()) {
    const record = batch[index];
    if (record !== undefined) pending.set(hash, [...(pending.get(hash) ?? []), record]);
  }
  const ids = new Map<string, string>();
  let insertedCount = 0;
  for (let round = 0; pending.size > 0; round++) {
    if (round === MAX_ROUNDS) {
      throw new AppError('TEMPORARILY_UNAVAILABLE', 'Others write the same records all the time. Try again.');
    }
    const stored = await services.datasets.findByInputs(dataset.datasetId, [...pending.keys()]);
    const known = new Map(stored.map((record) => [record.inputsHash, record]));
    const wanted = [...pending].map(([hash, records]) =>
      mergeOne(known.get(hash) ?? null, records, {
        datasetId: dataset.datasetId,
        hash,
        by,
        atMs: services.now(),
      }),
    );
    const written = new Set(await services.datasets.writeRecords(wanted));
    for (const record of wanted.filter(({ inputsHash }) => written.has(inputsHash))) {
      ids.set(record.inputsHash, record.recordId);
      if (record.revision === 1) insertedCount++;
      pending.delete(record.inputsHash);
    }
  }
  return {
    insertedCount,
    updatedCount: batch.length - insertedCount,
    recordIds: hashes.map((hash) => ids.get(hash) ?? ''),
  };
}

interface Place {
  datasetId: string;
  hash: string;
  by: string | null;
  atMs: number;
}

/** The record after all of `brought`, which have the same inputs, in their order. */
function mergeOne(known: StoredRecord | null, brought: NewRecord[], place: Place): StoredRecord {
  const [first] = brought;
  const by = place.by ?? userOf(brought);
  let merged: StoredRecord = known ?? {
    recordId: `dr-${randomHex(16)}`,
    datasetId: place.datasetId,
    inputsHash: place.hash,
    inputs: first?.inputs ?? {},
    outputs: null,
    expectations: {},
    tags: {},
    sourceType: first?.sourceType ?? inferSource(first),
    source: first?.source ?? {},
    revision: 0,
    createdAtMs: place.atMs,
    updatedAtMs: place.atMs,
    createdBy: by,
    updatedBy: by,
  };
  for (const record of brought) {
    merged = {
      ...merged,
      outputs: record.outputs === undefined ? merged.outputs : record.outputs,
      expectations: { ...merged.expectations, ...record.expectations },
      tags: { ...merged.tags, ...record.tags },
    };
  }
  return {
    ...merged,
    revision: merged.revision + 1,
    updatedAtMs: place.atMs,
    updatedBy: by ?? merged.updatedBy,
  };
}

/** As MLflow's client infers it. */
function inferSource(record: NewRecord | undefined): StoredRecord['sourceType'] {
  if (record?.source !== undefined && 'trace_id' in record.source) return 'TRACE';
  return Object.keys(record?.expectations ?? {}).length > 0 ? 'HUMAN' : 'CODE';
}

function userOf(records: NewRecord[]): string | null {
  for (const { tags } of records) {
    const user = tags?.[userTag];
    if (typeof user === 'string') return user;
  }
  return null;
}
