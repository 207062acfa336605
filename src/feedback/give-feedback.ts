/**
 * Takes votes in: over what the same person said of the same thing before, which is kept as history. When the store is
 * down the votes wait in the inbox; the sender is told so and has nothing to do.
 */
import { AppError } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { FeedbackInbox } from './inbox.ts';
import { experimentOfScope, type TraceScope, type TraceScopeServices } from './trace-scope.ts';
import { toAssessment, type Vote } from './vote.ts';

/** Far above what people say of one answer, far below what makes a trace slow to read. */
const MOST_PER_TRACE = 1000;

/** What giving feedback needs. */
export interface GiveFeedbackServices extends TraceScopeServices {
  assessments: AssessmentStore;
  inbox: FeedbackInbox;
  log: Log;
}

/**
 * Gives feedback. The trace may not have arrived yet: what is said of it joins it, a trace of the scope's experiment.
 *
 * @returns `waiting` when the store is down and the votes are kept until it is back
 * @throws AppError RESOURCE_EXHAUSTED for a trace that is full; TEMPORARILY_UNAVAILABLE when nothing at all can be kept
 */
export async function giveFeedback({
  services,
  input,
}: {
  services: GiveFeedbackServices;
  input: { votes: Vote[]; scope: TraceScope };
}): Promise<'stored' | 'waiting'> {
  const { votes } = input;
  try {
    await storeVotes(input, services);
    return 'stored';
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    services.log.error('votes-wait', cause, { votes: votes.length });
    await keep(input, services);
    return 'waiting';
  }
}

/**
 * Stores votes; those that are there already change nothing.
 *
 * @throws AppError RESOURCE_EXHAUSTED for a trace that is full
 */
export async function storeVotes(
  { votes, scope }: { votes: Vote[]; scope: TraceScope },
  services: Pick<GiveFeedbackServices, 'assessments' | 'resolveExperimentId'>,
): Promise<void> {
  const within = await experimentOfScope(scope, services);
  const options = { mostPerTrace: MOST_PER_TRACE, within };
  for (const vote of votes) {
    const kept = await services.assessments.createOverPrevious(toAssessment(vote), options);
    if (kept === null) {
      throw new AppError(
        'RESOURCE_EXHAUSTED',
        `This trace holds ${MOST_PER_TRACE} assessments and takes no more.`,
      );
    }
  }
}

async function keep(
  said: { votes: Vote[]; scope: TraceScope },
  { inbox, log }: GiveFeedbackServices,
): Promise<void> {
  try {
    await inbox.put({ kind: 'votes', ...said });
  } catch (cause) {
    log.error('votes-refused', cause);
    throw tryLater(cause);
  }
}

function tryLater(cause: unknown): AppError {
  const message = 'Feedback cannot be kept right now. Send it again later.';
  return new AppError('TEMPORARILY_UNAVAILABLE', message, { cause });
}
