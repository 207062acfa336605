/** Begins a worker for an evaluation that nobody holds, or hands one over to the next worker. */
import { randomHex } from '../../core/ids.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import type { EvaluationWork } from './evaluation-work.ts';

/** What beginning needs. */
export interface BeginWorkServices {
  evaluations: EvaluationStore;
  evaluationWork: EvaluationWork;
  /** Unix milliseconds. */
  now: () => number;
}

/** So long an evaluation waits for a worker that is gone; renewed while rows are under way. */
export const leaseMs = 15 * 60_000;

/**
 * Begins, if it runs and nobody but `from` holds it. The new worker holds it from here, so that one who waits for his place
 * is not joined by a second.
 *
 * @throws what the platform says when it refuses; then nobody holds it
 */
export async function beginWork({
  services: { evaluations, evaluationWork, now },
  input: { evaluationId, from },
}: {
  services: BeginWorkServices;
  input: { evaluationId: string; from: string | null };
}): Promise<void> {
  const holder = `${evaluationId}-${randomHex(8)}`;
  const atMs = now();
  if (!(await evaluations.lease(evaluationId, { holder, from, atMs, untilMs: atMs + leaseMs }))) return;
  try {
    await evaluationWork.begin({ evaluationId, holder });
  } catch (cause) {
    await evaluations.release(evaluationId, holder);
    throw cause;
  }
}
