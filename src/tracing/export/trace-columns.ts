/** A trace as one flat row, for CSV and Parquet: names and types of the columns, and their values. */
import type { TraceInfo } from '../trace.ts';
import { toTraceInfoJson } from '../trace-json.ts';

/** A column; `time` is milliseconds since 1970, `json` is text. */
export interface TraceColumn {
  name: string;
  type: 'string' | 'integer' | 'number' | 'time' | 'json';
  value: (info: TraceInfo) => string | number | null;
}

const json = (name: string, value: (info: TraceInfo) => unknown): TraceColumn => ({
  name,
  type: 'json',
  value: (info) => JSON.stringify(value(info)),
});

/** The columns, named as REST names the members. */
export const traceColumns: readonly TraceColumn[] = [
  { name: 'trace_id', type: 'string', value: (info) => info.traceId },
  { name: 'experiment_id', type: 'string', value: (info) => info.experimentId },
  { name: 'request_time', type: 'time', value: (info) => info.requestTimeMs },
  {
    name: 'execution_duration_ms',
    type: 'number',
    value: (info) => (info.endTimeMs === null ? null : info.endTimeMs - info.requestTimeMs),
  },
  { name: 'state', type: 'string', value: (info) => info.state },
  { name: 'name', type: 'string', value: (info) => info.name },
  { name: 'source', type: 'string', value: (info) => info.source },
  { name: 'provider', type: 'string', value: (info) => info.provider },
  { name: 'model', type: 'string', value: (info) => info.model },
  { name: 'session', type: 'string', value: (info) => info.session },
  { name: 'user', type: 'string', value: (info) => info.user },
  { name: 'client_request_id', type: 'string', value: (info) => info.requestId },
  { name: 'status', type: 'integer', value: (info) => info.status },
  { name: 'time_to_first_token_ms', type: 'number', value: (info) => info.firstTokenMs },
  { name: 'input_tokens', type: 'integer', value: (info) => info.usage.inputTokens },
  { name: 'output_tokens', type: 'integer', value: (info) => info.usage.outputTokens },
  { name: 'total_tokens', type: 'integer', value: (info) => info.usage.totalTokens },
  { name: 'cache_read_input_tokens', type: 'integer', value: (info) => info.usage.cacheReadTokens },
  { name: 'cache_creation_input_tokens', type: 'integer', value: (info) => info.usage.cacheWriteTokens },
  { name: 'input_cost', type: 'number', value: (info) => info.cost.inputCostUsd },
  { name: 'output_cost', type: 'number', value: (info) => info.cost.outputCostUsd },
  { name: 'total_cost', type: 'number', value: (info) => info.cost.totalCostUsd },
  { name: 'duplicate_of', type: 'string', value: (info) => info.duplicateOf },
  { name: 'estimated_tokens', type: 'integer', value: (info) => info.estimatedTokens },
  { name: 'estimated_cost_usd', type: 'number', value: (info) => info.estimatedCostUsd },
  { name: 'unpriced_span_count', type: 'integer', value: (info) => info.unpricedSpanCount },
  { name: 'span_count', type: 'integer', value: (info) => info.spanCount },
  { name: 'size_bytes', type: 'integer', value: (info) => info.sizeBytes },
  { name: 'request_preview', type: 'string', value: (info) => info.requestPreview },
  { name: 'response_preview', type: 'string', value: (info) => info.responsePreview },
  json('metadata', (info) => toTraceInfoJson(info).metadata),
  json('tags', (info) => toTraceInfoJson(info).tags),
  json('assessments', (info) => toTraceInfoJson(info).assessments),
];
