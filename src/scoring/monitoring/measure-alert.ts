/**
 * Measures what an alert watches, in its window and in the time before. Of an experiment that is younger than that, or that
 * keeps its traces for less, only a part of the time is known: how long it is, is told beside what was measured.
 */
import type { ExperimentStore } from '../../experiments/store/experiment-store.ts';
import type { QualityStore } from '../../tracing/store/quality-store.ts';
import type { CallSums, RollupStore } from '../../tracing/store/rollup-store.ts';
import type { Alert, AlertMetric } from './alert.ts';

/** What was measured in a stretch of time. */
export interface Measured {
  /** Null: nothing to measure. */
  value: number | null;
  /** Calls, or verdicts, that it is of. */
  count: number;
  /** Of a cost: calls that it lacks, because theirs is unknown. */
  unpriced: number;
  /** The part of the time of which calls are known, milliseconds. */
  coveredMs: number;
}

/** What was measured for an alert. */
export interface AlertMeasures {
  current: Measured;
  /** The time before the window; null when the condition does not ask for it. */
  before: Measured | null;
}

/** What measuring needs. */
export interface MeasureAlertServices {
  rollups: RollupStore;
  quality: Pick<QualityStore, 'firstCallMs'>;
  experiments: Pick<ExperimentStore, 'get'>;
}

/** Measures at a time. */
export async function measureAlert({
  services: { rollups, quality, experiments },
  input: { alert, atMs },
}: {
  services: MeasureAlertServices;
  input: { alert: Pick<Alert, 'experimentId' | 'rule'>; atMs: number };
}): Promise<AlertMeasures> {
  const { experimentId, rule } = alert;
  const { condition, windowMs, metric } = rule;
  const sinceMs = await knownSinceMs(experimentId, { quality, experiments, atMs });
  const over = (fromMs: number, toMs: number) =>
    measure(rollups, metric, { experimentId, fromMs, toMs, coveredMs: toMs - Math.max(fromMs, sinceMs) });
  const startMs = atMs - windowMs;
  return {
    current: await over(startMs, atMs),
    before: 'baselineMs' in condition ? await over(startMs - condition.baselineMs, startMs) : null,
  };
}

const DAY_MS = 86_400_000;

/** Since when all calls of an experiment are known. Traces from before it was made were brought along: all that there are. */
async function knownSinceMs(
  experimentId: string,
  { quality, experiments, atMs }: Omit<MeasureAlertServices, 'rollups'> & { atMs: number },
): Promise<number> {
  const experiment = await experiments.get(experimentId);
  if (experiment === null) return 0;
  const { createdAtMs, retentionDays } = experiment;
  const firstMs = await quality.firstCallMs(experimentId);
  const isOfItsTime = createdAtMs <= atMs && (firstMs === null || firstMs >= createdAtMs);
  const keptSinceMs = retentionDays === null ? 0 : atMs - retentionDays * DAY_MS;
  return Math.max(isOfItsTime ? createdAtMs : 0, keptSinceMs);
}

async function measure(
  rollups: RollupStore,
  metric: AlertMetric,
  { coveredMs, ...range }: { experimentId: string; fromMs: number; toMs: number; coveredMs: number },
): Promise<Measured> {
  const base = { unpriced: 0, coveredMs: Math.max(0, coveredMs) };
  if (metric.of === 'score' || metric.of === 'scorer_errors') {
    const sums = await rollups.verdicts({ ...range, name: metric.name });
    if (metric.of === 'score') return { ...base, value: sums.mean, count: sums.numbers };
    const count = sums.count + sums.errors + sums.withoutValue;
    return { ...base, value: count === 0 ? null : sums.errors / count, count };
  }
  const sums = await rollups.calls(range);
  const unpriced = metric.of === 'cost_usd' ? sums.unpricedCalls : 0;
  return { ...base, unpriced, ...valueOfCalls(metric.of, sums) };
}

function valueOfCalls(
  of: Exclude<AlertMetric['of'], 'score' | 'scorer_errors'>,
  { calls: count, errors, meanLatencyMs, costUsd, unpricedCalls }: CallSums,
): Pick<Measured, 'value' | 'count'> {
  switch (of) {
    case 'calls':
      return { value: count, count };
    case 'error_rate':
      return { value: count === 0 ? null : errors / count, count };
    case 'latency_ms':
      return { value: meanLatencyMs, count };
    default:
      // What was not called costs nothing; what was called and has no price costs something unknown.
      return { value: costUsd ?? (unpricedCalls > 0 ? null : 0), count };
  }
}
