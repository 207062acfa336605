/** By the clock: evaluations that run and whose worker is gone get another, and those whose rows never all came are given up. */
import type { Log } from '../../core/log.ts';
import { updateRun } from '../../runs/change-run.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import { beginWork, leaseMs, type BeginWorkServices } from './begin-work.ts';
import type { Evaluation } from './evaluation.ts';

/** What sweeping needs. */
export interface SweepEvaluationsServices extends BeginWorkServices {
  runs: RunStore;
  log: Log;
}

/** Sweeps. `afterStart`: the engine has just begun, so whoever held one is gone. */
export async function sweepEvaluations({
  services,
  input,
}: {
  services: SweepEvaluationsServices;
  input: { afterStart: boolean };
}): Promise<void> {
  const { evaluations, log, now } = services;
  if (input.afterStart) await evaluations.releaseAll();
  for (const evaluationId of await evaluations.listIdle(now())) {
    try {
      await beginWork({ services, input: { evaluationId, from: null } });
    } catch (cause) {
      log.error('evaluation-not-begun', cause, { evaluation: evaluationId });
    }
  }
  const stuck = await evaluations.listStuck(input.afterStart ? now() : now() - leaseMs);
  for (const evaluation of stuck) await giveUp(evaluation, services);
}

async function giveUp(
  { evaluationId, runId }: Evaluation,
  services: SweepEvaluationsServices,
): Promise<void> {
  const error = 'It was interrupted while its rows were taken in: start it again.';
  const endTimeMs = services.now();
  const end = { state: 'failed' as const, error, endedAtMs: endTimeMs };
  await services.evaluations.transition(evaluationId, ['preparing'], end);
  const update = { runId, within: null, status: 'FAILED' as const, endTimeMs, name: null };
  await updateRun({ services, input: update });
}
