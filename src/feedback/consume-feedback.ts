/** The inbox's consumer: votes that waited are stored, and what follows from feedback is done. */
import { AppError } from '../core/app-error.ts';
import { describeCause, type Log } from '../core/log.ts';
import type { Delivery } from '../tracing/ingest/ports.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import { storeVotes } from './give-feedback.ts';
import type { FeedbackInbox, WaitingMessage } from './inbox.ts';
import type { TraceScopeServices } from './trace-scope.ts';

/** With the pauses below, some hours of outage are bridged. */
const MOST_ATTEMPTS = 24;
const ATTEMPTS_AT_EARLY_TRACES = 12;
const LONGEST_PAUSE_SECONDS = 900;
/** A trace that has not come by then never will: early assessments are given up after the same time. */
const MOST_WAIT_MS = 7 * 24 * 3_600_000;

/** What consuming needs. */
export interface ConsumeFeedbackServices extends TraceScopeServices {
  assessments: AssessmentStore;
  inbox: FeedbackInbox;
  /** What follows when people spoke of a trace; `early` when the trace has not arrived yet. */
  onGiven(spokenOf: { traceId: string; within: string | null }): Promise<'done' | 'early'>;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** Consumes one batch. Never rejects: what fails is delivered again. */
export async function consumeFeedback(
  deliveries: readonly Delivery[],
  services: ConsumeFeedbackServices,
): Promise<void> {
  const outcomes = new Map<string, Promise<'done' | 'early'>>();
  for (const delivery of deliveries) {
    try {
      const waiting = await services.inbox.open(delivery.body);
      const outcome = waiting === null ? 'done' : await handle(waiting, outcomes, services);
      if (waiting !== null && outcome === 'done') await services.inbox.done(waiting);
      if (waiting !== null && outcome === 'early' && delivery.attempts < ATTEMPTS_AT_EARLY_TRACES) {
        delivery.retry(pauseSeconds(delivery.attempts));
        continue;
      }
      // Deliveries are limited in number: one that has waited long goes in anew. What is in the spool the sweep finds.
      if (waiting?.spoolKey === null && outcome === 'early') await services.inbox.put(waiting.message);
      delivery.ack();
    } catch (cause) {
      await retryOrSetAside(delivery, cause, services);
    }
  }
}

/** A trace that is named several times in a batch is looked at once. */
async function handle(
  { message }: WaitingMessage,
  outcomes: Map<string, Promise<'done' | 'early'>>,
  services: ConsumeFeedbackServices,
): Promise<'done' | 'early'> {
  if (message.kind === 'votes') {
    await storeVotes({ votes: message.votes, scope: message.scope ?? { within: null } }, services);
    return 'done';
  }
  const { traceId, within = null, atMs } = message;
  const key = JSON.stringify([traceId, within]);
  const known = outcomes.get(key);
  const outcome = known ?? services.onGiven({ traceId, within });
  outcomes.set(key, outcome);
  return (await outcome) === 'early' && services.now() - atMs < MOST_WAIT_MS ? 'early' : 'done';
}

async function retryOrSetAside(
  delivery: Delivery,
  cause: unknown,
  services: ConsumeFeedbackServices,
): Promise<void> {
  const { inbox, log } = services;
  const final = cause instanceof AppError || delivery.attempts >= MOST_ATTEMPTS;
  log.error('feedback-not-handled', cause, { message: delivery.id, attempts: delivery.attempts, final });
  if (!final) {
    delivery.retry(pauseSeconds(delivery.attempts));
    return;
  }
  try {
    const waiting = await inbox.open(delivery.body);
    if (waiting !== null) await inbox.setAside(waiting, describeCause(cause));
    delivery.ack();
  } catch (again) {
    log.error('feedback-not-set-aside', again, { message: delivery.id });
    delivery.retry(LONGEST_PAUSE_SECONDS);
  }
}

/** The first pauses are short: most traces arrive within seconds of their answer. */
function pauseSeconds(attempts: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(attempts, 10));
}
