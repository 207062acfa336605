/** Evaluations that are there: got, listed, cancelled. */
import { AppError } from '../../core/app-error.ts';
import { updateRun } from '../../runs/change-run.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import type { EvaluationStore, RowCounts } from '../store/evaluation-store.ts';
import type { Evaluation } from './evaluation.ts';

/** Which evaluation, and what the caller may see. */
export interface EvaluationReference {
  /** Its id, or that of its run. */
  id: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The evaluation.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, also for one the caller may not see
 */
export async function getEvaluation({
  services,
  input,
}: {
  services: { evaluations: EvaluationStore };
  input: EvaluationReference;
}): Promise<Evaluation> {
  const found = await findEvaluation({ services, input });
  if (found === null)
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no evaluation "${input.id.slice(0, 100)}".`);
  return found;
}

/** The evaluation, or null; null also for one the caller may not see. */
export async function findEvaluation({
  services,
  input: { id, within },
}: {
  services: { evaluations: EvaluationStore };
  input: EvaluationReference;
}): Promise<Evaluation | null> {
  const found = (await services.evaluations.get(id)) ?? (await services.evaluations.findByRun(id));
  return found === null || (within !== null && found.experimentId !== within) ? null : found;
}

/** The evaluation with how far it is. */
export async function getProgress(call: {
  services: { evaluations: EvaluationStore };
  input: EvaluationReference;
}): Promise<{ evaluation: Evaluation; counts: RowCounts }> {
  const evaluation = await getEvaluation(call);
  return { evaluation, counts: await call.services.evaluations.countRows(evaluation.evaluationId) };
}

/**
 * Stops it after the rows that are under way. What is done stays.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; RESOURCE_CONFLICT when it has ended already
 */
export async function cancelEvaluation({
  services,
  input,
}: {
  services: { evaluations: EvaluationStore; runs: RunStore; now: () => number };
  input: EvaluationReference;
}): Promise<Evaluation> {
  const evaluation = await getEvaluation({ services, input });
  const endedAtMs = services.now();
  const end = { state: 'cancelled' as const, endedAtMs };
  const { evaluationId, runId } = evaluation;
  if (!(await services.evaluations.transition(evaluationId, ['preparing', 'running'], end)))
    throw new AppError('RESOURCE_CONFLICT', `The evaluation has ended already: ${evaluation.state}.`);
  const update = { runId, within: null, status: 'KILLED' as const, endTimeMs: endedAtMs, name: null };
  await updateRun({ services, input: update });
  return { ...evaluation, ...end };
}
