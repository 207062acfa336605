/** Rows of the labeling tables as what they mean. */
import { asArray, asString, parseJson } from '../../core/json.ts';
import type { ItemStatus, LabelingItem, LabelingSession, Review, ReviewState } from '../labeling-session.ts';

/** A row of `labeling_sessions`. */
export interface SessionRow {
  session_id: string;
  experiment_id: string;
  name: string;
  kind: LabelingSession['kind'];
  description: string | null;
  status: LabelingSession['status'];
  reviewers: string;
  schema_ids: string;
  dataset_id: string | null;
  allow_correction: number;
  created_by: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

/** A row of `labeling_items`. */
export interface ItemRow {
  session_id: string;
  trace_id: string;
  status: ItemStatus;
  completed_by: string | null;
  completed_at_ms: number | null;
  created_at_ms: number;
  updated_at_ms: number;
}

/** A row of `labeling_reviews`. */
export interface ReviewRow {
  trace_id: string;
  reviewer: string;
  state: ReviewState;
  updated_at_ms: number;
}

/** The session of a row. */
export function toSession(row: SessionRow): LabelingSession {
  return {
    sessionId: row.session_id,
    experimentId: row.experiment_id,
    name: row.name,
    kind: row.kind,
    description: row.description,
    status: row.status,
    reviewers: toTexts(row.reviewers),
    schemaIds: toTexts(row.schema_ids),
    datasetId: row.dataset_id,
    allowCorrection: row.allow_correction === 1,
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** The item of a row. */
export function toItem(row: ItemRow): LabelingItem {
  return {
    sessionId: row.session_id,
    traceId: row.trace_id,
    status: row.status,
    completedBy: row.completed_by,
    completedAtMs: row.completed_at_ms,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** The review of a row. */
export function toReview(row: ReviewRow): Review {
  return { traceId: row.trace_id, reviewer: row.reviewer, state: row.state, updatedAtMs: row.updated_at_ms };
}

function toTexts(json: string): string[] {
  return asArray(parseJson(json)).map((text) => asString(text) ?? '');
}
