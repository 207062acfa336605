/**
 * Measures what an alert watches, in its window and in the time before. Of an experiment that is younger than that, or that
 * keeps its traces for less, only a part of the time is known: how long it is, is told beside what was measured.
 */
import type { ExperimentStore } from '../../experiments/store/experiment-store.ts';
import type { QualityStore } from '../../tracing/store/quality-store.ts';
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

/** Measures at a time. */
export async function measureAlert({
  services: { quality, experiments },
  input: { alert, atMs },
}: {
  services: { quality: QualityStore; experiments: Pick<ExperimentStore, 'get'> };
  input: { alert: Pick<Alert, 'experimentId' | 'rule'>; atMs: number };
}): Promise<AlertMeasures> {
  const { experimentId, rule } = alert;
  const { condition, windowMs, metric } = rule;
  const sinceMs = await knownSinceMs(experimentId, { quality, experiments, atMs });
  const over = (fromMs: number, toMs: number) =>
    measure(quality, metric, { experimentId, fromMs, toMs, coveredMs: toMs - Math.max(fromMs, sinceMs) });
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
  {
    quality,
    experiments,
    atMs,
  }: { quality: QualityStore; experiments: Pick<ExperimentStore, 'get'>; atMs: number },
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
  quality: QualityStore,
  metric: AlertMetric,
  { coveredMs, ...range }: { experimentId: string; fromMs: number; toMs: number; coveredMs: number },
): Promise<Measured> {
  const query = { ...range, bucketMs: Number.MAX_SAFE_INTEGER, group: { by: 'none' as const } };
  const base = { unpriced: 0, coveredMs: Math.max(0, coveredMs) };
  if (metric.of === 'score' || metric.of === 'scorer_errors') {
    const [point] = await quality.verdicts({ ...query, name: metric.name });
    if (point === undefined) return { ...base, value: null, count: 0 };
    if (metric.of === 'score')
      return { ...base, value: point.sample?.mean ?? null, count: point.sample?.count ?? 0 };
    const count = point.count + point.errors + point.withoutValue;
    return { ...base, value: count === 0 ? null : point.errors / count, count };
  }
  const [point] = await quality.calls(query);
  const unpriced = metric.of === 'cost_usd' ? (point?.unpricedCalls ?? 0) : 0;
  return { ...base, unpriced, ...valueOfCalls(metric.of, point) };
}

function valueOfCalls(
  of: Exclude<AlertMetric['of'], 'score' | 'scorer_errors'>,
  point: Awaited<ReturnType<QualityStore['calls']>>[number] | undefined,
): Pick<Measured, 'value' | 'count'> {
  const count = point?.calls ?? 0;
  switch (of) {
    case 'calls':
      return { value: count, count };
    case 'error_rate':
      return { value: point === undefined ? null : point.errors / count, count };
    case 'latency_ms':
      return { value: point?.meanLatencyMs ?? null, count };
    default:
      // What was not called costs nothing; what was called and has no price costs something unknown.
      return { value: point?.costUsd ?? (point?.unpricedCalls ? null : 0), count };
  }
}
