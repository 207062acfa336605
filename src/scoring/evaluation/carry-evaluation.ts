/**
 * What the worker of an evaluation does: part after part, each a durable step, and before it reaches the platform's limits it
 * hands over to the next worker. So an evaluation may be of any length.
 */
import { runInvocation } from '../../core/connections.ts';
import { advanceEvaluation, type AdvanceServices } from './advance-evaluation.ts';
import { beginWork, type BeginWorkServices } from './begin-work.ts';
import type { DurableSteps, EvaluationWorkOrder, StepSettings } from './evaluation-work.ts';

/** What carrying needs. */
export interface CarryServices extends AdvanceServices, BeginWorkServices {}

/**
 * Subrequests of one worker. The platform allows an instance 10,000
 * (https://developers.cloudflare.com/workflows/reference/limits/); the rest is for what the estimate does not know, and
 * for the summary, which reads all rows. Steps are far fewer than rows, and so than the 1,024 of the same page.
 */
const SUBREQUESTS = 8000;

/** Pauses of 5, 10, … 320 seconds: ten minutes in all, so an outage of a store is waited for under the same lease. */
const step: StepSettings = {
  retries: { limit: 7, delay: 5000, backoff: 'exponential' },
  // Three times as long as a part takes with slow rows; what is still under way then would be done twice.
  timeout: 30 * 60_000,
};

/**
 * Carries it until it has ended, somebody else holds it, or the next worker has begun.
 *
 * @throws what a store throws, after all attempts; the sweep begins another worker when the lease is over
 */
export async function carryEvaluation({
  services,
  input,
}: {
  services: CarryServices;
  input: EvaluationWorkOrder & { steps: DurableSteps };
}): Promise<void> {
  const { evaluationId, holder, steps } = input;
  let subrequests = SUBREQUESTS;
  for (let part = 1, next = 'part'; next === 'part'; part++) {
    const order = { evaluationId, holder, subrequests };
    const advance = await steps.do(`rows, part ${part}`, step, () =>
      runInvocation(async () => ({ ...(await advanceEvaluation({ services, input: order })) })),
    );
    if (advance.next === 'nothing') return;
    next = advance.next;
    subrequests -= advance.subrequests;
  }
  await steps.do('next worker', step, async () => {
    await beginWork({ services, input: { evaluationId, from: holder } });
    return {};
  });
}
