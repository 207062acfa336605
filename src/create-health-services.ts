/** The part of the composition root that belongs to health and metrics. */
import type { Outage } from './core/outage.ts';
import type { Settings } from './core/settings.ts';
import type { ExperimentStore } from './experiments/store/experiment-store.ts';
import type { HealthProbes } from './http/check-health.ts';
import { dayOf } from './scoring/models/limited-model.ts';
import { createD1SpendLedger } from './scoring/store/d1-spend-ledger.ts';
import type { TaskStore } from './scoring/store/task-store.ts';
import type { CallCounters, CallMeasures } from './tracing/calls/call-counters.ts';
import type { WatchedSpool } from './tracing/ingest/watch-spool.ts';
import { createD1CallCounters } from './tracing/store/d1-call-counters.ts';
import { createD1CallMeasures } from './tracing/store/d1-call-measures.ts';
import type { TraceStore } from './tracing/store/trace-store.ts';

/** What health and metrics add to the services. */
export interface HealthPart {
  probes: HealthProbes;
  /** Exchanges in the spool that are not traces yet; null where isolates share the spool. */
  countWaiting(): number | null;
  callMeasures: CallMeasures;
  callCounters: CallCounters;
  /** What judges have cost since midnight UTC, USD. */
  judgeSpentUsd(): Promise<number>;
}

/** What they are built of. */
export interface HealthPartOptions {
  settings: Settings;
  registryOutage: Outage;
  experiments: ExperimentStore;
  traces: TraceStore;
  tasks: TaskStore;
  spool: WatchedSpool;
  now: () => number;
}

/** Builds them. */
export function createHealthPart(env: Env, options: HealthPartOptions): HealthPart {
  const { settings, registryOutage, experiments, traces, tasks, spool, now } = options;
  // One machine is one isolate.
  const isAlone = settings.local || settings.spool === 'all';
  const countWaiting = (): number | null => (isAlone ? spool.countWaiting() : null);
  return {
    probes: {
      registry: async () => {
        await experiments.get('0');
        registryOutage.noteAnswer();
      },
      keysStaleSinceMs: () => registryOutage.sinceMs(),
      async traces() {
        const [sizeBytes, pace] = await Promise.all([traces.sizeBytes(), traces.readPace(now())]);
        return { sizeBytes, ...pace };
      },
      content: () => spool.get('dead/probe'),
      queue: () => countSpool(spool, countWaiting),
      scoring: async () => ({
        hasJudgeModel: settings.judgeModel !== null,
        ...(await tasks.backlog(now())),
      }),
    },
    countWaiting,
    callMeasures: createD1CallMeasures({ database: env.TRACES }),
    callCounters: createD1CallCounters({ database: env.REGISTRY }),
    judgeSpentUsd: () => createD1SpendLedger({ database: env.REGISTRY }).spentUsd(dayOf(now())),
  };
}

/** What waits is listed only where this isolate does not know it. */
async function countSpool(
  spool: WatchedSpool,
  countWaiting: () => number | null,
): Promise<{ waiting: number; dead: number }> {
  const [waiting, dead] = await Promise.all([
    countWaiting() ?? spool.list('waiting/', null).then(({ items }) => items.length),
    spool.list('dead/', null).then(({ items }) => items.length),
  ]);
  return { waiting, dead };
}
