/**
 * What the review app and the worker say to each other, under `/review/{session}/api`. Types alone, so that the app's build
 * takes nothing of the worker along. camelCase, because both ends are ours and are deployed together.
 */
import type { Json } from '../core/json.ts';
import type { Agreement } from './agreement.ts';
import type { Conversation } from './conversation/conversation.ts';
import type { LabelInput, LabelSchemaType } from './label-schema.ts';
import type { ReviewState, SessionStatus } from './labeling-session.ts';

export type { Conversation, Part, Turn } from './conversation/conversation.ts';
export type { Agreement } from './agreement.ts';
export type { LabelInput } from './label-schema.ts';

/** A question, as a reviewer sees it. */
export interface Question {
  /** Id of its label schema; `correction` for the answer as it should have been. */
  schemaId: string;
  name: string;
  type: LabelSchemaType;
  title: string;
  instruction: string | null;
  enableComment: boolean;
  input: LabelInput;
}

/** What a reviewer is asked to do. */
export interface Work {
  sessionId: string;
  name: string;
  description: string | null;
  status: SessionStatus;
  reviewer: string;
  /** Unix milliseconds, until which the link holds. */
  expiresAtMs: number;
  questions: Question[];
  /** In the order they are reviewed. */
  items: WorkItem[];
}

/** An item in a reviewer's list. */
export interface WorkItem {
  traceId: string;
  /** Null: not done. */
  state: ReviewState | null;
}

/** An answer. */
export interface Answer {
  value: Json;
  comment: string | null;
}

/** An item in full. Other people's answers are not shown: they would sway. */
export interface ReviewItem {
  traceId: string;
  state: ReviewState | null;
  /** Null when the trace is gone, or its content was not kept. */
  conversation: Conversation | null;
  /** The reviewer's own, by schema id. */
  answers: Record<string, Answer>;
}

/** What a reviewer says of an item. */
export interface Submission {
  /** Chosen by the app, so that one that is sent twice counts once. */
  submissionId: string;
  /** By schema id; null takes an answer back. Absent ones stay. */
  answers: Record<string, Answer | null>;
  /** What they did with the item; null leaves it as it is. */
  state: ReviewState | null;
}

/** What all reviewers together have done, told to one who has finished. */
export interface Summary {
  complete: number;
  skipped: number;
  reviewers: number;
  questions: { schemaId: string; title: string; agreement: Agreement }[];
}
