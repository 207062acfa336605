/** A session while somebody writes it, and as the API takes it. Pure. */
import type { LabelingSession } from '../api/types.ts';

/** The fields of the form. */
export interface SessionDraft {
  name: string;
  description: string;
  /** Parted by commas, semicolons or lines. */
  reviewers: string;
  /** Ids of label schemas in the order they are asked. */
  schemas: string[];
  /** Id; empty is none. */
  dataset: string;
  allowCorrection: boolean;
}

/** The form of a session; of none, a fresh one. */
export function toSessionDraft(session: LabelingSession | undefined): SessionDraft {
  return {
    name: session?.name ?? '',
    description: session?.description ?? '',
    reviewers: session?.reviewers.join(', ') ?? '',
    schemas: session?.schema_ids ?? [],
    dataset: session?.dataset_id ?? '',
    allowCorrection: session?.allow_correction ?? true,
  };
}

/** What the API takes. Questions are left out where they are fixed. */
export function toSessionBody(draft: SessionDraft, { withSchemas }: { withSchemas: boolean }): object {
  return {
    name: draft.name.trim(),
    description: draft.description.trim() === '' ? null : draft.description.trim(),
    reviewers: namesOf(draft.reviewers),
    ...(withSchemas ? { label_schemas: draft.schemas } : {}),
    dataset: draft.dataset === '' ? null : draft.dataset,
    allow_correction: draft.allowCorrection,
  };
}

/** The names in a list that somebody typed, each once. */
export function namesOf(text: string): string[] {
  const names = text.split(/[,;\n]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
