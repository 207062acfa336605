/** Rows of datasets and records, mapped each way. */
import { parseExactJson } from '../../core/exact-json.ts';
import { asObject, asString, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import {
  sourceTypes,
  type Dataset,
  type DatasetRecord,
  type DatasetSchema,
  type DatasetStyle,
} from '../dataset.ts';
import { digestOf } from '../dataset-digest.ts';
import type { StoredRecord } from './dataset-store.ts';

/** A row of `datasets` with its links as a JSON array. */
export interface DatasetRow {
  dataset_id: string;
  name: string;
  tags: string;
  schema: string;
  style: DatasetStyle | null;
  record_count: number;
  created_at_ms: number;
  updated_at_ms: number;
  created_by: string | null;
  updated_by: string | null;
  experiment_ids: string;
}

/** A row of `dataset_records`. */
export interface RecordRow {
  record_row: number;
  record_id: string;
  dataset_id: string;
  inputs_hash: string;
  inputs: string;
  outputs: string | null;
  expectations: string;
  tags: string;
  source_type: string;
  source: string;
  revision: number;
  created_at_ms: number;
  updated_at_ms: number;
  created_by: string | null;
  updated_by: string | null;
}

/** The dataset of a row. */
export function toDataset(row: DatasetRow): Dataset {
  const linked = parseJson(row.experiment_ids);
  return {
    datasetId: row.dataset_id,
    name: row.name,
    tags: textMembers(parseJson(row.tags)),
    schema: toSchema(parseJson(row.schema)),
    style: row.style,
    recordCount: row.record_count,
    digest: digestOf(row.name, row.updated_at_ms),
    experimentIds: Array.isArray(linked) ? linked.map(String) : [],
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}

/** The record of a row. */
export function toRecord(row: RecordRow): DatasetRecord {
  return {
    recordId: row.record_id,
    datasetId: row.dataset_id,
    inputs: objectOf(row.inputs),
    outputs: row.outputs === null ? null : (parseExactJson(row.outputs) ?? null),
    expectations: objectOf(row.expectations),
    tags: objectOf(row.tags),
    sourceType: sourceTypes.find((type) => type === row.source_type) ?? 'CODE',
    source: objectOf(row.source),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}

/** The record of a row with its revision. */
export function toStoredRecord(row: RecordRow): StoredRecord {
  return { ...toRecord(row), inputsHash: row.inputs_hash, revision: row.revision };
}

/** The values of a row, in the order the insert statement reads them. */
export function toRecordValues(record: StoredRecord): (string | number | null)[] {
  return [
    record.recordId,
    record.datasetId,
    record.inputsHash,
    JSON.stringify(record.inputs),
    record.outputs === null ? null : JSON.stringify(record.outputs),
    JSON.stringify(record.expectations),
    JSON.stringify(record.tags),
    record.sourceType,
    JSON.stringify(record.source),
    record.revision,
    record.createdAtMs,
    record.updatedAtMs,
    record.createdBy,
    record.updatedBy,
  ];
}

function toSchema(value: Json | undefined): DatasetSchema {
  const { inputs, outputs, expectations } = asObject(value);
  return {
    inputs: textMembers(inputs),
    outputs: textMembers(outputs),
    expectations: textMembers(expectations),
  };
}

function textMembers(value: Json | undefined): Record<string, string> {
  const members = Object.entries(asObject(value));
  return Object.fromEntries(members.map(([key, member]) => [key, asString(member) ?? '']));
}

/** Numbers as they were written. */
function objectOf(json: string): JsonObject {
  return asObject(parseExactJson(json));
}
