/** Stores the spans of an OTLP request: all of them, or none. */
import { checkTraceWithin } from '../assessments/check-trace-within.ts';
import type { PriceOverrides } from '../price.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { Trace, TraceSource } from '../trace.ts';
import { buildTraces } from './build-traces.ts';
import type { OtlpSpan } from './decode-request.ts';

/** What ingesting needs. */
export interface IngestSpansServices {
  traces: TraceStore;
  priceOverrides: PriceOverrides;
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
  // A key bound to an experiment adds nothing to the traces of others, whose ids it may have learned.
  for (const { info } of traces) await checkTraceWithin(services.traces, info.traceId, within);
  await services.traces.write(traces);
  return traces;
}
