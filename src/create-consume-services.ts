/** The part of the composition root that belongs to the consumer of exchanges. */
import { limits } from './core/limits.ts';
import type { Log } from './core/log.ts';
import { createPlaces } from './core/places.ts';
import type { Settings } from './core/settings.ts';
import { resolveExperiment, type ResolveExperimentServices } from './experiments/resolve-experiment.ts';
import type { ProviderTable } from './proxy/providers/table.ts';
import { buildTrace } from './tracing/build-trace.ts';
import type { ConsumeServices } from './tracing/ingest/consume.ts';
import type { Spool } from './tracing/ingest/ports.ts';
import type { PriceOverrides } from './tracing/pricing/overrides.ts';
import type { TraceStore } from './tracing/store/trace-store.ts';
import type { TraceInfo } from './tracing/trace.ts';

/** What it is built of. */
export interface ConsumeOptions extends ResolveExperimentServices {
  settings: Settings;
  traces: TraceStore;
  spool: Spool;
  providers: ProviderTable;
  priceOverrides: PriceOverrides;
  log: Log;
  /** Waits, in milliseconds. */
  sleep: (durationMs: number) => Promise<void>;
}

/** Slices of all batches at a time: while one waits for the stores, another one is built. */
const CONSUMED_SLICES = 2;

/** Builds them. Once per isolate: its batches share what may be in work. */
export function createConsumeServices(options: ConsumeOptions): ConsumeServices {
  const { settings, traces, spool, providers, priceOverrides, log, now, sleep } = options;
  return {
    store: traces,
    spool,
    log,
    sliceBytes: limits.consumedSliceBytes,
    slices: createPlaces({ width: CONSUMED_SLICES, now, sleep }),
    async build(exchange) {
      const input = { nameOrId: exchange.experiment, by: exchange.keyId };
      const { experimentId, refusedName } = await resolveExperiment({ services: options, input });
      const context = { experimentId, refusedExperiment: refusedName, providers, priceOverrides };
      return buildTrace(exchange, context);
    },
    onRecorded: settings.local ? (info) => logTrace(info, log) : () => undefined,
  };
}

function logTrace(info: TraceInfo, log: Log): void {
  log.info('trace-recorded', {
    requestTimeMs: info.requestTimeMs,
    traceId: info.traceId,
    provider: info.provider,
    model: info.model,
    state: info.state,
    inputTokens: info.usage.inputTokens,
    outputTokens: info.usage.outputTokens,
    costUsd: info.cost.totalCostUsd,
    firstTokenMs: info.firstTokenMs,
    durationMs: (info.endTimeMs ?? info.requestTimeMs) - info.requestTimeMs,
  });
}
