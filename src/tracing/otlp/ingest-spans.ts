/** Stores the spans of an OTLP request: all of them, or none. */
import type { Log } from '../../core/log.ts';
import { isWithin, noSuchTrace } from '../get-trace.ts';
import type { PriceOverrides } from '../pricing/overrides.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { Span, Trace, TraceSource } from '../trace.ts';
import { buildTraces } from './build-traces.ts';
import type { OtlpSpan } from './decode-request.ts';

/** What ingesting needs. */
export interface IngestSpansServices {
  traces: TraceStore;
  priceOverrides: PriceOverrides;
  log: Log;
}

/** The spans, and where they go. */
export interface IngestSpansInput {
  spans: readonly OtlpSpan[];
  /** Where a trace that is new goes; one that exists stays where it is. */
  experimentId: string;
  source: TraceSource;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * Stores spans with their traces; spans that are there stay as they are.
 *
 * @returns the traces, each with the spans of this request
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace the caller may not see
 */
export async function ingestSpans({
  services,
  input,
}: {
  services: IngestSpansServices;
  input: IngestSpansInput;
}): Promise<Trace[]> {
  const { spans, experimentId, source, within } = input;
  if (spans.length === 0) return [];
  const { priceOverrides } = services;
  const traces = await buildTraces(spans, { experimentId, source, priceOverrides });
  if (within !== null) await refuseOthers(services.traces, traces, within);
  await services.traces.write(traces);
  await noteUnpriced(services, traces);
  return traces;
}

/** Lists models that were called and have no price, as the proxy's are. The spans are stored: a failure is only logged. */
async function noteUnpriced(
  { traces: store, log }: IngestSpansServices,
  traces: readonly Trace[],
): Promise<void> {
  const unpriced = traces.flatMap(({ spans }) => spans.flatMap(unpricedModelOf));
  if (unpriced.length === 0) return;
  try {
    await store.noteUnpriced(unpriced);
  } catch (cause) {
    log.error('unpriced-not-noted', cause);
  }
}

/** The model of a call that used tokens and has no price. */
function unpricedModelOf({ provider, model, unpriced }: Span): { provider: string; model: string }[] {
  if (model === null || !unpriced.includes('model')) return [];
  return [{ provider: provider ?? '', model }];
}

/** A key bound to an experiment adds nothing to the traces of others, whose ids it may have learned. */
async function refuseOthers(store: TraceStore, traces: readonly Trace[], within: string): Promise<void> {
  const existing = await store.getInfos(traces.map(({ info }) => info.traceId));
  const foreign = existing.find((info) => !isWithin(info, within));
  if (foreign !== undefined) throw noSuchTrace(foreign.traceId);
}
