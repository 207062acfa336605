/** What people said of a trace through this channel: for whoever was shown the answer. Verdicts of judges are not theirs. */
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import { channelKey } from './vote.ts';

/** What listing needs. */
export interface ListFeedbackServices {
  assessments: AssessmentStore;
}

/**
 * The feedback in the order it was given, overridden pieces too.
 *
 * @param input.user only what this user said; null is everybody
 * @param input.within the only experiment whose trace is meant; null is whichever owns the id
 */
export async function listFeedback({
  services,
  input,
}: {
  services: ListFeedbackServices;
  input: { traceId: string; user: string | null; within: string | null };
}): Promise<Assessment[]> {
  const { traceId, user, within } = input;
  const all = (await services.assessments.listByTrace([traceId], within)).get(traceId) ?? [];
  return all.filter(
    ({ source, metadata }) =>
      source.type === 'HUMAN' && channelKey in metadata && (user === null || source.id === user),
  );
}
