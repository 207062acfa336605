/**
 * Takes votes in: over what the same person said of the same thing before, which is kept as history. When the store is
 * down the votes wait in the inbox; the sender is told so and has nothing to do.
 */
import { AppError } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import { checkTraceWithin } from '../tracing/assessments/check-trace-within.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import type { FeedbackInbox } from './inbox.ts';
import { toAssessment, type Vote } from './vote.ts';

/** Far above what people say of one answer, far below what makes a trace slow to read. */
const MOST_PER_TRACE = 1000;

/** What giving feedback needs. */
export interface GiveFeedbackServices {
  assessments: AssessmentStore;
  traces: Pick<TraceStore, 'getExperimentId'>;
  inbox: FeedbackInbox;
  log: Log;
}

/**
 * Gives feedback. The trace may not have arrived yet: what is said of it joins it.
 *
 * @param input.within the only experiment the caller may see; null is all, and what a token allows
 * @returns `waiting` when the store is down and the votes are kept until it is back
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace the caller may not see; RESOURCE_EXHAUSTED for a trace that is
 *   full; TEMPORARILY_UNAVAILABLE when nothing at all can be kept
 */
export async function giveFeedback({
  services,
  input,
}: {
  services: GiveFeedbackServices;
  input: { votes: Vote[]; within: string | null };
}): Promise<'stored' | 'waiting'> {
  const { votes, within } = input;
  try {
    for (const traceId of new Set(votes.map((vote) => vote.traceId))) {
      await checkTraceWithin(services.traces, traceId, within);
    }
    await storeVotes(votes, services.assessments);
    return 'stored';
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    services.log.error('votes-wait', cause, { votes: votes.length });
    // A bound key must not reach a foreign trace only because nobody could say whose it is.
    if (within !== null) throw tryLater(cause);
    await keep(votes, services);
    return 'waiting';
  }
}

/**
 * Stores votes; those that are there already change nothing.
 *
 * @throws AppError RESOURCE_EXHAUSTED for a trace that is full
 */
export async function storeVotes(votes: Vote[], assessments: AssessmentStore): Promise<void> {
  for (const vote of votes) {
    const kept = await assessments.createOverPrevious(toAssessment(vote), MOST_PER_TRACE);
    if (kept === null) {
      throw new AppError(
        'RESOURCE_EXHAUSTED',
        `This trace holds ${MOST_PER_TRACE} assessments and takes no more.`,
      );
    }
  }
}

async function keep(votes: Vote[], { inbox, log }: GiveFeedbackServices): Promise<void> {
  try {
    await inbox.put({ kind: 'votes', votes });
  } catch (cause) {
    log.error('votes-refused', cause);
    throw tryLater(cause);
  }
}

function tryLater(cause: unknown): AppError {
  const message = 'Feedback cannot be kept right now. Send it again later.';
  return new AppError('TEMPORARILY_UNAVAILABLE', message, { cause });
}
