/**
 * The model of evaluation datasets: MLflow's entities (EvaluationDataset, DatasetRecord) in camelCase and JavaScript
 * units. The wire's JSON inside strings lives only in `mlflow/`.
 */
import type { Json, JsonObject } from '../core/json.ts';

/** Where a record came from (mlflow/entities/dataset_record_source.py). */
export const sourceTypes = ['TRACE', 'HUMAN', 'DOCUMENT', 'CODE'] as const;

/** One of {@link sourceTypes}. */
export type SourceType = (typeof sourceTypes)[number];

/** The types seen per member: `{"inputs": {"question": "string"}, …}`. */
export interface DatasetSchema {
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  expectations: Record<string, string>;
}

/** `turns`: one call per record; `session`: a simulated conversation. One dataset holds one style. */
export type DatasetStyle = 'turns' | 'session';

/** A dataset without its records. Times are Unix milliseconds. */
export interface Dataset {
  /** `d-` and 32 hex digits. */
  datasetId: string;
  /** Not unique; any text, also with dots or slashes. */
  name: string;
  tags: Record<string, string>;
  schema: DatasetSchema;
  /** Null while it is empty. */
  style: DatasetStyle | null;
  recordCount: number;
  /** Changes when the dataset does; opaque. */
  digest: string;
  experimentIds: string[];
  createdAtMs: number;
  updatedAtMs: number;
  createdBy: string | null;
  updatedBy: string | null;
}

/** One test case. Times are Unix milliseconds. */
export interface DatasetRecord {
  /** `dr-` and 32 hex digits. */
  recordId: string;
  datasetId: string;
  inputs: JsonObject;
  outputs: Json;
  expectations: JsonObject;
  tags: JsonObject;
  sourceType: SourceType;
  /** What the source type needs: `{"trace_id": "tr-…"}` for TRACE. */
  source: JsonObject;
  createdAtMs: number;
  updatedAtMs: number;
  createdBy: string | null;
  updatedBy: string | null;
}

/** A record as somebody brings it; absent members change nothing of a record that is there. */
export interface NewRecord {
  inputs: JsonObject;
  outputs?: Json;
  expectations?: JsonObject;
  tags?: JsonObject;
  sourceType?: SourceType;
  source?: JsonObject;
}

/** Who wrote a dataset last, as MLflow's clients tell it. */
export const userTag = 'mlflow.user';

/** True for text in the form of a dataset's id; anything else is a name. */
export function isDatasetId(text: string): boolean {
  return /^d-[0-9a-f]{32}$/.test(text);
}

/** The trace a record came from, or null. */
export function sourceTraceId(record: Pick<DatasetRecord, 'sourceType' | 'source'>): string | null {
  const traceId = record.source['trace_id'];
  return record.sourceType === 'TRACE' && typeof traceId === 'string' ? traceId : null;
}
