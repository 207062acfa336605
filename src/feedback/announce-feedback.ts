/**
 * An assessment store that leaves word when a person said something, whichever way it came: the widget, MLflow's client,
 * the dashboard. So no way in has to know what follows from feedback.
 */
import type { Log } from '../core/log.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { FeedbackInbox } from './inbox.ts';

/** What announcing needs. */
export interface AnnounceFeedbackOptions {
  inbox: FeedbackInbox;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** The store, announcing. */
export function announceFeedback(store: AssessmentStore, options: AnnounceFeedbackOptions): AssessmentStore {
  const announced = async (
    kept: Promise<Assessment | null>,
    within: string | null,
  ): Promise<Assessment | null> => {
    const assessment = await kept;
    if (assessment !== null && assessment.source.type === 'HUMAN')
      await announce({ traceId: assessment.traceId, within }, options);
    return assessment;
  };
  return {
    ...store,
    create: (assessment, within) => announced(store.create(assessment, within), within),
    async createAll(assessments, within) {
      const kept = await store.createAll(assessments, within);
      const byPeople = kept.filter((assessment) => assessment?.source.type === 'HUMAN');
      const traceIds = new Set(byPeople.map((assessment) => assessment?.traceId ?? ''));
      await Promise.all([...traceIds].map((traceId) => announce({ traceId, within }, options)));
      return kept;
    },
    createOverPrevious: (assessment, how) => announced(store.createOverPrevious(assessment, how), how.within),
    update: (reference, change) => announced(store.update(reference, change), reference.within),
  };
}

/** What was said is stored; that nothing follows from it for now must not turn it down. */
async function announce(
  spokenOf: { traceId: string; within: string | null },
  { inbox, log, now }: AnnounceFeedbackOptions,
): Promise<void> {
  try {
    await inbox.put({ kind: 'given', ...spokenOf, atMs: now() });
  } catch (cause) {
    log.error('feedback-not-announced', cause, { traceId: spokenOf.traceId });
  }
}
