/**
 * What MLflow's clients expect among a trace's metadata and tags, derived from the fields that hold it here. Pure; the
 * REST surface and the MLflow surface both use it, so that they never disagree.
 */
import type { TraceInfo } from './trace.ts';

/** Metadata keys of what in a trace's sums is no fact. */
export const traceMarkKeys = {
  estimated: 'weir.usage.estimated',
  estimatedTokens: 'weir.usage.estimated_tokens',
  estimatedCostUsd: 'weir.cost.estimated_usd',
  unpricedSpans: 'weir.cost.unpriced_spans',
} as const;

/** Metadata with MLflow's reserved keys (mlflow/tracing/constant.py, TraceMetadataKey). Unknown facts have no key. */
export function toMlflowMetadata(info: TraceInfo): Record<string, string> {
  const derived: Record<string, string | null> = {
    'mlflow.trace_schema.version': '3',
    'mlflow.trace.session': info.session,
    'mlflow.trace.user': info.user,
    // Who ran it, as the client states it; else whom it ran for.
    'mlflow.user': info.metadata['mlflow.user'] ?? info.user,
    'mlflow.trace.tokenUsage': tokenUsage(info),
    'mlflow.trace.cost': cost(info),
    'weir.duplicate_of': info.duplicateOf,
    [traceMarkKeys.estimated]: info.usageEstimated ? 'true' : null,
    [traceMarkKeys.estimatedTokens]: info.estimatedTokens === null ? null : String(info.estimatedTokens),
    [traceMarkKeys.estimatedCostUsd]: info.estimatedCostUsd === null ? null : String(info.estimatedCostUsd),
    [traceMarkKeys.unpricedSpans]: info.unpricedSpanCount === 0 ? null : String(info.unpricedSpanCount),
    // A client's own statement counts the spans it means to send: by it the trace is known to be complete.
    'mlflow.trace.sizeStats': info.metadata['mlflow.trace.sizeStats'] ?? JSON.stringify(sizeStats(info)),
  };
  const metadata = { ...info.metadata };
  for (const [key, value] of Object.entries(derived)) if (value !== null) metadata[key] = value;
  return metadata;
}

/** Tags with MLflow's reserved keys (TraceTagKey). */
export function toMlflowTags(info: TraceInfo): Record<string, string> {
  return {
    'mlflow.traceName': info.name,
    ...(info.prompts.length > 0 ? { 'mlflow.linkedPrompts': JSON.stringify(info.prompts) } : {}),
    ...info.tags,
    'mlflow.artifactLocation': `mlflow-artifacts:/${info.experimentId}/traces/${info.traceId}/artifacts`,
    // Claimed only once there are spans: a client that sees it does not upload its own (mlflow/tracing/export/mlflow_v3.py).
    ...(info.spanCount > 0 ? { 'mlflow.trace.spansLocation': 'TRACKING_STORE' } : {}),
  };
}

function tokenUsage({ usage }: TraceInfo): string | null {
  if (usage.inputTokens === null && usage.outputTokens === null && usage.totalTokens === null) return null;
  return withoutNull({
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
  });
}

function cost({ cost }: TraceInfo): string | null {
  if (cost.totalCostUsd === null) return null;
  return withoutNull({
    input_cost: cost.inputCostUsd,
    output_cost: cost.outputCostUsd,
    total_cost: cost.totalCostUsd,
  });
}

/** The spread of span sizes is kept for no trace; with one span it is known all the same. */
function sizeStats({ sizeBytes, spanCount }: TraceInfo): Record<string, number> {
  const totals = { total_size_bytes: sizeBytes, num_spans: spanCount };
  if (spanCount !== 1) return totals;
  return { ...totals, max: sizeBytes, p25: sizeBytes, p50: sizeBytes, p75: sizeBytes };
}

function withoutNull(members: Record<string, number | null>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)));
}
