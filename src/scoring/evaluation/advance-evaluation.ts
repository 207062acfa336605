/**
 * Works on an evaluation for a while, then passes on through the queue. Rows stand in the store with their state, and one
 * worker at a time holds the evaluation: after a crash another goes on with the rows that are not done.
 */
import type { Log } from '../../core/log.ts';
import { updateRun } from '../../runs/change-run.ts';
import { logToRun } from '../../runs/log-to-run.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import type { ScoreQueue } from '../online/score-queue.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import { evaluateRow, type EvaluateRowServices } from './evaluate-row.ts';
import type { Evaluation, MetricSummary } from './evaluation.ts';
import { createSummary } from './summarise.ts';

/** What advancing needs. */
export interface AdvanceServices extends EvaluateRowServices {
  evaluations: EvaluationStore;
  runs: RunStore;
  scoreQueue: ScoreQueue;
  log: Log;
}

/** Longer than the slowest rows that are under way together; renewed with each of them. */
const LEASE_MS = 15 * 60_000;
/** One delivery works this long; the platform ends a consumer after fifteen minutes. */
const WORK_MS = 5 * 60_000;
const PAGE = 500;

/** Works on it, if it runs and nobody else does. */
export async function advanceEvaluation({
  services,
  input,
}: {
  services: AdvanceServices;
  input: { evaluationId: string };
}): Promise<void> {
  const { evaluations, now, scoreQueue } = services;
  const { evaluationId } = input;
  const untilMs = now() + WORK_MS;
  let heldUntilMs = 0;
  const keep = async (): Promise<boolean> => {
    const lease = { atMs: now(), untilMs: now() + LEASE_MS, heldUntilMs };
    heldUntilMs = lease.untilMs;
    return evaluations.lease(evaluationId, lease);
  };
  while (await keep()) {
    const evaluation = await evaluations.get(evaluationId);
    if (evaluation === null) return;
    const rows = await evaluations.pendingRows(evaluationId, evaluation.plan.concurrency);
    if (rows.length === 0) {
      await finish(evaluation, services);
      return;
    }
    await Promise.all(
      rows.map(async (row) => {
        const result = await evaluateRow({ services, input: { evaluation, row } });
        await evaluations.finishRow(evaluationId, row.rowNumber, result);
      }),
    );
    if (now() < untilMs) continue;
    await evaluations.release(evaluationId);
    await scoreQueue.send([{ evaluation: evaluationId }]);
    return;
  }
}

/** Everything here may be done again: the run takes the same values, and the last step happens once. */
async function finish(evaluation: Evaluation, services: AdvanceServices): Promise<void> {
  const { evaluationId, runId, plan } = evaluation;
  const summary = createSummary();
  const endedAtMs = services.now();
  for (let after = 0; ;) {
    const rows = await services.evaluations.listRows(evaluationId, { after, limit: PAGE });
    for (const row of rows) summary.add(row.verdicts);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.rowNumber;
  }
  const metrics = summary.metrics();
  const counts = await services.evaluations.countRows(evaluationId);
  const timestampMs = evaluation.createdAtMs;
  await logToRun({
    services,
    input: {
      runId,
      within: null,
      metrics: [
        ...metrics.flatMap(toRunMetrics),
        { key: 'rows', value: counts.done },
        { key: 'rows_failed', value: counts.failed },
      ].map((metric) => ({ ...metric, timestampMs, step: 0 })),
      params: [
        {
          key: 'scorers',
          value: plan.scorers
            .map(({ name }) => name)
            .join(', ')
            .slice(0, 6000),
        },
      ],
      tags: [],
    },
  });
  const update = { runId, within: null, status: 'FINISHED' as const, endTimeMs: endedAtMs, name: null };
  await updateRun({ services, input: update });
  const end = { state: 'finished' as const, summary: metrics, endedAtMs };
  await services.evaluations.transition(evaluationId, ['running'], end);
}

/** MLflow names aggregates `<scorer>/mean`; the interval and what has no value stand beside it. */
function toRunMetrics({
  name,
  mean,
  interval,
  count,
  errors,
}: MetricSummary): { key: string; value: number }[] {
  const key = name.replaceAll(/[^\w\-.: /]/g, '_').slice(0, 200);
  return [
    ...(mean === null ? [] : [{ key: `${key}/mean`, value: mean }]),
    ...(interval === null
      ? []
      : [
          { key: `${key}/ci_low`, value: interval.low },
          { key: `${key}/ci_high`, value: interval.high },
        ]),
    { key: `${key}/count`, value: count },
    { key: `${key}/errors`, value: errors },
  ];
}

/**
 * Nudges evaluations that run and that nobody works on, and gives up those whose rows never all came. `afterStart`:
 * nobody works on any.
 */
export async function sweepEvaluations({
  services,
  input,
}: {
  services: Pick<AdvanceServices, 'evaluations' | 'scoreQueue' | 'runs' | 'now'>;
  input: { afterStart: boolean };
}): Promise<void> {
  const { evaluations, scoreQueue, now } = services;
  if (input.afterStart) await evaluations.releaseAll();
  const idle = await evaluations.listIdle(now());
  await scoreQueue.send(idle.map((evaluation) => ({ evaluation })));
  for (const stuck of await evaluations.listStuck(input.afterStart ? now() : now() - LEASE_MS)) {
    const error = 'It was interrupted while its rows were taken in: start it again.';
    const end = { state: 'failed' as const, error, endedAtMs: now() };
    await evaluations.transition(stuck.evaluationId, ['preparing'], end);
    const update = {
      runId: stuck.runId,
      within: null,
      status: 'FAILED' as const,
      endTimeMs: now(),
      name: null,
    };
    await updateRun({ services, input: update });
  }
}
