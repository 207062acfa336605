/**
 * Works on an evaluation for a while. Rows stand in the store with their state, and one holder at a time works on them:
 * after a fault the same holder, or after a crash another, goes on with the rows that are not done.
 */
import { mostConnections } from '../../core/connections.ts';
import { renewing } from '../../core/renewing.ts';
import { updateRun } from '../../runs/change-run.ts';
import { logToRun } from '../../runs/log-to-run.ts';
import type { ContentMasking } from '../../redaction/content-masking.ts';
import type { RunStore } from '../../runs/store/run-store.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import { leaseMs } from './begin-work.ts';
import { evaluateRow, type EvaluateRowServices } from './evaluate-row.ts';
import type { Evaluation, EvaluationRow, MetricSummary } from './evaluation.ts';
import { createSummary } from './summarise.ts';

/** What advancing needs. */
export interface AdvanceServices extends EvaluateRowServices {
  evaluations: EvaluationStore;
  runs: RunStore;
  masking: ContentMasking;
}

/** How far it came. */
export interface Advance {
  /** It has ended or is somebody else's; it goes on for this holder; or with what another holder may cost. */
  next: 'nothing' | 'part' | 'holder';
  /** Subrequests that the rows may have cost. */
  subrequests: number;
}

/** One part works this long, with what is under way then a good deal less than the time a step may take. */
const WORK_MS = 5 * 60_000;
const PAGE = 500;
/** Rows that are taken in hand under one renewal of the lease, and for how long more of them are begun. */
const ROWS_PER_LEASE = 64;
const BEGIN_MS = 60_000;
/** Half an hour, which is as long as a step may take. */
const MOST_RENEWALS = 6;

/** Calls of stores and providers that a row costs at most as a rule, and each of its scorers with them. */
const SUBREQUESTS_PER_ROW = 20;
const SUBREQUESTS_PER_SCORER = 15;

/** Works on it for some minutes, or as much as those subrequests allow, if it runs and nobody else holds it. */
export async function advanceEvaluation({
  services,
  input,
}: {
  services: AdvanceServices;
  input: { evaluationId: string; holder: string; subrequests: number };
}): Promise<Advance> {
  const { evaluations, now } = services;
  const { evaluationId, holder } = input;
  const untilMs = now() + WORK_MS;
  const keep = () => {
    const atMs = now();
    return evaluations.lease(evaluationId, { holder, from: null, atMs, untilMs: atMs + leaseMs });
  };
  let subrequests = 0;
  while (await keep()) {
    const evaluation = await evaluations.get(evaluationId);
    if (evaluation === null) break;
    const { scorers, concurrency, target } = evaluation.plan;
    const each = SUBREQUESTS_PER_ROW + SUBREQUESTS_PER_SCORER * scorers.length;
    const most = Math.floor((input.subrequests - subrequests) / each);
    if (most < 1) return { next: 'holder', subrequests };
    if (now() >= untilMs) return { next: 'part', subrequests };
    const rows = await evaluations.pendingRows(evaluationId, Math.min(ROWS_PER_LEASE, most));
    if (rows.length === 0) {
      await finish(evaluation, services);
      break;
    }
    // A target may take minutes: rows that would only wait for their turn are not begun.
    const width = target === null ? concurrency : Math.min(concurrency, mostConnections);
    // Rows that are begun may wait for a judge's few places for longer than the lease.
    const renewal = { everyMs: leaseMs / 3, most: MOST_RENEWALS, renew: keep };
    const begun = await renewing(renewal, () => workOn(rows, { evaluation, width }, services));
    subrequests += each * begun;
  }
  return { next: 'nothing', subrequests };
}

/**
 * Works on rows, so many at a time, and begins none once it is time to renew the lease, or one failed.
 *
 * @returns how many were begun, which are done
 * @throws what the first that failed threw, once nothing is under way any more
 */
async function workOn(
  rows: readonly EvaluationRow[],
  { evaluation, width }: { evaluation: Evaluation; width: number },
  services: AdvanceServices,
): Promise<number> {
  const waiting = [...rows];
  const failures: unknown[] = [];
  const untilMs = services.now() + BEGIN_MS;
  const work = async (): Promise<void> => {
    while (failures.length === 0 && services.now() < untilMs) {
      const row = waiting.shift();
      if (row === undefined) return;
      try {
        const result = await evaluateRow({ services, input: { evaluation, row } });
        await services.evaluations.finishRow(evaluation.evaluationId, row.rowNumber, result);
      } catch (cause) {
        failures.push(cause);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  if (failures.length > 0) throw failures[0];
  return rows.length - waiting.length;
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
  withoutValue = 0,
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
    ...(withoutValue === 0 ? [] : [{ key: `${key}/without_value`, value: withoutValue }]),
  ];
}
