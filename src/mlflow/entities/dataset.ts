/** Datasets and records as MLflow's entities: snake_case, and JSON inside strings (mlflow/entities/evaluation_dataset.py). */
import { invalidParameter } from '../../core/app-error.ts';
import { asObject, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { isExactNumber, parsePythonJson } from '../../core/python-json.ts';
import { parseLosslessJson } from '../../core/lossless-json.ts';
import {
  sourceTraceId,
  sourceTypes,
  type Dataset,
  type DatasetRecord,
  type NewRecord,
} from '../../datasets/dataset.ts';

/** A dataset, as its proto message. */
export function renderDataset(dataset: Dataset): object {
  return {
    dataset_id: dataset.datasetId,
    name: dataset.name,
    tags: JSON.stringify(dataset.tags),
    schema: JSON.stringify({ ...dataset.schema, version: '1.0' }),
    profile: JSON.stringify({ num_records: dataset.recordCount }),
    digest: dataset.digest,
    created_time: dataset.createdAtMs,
    last_update_time: dataset.updatedAtMs,
    experiment_ids: dataset.experimentIds,
    ...(dataset.createdBy === null ? {} : { created_by: dataset.createdBy }),
    ...(dataset.updatedBy === null ? {} : { last_updated_by: dataset.updatedBy }),
  };
}

/** A record, as the string of records holds it. */
export function renderRecord(record: DatasetRecord): object {
  return {
    dataset_record_id: record.recordId,
    dataset_id: record.datasetId,
    inputs: record.inputs,
    outputs: record.outputs,
    expectations: record.expectations,
    tags: record.tags,
    source: { source_type: record.sourceType, source_data: record.source },
    source_id: sourceTraceId(record),
    source_type: record.sourceType,
    created_time: record.createdAtMs,
    last_update_time: record.updatedAtMs,
    created_by: record.createdBy,
    last_updated_by: record.updatedBy,
  };
}

/**
 * Reads the string of tags; null removes one.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function parseTags(text: string | undefined): Record<string, string | null> {
  const tags = text === undefined || text === '' ? {} : parseLosslessJson(text);
  if (!isObject(tags)) throw invalidParameter('tags', 'a JSON object of strings');
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => {
      if (value !== null && typeof value === 'object')
        throw invalidParameter(`tags.${key}`, 'a string or null');
      return [key, value === null ? null : String(value)];
    }),
  );
}

/**
 * Reads the string of records.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the record
 */
export function parseRecords(text: string): NewRecord[] {
  const records = parsePythonJson(text);
  if (!Array.isArray(records)) throw invalidParameter('records', 'a JSON list of records');
  return records.map(parseRecord);
}

function parseRecord(value: Json, index: number): NewRecord {
  const field = `records[${index}]`;
  if (!isObject(value)) throw invalidParameter(field, 'an object');
  const { inputs = {}, outputs } = value;
  if (!isObject(inputs) || isExactNumber(inputs)) throw invalidParameter(`${field}.inputs`, 'an object');
  const record: NewRecord = { inputs };
  if (outputs !== undefined && outputs !== null) record.outputs = outputs;
  const expectations = memberObject(value, 'expectations', field);
  if (expectations !== null) record.expectations = expectations;
  const tags = memberObject(value, 'tags', field);
  if (tags !== null) record.tags = tags;
  const source = memberObject(value, 'source', field);
  if (source === null) return record;
  const sourceType = sourceTypes.find((type) => type === source['source_type']);
  if (sourceType === undefined) throw invalidParameter(`${field}.source.source_type`, sourceTypes.join(', '));
  return { ...record, sourceType, source: asObject(source['source_data']) };
}

function memberObject(record: JsonObject, name: string, field: string): JsonObject | null {
  const member = record[name];
  if (member === undefined || member === null) return null;
  if (!isObject(member) || isExactNumber(member)) throw invalidParameter(`${field}.${name}`, 'an object');
  return member;
}
