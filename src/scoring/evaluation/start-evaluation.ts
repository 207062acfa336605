/** Begins an evaluation: scorers and rows are fixed, a run is made for the results, and its work is begun. */
import type { Scope } from '../../access/scopes.ts';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { randomHex } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { DatasetServices } from '../../datasets/dataset-access.ts';
import type { ExperimentStore } from '../../experiments/store/experiment-store.ts';
import { createRun } from '../../runs/create-run.ts';
import { linkToRun } from '../../runs/link-to-run.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import type { JudgeModels } from '../models/judge-models.ts';
import { requireTargetCalls } from '../provider-calls.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import type { ScorerStore } from '../store/scorer-store.ts';
import { chooseScorers } from './choose-scorers.ts';
import { beginWork, type BeginWorkServices } from './begin-work.ts';
import { collectRows, type CollectedRows } from './collect-rows.ts';
import type { Evaluation, RowSource, Target, WantedScorer } from './evaluation.ts';
import { fixTarget, type FixTargetServices } from './fix-target.ts';

/** What beginning needs. */
export interface StartEvaluationServices extends DatasetServices, FixTargetServices, BeginWorkServices {
  scorers: ScorerStore;
  models: JudgeModels;
  traces: TraceStore;
  runs: RunStore;
  experiments: ExperimentStore;
  evaluations: EvaluationStore;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** What is asked for. */
export interface StartEvaluationInput {
  experimentId: string;
  /** Null: made from the source and the time. */
  name: string | null;
  source: RowSource;
  scorers: WantedScorer[];
  target: Target | null;
  concurrency: number;
  /** Who asked, for the run. */
  userId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
  /** The experiment that calls of judges are filed in; null is that of all judges. */
  judgesFiledIn: string | null;
  /** What the caller may do. */
  scopes: readonly Scope[];
}

const MOST_SCORERS = 50;

/**
 * Begins.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST; PERMISSION_DENIED when a model would be asked, without
 *   the scope `proxy`; then nothing was begun
 */
export async function startEvaluation({
  services,
  input,
}: {
  services: StartEvaluationServices;
  input: StartEvaluationInput;
}): Promise<Evaluation> {
  const { experimentId, within } = input;
  if (within !== null && within !== experimentId)
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
  if (input.scorers.length === 0 || input.scorers.length > MOST_SCORERS)
    throw invalidParameter('scorers', `1 to ${MOST_SCORERS} scorers`);
  requireTargetCalls(input.scopes, input.target);
  const target = await fixTarget(input.target, services);
  const chosen = { experimentId, wanted: input.scorers, scopes: input.scopes };
  const scorers = await chooseScorers(services, chosen);
  const collected = await collectRows({ services, input });
  const evaluation = await createEvaluation({ services, input }, { scorers, target, collected });
  await services.evaluations.addRows(evaluation.evaluationId, collected.rows);
  await services.evaluations.transition(evaluation.evaluationId, ['preparing'], { state: 'running' });
  try {
    await beginWork({ services, input: { evaluationId: evaluation.evaluationId, from: null } });
  } catch (cause) {
    // The sweep begins it within a minute or two.
    services.log.error('evaluation-not-begun', cause, { evaluation: evaluation.evaluationId });
  }
  return { ...evaluation, state: 'running' };
}

async function createEvaluation(
  { services, input }: { services: StartEvaluationServices; input: StartEvaluationInput },
  {
    scorers,
    target,
    collected,
  }: Pick<Evaluation['plan'], 'scorers' | 'target'> & { collected: CollectedRows },
): Promise<Evaluation> {
  const { experimentId, within, judgesFiledIn, concurrency, userId } = input;
  const createdAtMs = services.now();
  const evaluationId = `ev-${randomHex(16)}`;
  const name = input.name ?? `evaluation ${new Date(createdAtMs).toISOString().slice(0, 19)}`;
  const run = await createRun({
    services,
    input: {
      experimentId,
      name,
      userId,
      startTimeMs: createdAtMs,
      // What MLflow's evaluate sets (mlflow/utils/mlflow_tags.py, MLFLOW_RUN_TYPE).
      tags: { 'mlflow.runType': 'genai_evaluate', 'weir.evaluation': evaluationId },
      within,
    },
  });
  if (collected.dataset !== null) await linkDataset(services, run.runId, collected.dataset);
  const evaluation: Evaluation = {
    evaluationId,
    experimentId,
    runId: run.runId,
    name,
    state: 'preparing',
    plan: { scorers, target, concurrency, source: collected.description, within, judgesFiledIn },
    summary: null,
    error: null,
    rowCount: collected.rows.length,
    createdAtMs,
    endedAtMs: null,
  };
  await services.evaluations.create(evaluation);
  return evaluation;
}

async function linkDataset(
  services: StartEvaluationServices,
  runId: string,
  dataset: NonNullable<CollectedRows['dataset']>,
): Promise<void> {
  const link = {
    name: dataset.name,
    digest: dataset.digest.slice(0, 36),
    sourceType: 'weir',
    source: JSON.stringify({ dataset_id: dataset.datasetId }),
    schema: JSON.stringify(dataset.schema),
    profile: JSON.stringify({ num_records: dataset.recordCount }),
    tags: { 'mlflow.data.context': 'evaluation' },
  };
  const input = { runId, within: null, datasets: [link], modelInputs: [], modelOutputs: [] };
  await linkToRun({ services, input });
}
