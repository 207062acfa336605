/** The port to where datasets and their records are kept. */
import type { DatasetCondition, DatasetOrder } from '../dataset-filter.ts';
import type { Dataset, DatasetRecord, DatasetSchema, DatasetStyle } from '../dataset.ts';

/** What a search asks for. */
export interface DatasetQuery {
  /** Linked to any of these; null does not restrict. */
  experimentIds: string[] | null;
  /** All must hold. */
  conditions: DatasetCondition[];
  /** Empty: newest first. */
  order: DatasetOrder[];
  pageSize: number;
  /** Datasets to skip. */
  offset: number;
}

/** A record with what makes concurrent writes safe. */
export interface StoredRecord extends DatasetRecord {
  inputsHash: string;
  /** 1 for a new one; a write takes effect only over the revision before. */
  revision: number;
}

/** What changes of a dataset besides its records. */
export interface DatasetTouch {
  datasetId: string;
  schema: DatasetSchema;
  style: DatasetStyle | null;
  atMs: number;
  by: string | null;
}

/** A page of records, in the order they arrived. */
export interface RecordPage {
  records: DatasetRecord[];
  /** Pass it as `after`; null on the last page. */
  next: number | null;
}

/** Storage of datasets. */
export interface DatasetStore {
  /** A dataset of that id that is there already stays as it is. */
  insert(dataset: Dataset): Promise<void>;
  get(datasetId: string): Promise<Dataset | null>;
  /** Datasets of that name that are linked to that experiment, null for any, newest first, at most ten. */
  findByName(name: string, experimentId: string | null): Promise<Dataset[]>;
  search(query: DatasetQuery): Promise<Dataset[]>;
  /** With its records and links. False when there was none. */
  delete(datasetId: string): Promise<boolean>;
  setTags(datasetId: string, tags: Record<string, string>, atMs: number): Promise<void>;
  link(datasetId: string, experimentIds: string[], atMs: number): Promise<void>;
  unlink(datasetId: string, experimentIds: string[], atMs: number): Promise<void>;
  /** Records of the dataset with these hashes of inputs. */
  findByInputs(datasetId: string, inputsHashes: string[]): Promise<StoredRecord[]>;
  /**
   * Writes records. Each takes effect only if the stored revision is the one before its own.
   *
   * @returns the hashes of those that took effect
   */
  writeRecords(records: StoredRecord[]): Promise<string[]>;
  /** Notes new records: schema, count, time. */
  touch(touch: DatasetTouch): Promise<void>;
  getRecord(recordId: string): Promise<DatasetRecord | null>;
  listRecords(datasetId: string, page: { after: number; pageSize: number }): Promise<RecordPage>;
  /** Returns how many there were. */
  deleteRecords(datasetId: string, recordIds: string[], atMs: number): Promise<number>;
}
