/** Stores the spans of an OTLP request. */
import type { Log } from '../../core/log.ts';
import type { PriceOverrides } from '../pricing/overrides.ts';
import type { TraceStore, UnpricedModel } from '../store/trace-store.ts';
import type { Span, Trace, TraceSource } from '../trace.ts';
import { tellRefused } from '../refused-experiment.ts';
import { buildTraces } from './build-traces.ts';
import type { OtlpSpan } from './otlp-span.ts';

/** What ingesting needs. */
export interface IngestSpansServices {
  traces: TraceStore;
  priceOverrides: PriceOverrides;
  log: Log;
}

/** The spans, and where they go. */
export interface IngestSpansInput {
  spans: readonly OtlpSpan[];
  /** Whose traces they are: in another experiment the same ids are other traces. */
  experimentId: string;
  /** The experiment that was asked for, where it could not be made. */
  refusedName?: string | null;
  source: TraceSource;
}

/**
 * Stores spans with their traces; spans that are there stay as they are.
 *
 * @returns the traces as they are kept, each with the spans of this request
 */
export async function ingestSpans({
  services,
  input,
}: {
  services: IngestSpansServices;
  input: IngestSpansInput;
}): Promise<Trace[]> {
  const { spans, experimentId, refusedName = null, source } = input;
  if (spans.length === 0) return [];
  const { priceOverrides } = services;
  const built = await buildTraces(spans, { experimentId, source, priceOverrides });
  const traces = await services.traces.write(built.map((trace) => tellRefused(trace, refusedName)));
  await noteUnpriced(services, traces);
  return traces;
}

/** Lists models that were called and have no price, as the proxy's are. The spans are stored: a failure is only logged. */
async function noteUnpriced(
  { traces: store, log }: IngestSpansServices,
  traces: readonly Trace[],
): Promise<void> {
  const unpriced = traces.flatMap(({ info, spans }) =>
    spans.flatMap((span) => unpricedModelOf(span, info.experimentId)),
  );
  if (unpriced.length === 0) return;
  try {
    await store.noteUnpriced(unpriced);
  } catch (cause) {
    log.error('unpriced-not-noted', cause);
  }
}

/** The model of a call that used tokens and has no price. */
function unpricedModelOf({ provider, model, unpriced }: Span, experimentId: string): UnpricedModel[] {
  if (model === null || !unpriced.includes('model')) return [];
  return [{ experimentId, provider: provider ?? '', model }];
}
