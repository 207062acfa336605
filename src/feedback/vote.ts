/** A vote: one thing that one person says of one trace. It becomes an assessment of source HUMAN. */
import type { Json } from '../core/json.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';

/** One vote, as it is kept and as it waits. */
export interface Vote {
  assessmentId: string;
  traceId: string;
  spanId: string | null;
  /** An expectation is a correction: what the answer should have been. */
  kind: Assessment['kind'];
  name: string;
  value: Json;
  rationale: string | null;
  user: string;
  metadata: Record<string, string>;
  /** Unix milliseconds. */
  atMs: number;
}

/** Metadata key that tells votes from assessments that came another way. */
export const channelKey = 'weir.feedback.channel';

/** The assessment that a vote becomes. */
export function toAssessment(vote: Vote): Assessment {
  return {
    assessmentId: vote.assessmentId,
    traceId: vote.traceId,
    spanId: vote.spanId,
    name: vote.name,
    kind: vote.kind,
    value: vote.value,
    error: null,
    source: { type: 'HUMAN', id: vote.user },
    rationale: vote.rationale,
    metadata: { ...vote.metadata, [channelKey]: 'feedback' },
    overrides: null,
    valid: true,
    createTimeMs: vote.atMs,
    lastUpdateTimeMs: vote.atMs,
  };
}
