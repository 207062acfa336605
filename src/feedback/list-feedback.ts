/** What people said of a trace through this channel: for whoever was shown the answer. Verdicts of judges are not theirs. */
import { checkTraceWithin } from '../tracing/assessments/check-trace-within.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { channelKey } from './vote.ts';

/** What listing needs. */
export interface ListFeedbackServices {
  assessments: AssessmentStore;
  traces: Pick<TraceStore, 'getExperimentId'>;
}

/**
 * The feedback in the order it was given, overridden pieces too.
 *
 * @param input.user only what this user said; null is everybody
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace the caller may not see
 */
export async function listFeedback({
  services,
  input,
}: {
  services: ListFeedbackServices;
  input: { traceId: string; user: string | null; within: string | null };
}): Promise<Assessment[]> {
  const { traceId, user, within } = input;
  await checkTraceWithin(services.traces, traceId, within);
  const all = (await services.assessments.listByTrace([traceId])).get(traceId) ?? [];
  return all.filter(
    ({ source, metadata }) =>
      source.type === 'HUMAN' && channelKey in metadata && (user === null || source.id === user),
  );
}
