/**
 * The model of labeling: a session asks some people some questions of some traces. On MLflow's wire it is a review queue
 * (mlflow/genai/review_queues), so both surfaces see one truth. Pure, without storage.
 */
import { invalidParameter } from '../core/app-error.ts';

/** `USER`: somebody's own list, all questions of the experiment; `CUSTOM`: a chosen task for any number of people. */
export type SessionKind = 'USER' | 'CUSTOM';

/** Reviewers answer while it is open. */
export type SessionStatus = 'open' | 'closed';

/** A session. Times are Unix milliseconds. */
export interface LabelingSession {
  /** `rq-` and 32 hex digits: MLflow's prefix of review queues. */
  sessionId: string;
  experimentId: string;
  /** Unique in its experiment, whatever the letter case. */
  name: string;
  kind: SessionKind;
  description: string | null;
  status: SessionStatus;
  /** Who is asked; lower case, sorted. Empty: whoever is given a link. */
  reviewers: string[];
  /** The questions in the order they are asked. Empty for `USER`. */
  schemaIds: string[];
  /** The dataset that expectations flow into; null is none. */
  datasetId: string | null;
  /** Whether reviewers may write the answer it should have been, whatever else is asked. */
  allowCorrection: boolean;
  createdBy: string | null;
  createdAtMs: number;
  updatedAtMs: number;
}

/** What may change of a session; absent members stay. */
export type SessionChanges = Partial<
  Pick<
    LabelingSession,
    | 'name'
    | 'description'
    | 'status'
    | 'reviewers'
    | 'schemaIds'
    | 'datasetId'
    | 'allowCorrection'
    | 'createdBy'
  >
>;

/** How far an item is as a whole, in MLflow's words. */
export type ItemStatus = 'PENDING' | 'COMPLETE' | 'DECLINED';

/** A trace in a session. Times are Unix milliseconds. */
export interface LabelingItem {
  sessionId: string;
  traceId: string;
  status: ItemStatus;
  /** Who set the status; null while pending. */
  completedBy: string | null;
  completedAtMs: number | null;
  createdAtMs: number;
  updatedAtMs: number;
}

/** How far one reviewer is with an item. No review at all: not looked at, or not done. */
export interface Review {
  traceId: string;
  reviewer: string;
  state: ReviewState;
  updatedAtMs: number;
}

/** What a reviewer did with an item. */
export type ReviewState = 'complete' | 'skipped';

/** Traces of one session: bounded so that its progress can be told at once. */
export const MOST_ITEMS = 2000;
/** MLflow's bound on people of one queue. */
const MOST_REVIEWERS = 10;
const MAX_NAME_CHARACTERS = 250;
const MAX_DESCRIPTION_CHARACTERS = 5000;
/** Reserved by MLflow for a server without authentication. */
const RESERVED_NAME = 'default';

/** The name under which corrections of a whole answer are kept: MLflow's judges read this expectation. */
export const correctionName = 'expected_response';

/**
 * A reviewer's name as it is kept and compared: lower case, as MLflow does, so that it matches the source of assessments.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toReviewer(name: string, field = 'reviewer'): string {
  const reviewer = name.trim().toLowerCase();
  if (reviewer !== '' && reviewer.length <= MAX_NAME_CHARACTERS) return reviewer;
  throw invalidParameter(field, `1 to ${MAX_NAME_CHARACTERS} characters`);
}

/**
 * Reviewers of a session, each once.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toReviewers(names: readonly string[]): string[] {
  const reviewers = [...new Set(names.map((name) => toReviewer(name, 'reviewers')))].sort();
  if (reviewers.length > MOST_REVIEWERS)
    throw invalidParameter('reviewers', `at most ${MOST_REVIEWERS} people`);
  return reviewers;
}

/**
 * The name of a custom session.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toSessionName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > MAX_NAME_CHARACTERS) {
    throw invalidParameter('name', `1 to ${MAX_NAME_CHARACTERS} characters`);
  }
  if (name.toLowerCase() === RESERVED_NAME)
    throw invalidParameter('name', `a name other than "${RESERVED_NAME}"`);
  return name;
}

/**
 * Checks a description.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkDescription(description: string | null): void {
  if (description !== null && description.length > MAX_DESCRIPTION_CHARACTERS) {
    throw invalidParameter('description', `at most ${MAX_DESCRIPTION_CHARACTERS} characters`);
  }
}
