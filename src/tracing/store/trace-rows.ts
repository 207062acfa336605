/** Traces and spans as rows of the index, and back: the one place that knows both the columns and the model. */
import { asArray, asObject, parseJson } from '../../core/json.ts';
import type {
  Cost,
  Span,
  SpanStatus,
  TokenUsage,
  Trace,
  TraceInfo,
  TraceSource,
  TraceState,
} from '../trace.ts';
import { toAssessments } from './assessment-rows.ts';
import type { ContentRange } from './content-store.ts';
import type { SpanContent } from './content-piece.ts';
import { searchableAttributes } from './searchable-attributes.ts';
import { storable, storableObject, toStrings } from './storable.ts';
import { toLinks } from './trace-links.ts';

const USAGE_COLUMNS = [
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
] as const;
const COST_COLUMNS = ['input_cost_usd', 'output_cost_usd', 'total_cost_usd'] as const;
const TRACE_MARKS = ['estimated_tokens', 'estimated_cost_usd', 'unpriced_spans'] as const;

/** Columns of a trace as the writer states them, in the order of {@link toTraceValues}. */
export const statedTraceColumns = [
  'trace_id',
  'experiment_id',
  'request_time_ms',
  'end_time_ms',
  'state',
  'has_root',
  'name',
  'source',
  'provider',
  'model',
  'session',
  'user',
  'request_id',
  'status',
  'first_token_ms',
  'request_preview',
  'response_preview',
  'metadata',
  'tags',
  ...USAGE_COLUMNS,
  ...COST_COLUMNS,
  ...TRACE_MARKS,
] as const;

/** Columns of a span, in the order of {@link toSpanValues}. */
export const spanColumns = [
  'trace_id',
  'span_id',
  'parent_span_id',
  'name',
  'type',
  'start_ns',
  'end_ns',
  'status',
  'provider',
  'model',
  ...USAGE_COLUMNS,
  ...COST_COLUMNS,
  'size_bytes',
  'content_object',
  'content_offset',
  'content_length',
  'content_key',
  'attributes',
  'usage_estimated',
  'estimated_cost_usd',
  'unpriced',
] as const;

/** Token columns, cost columns and marks: those that are sums over spans. */
export const summedColumns = { tokens: USAGE_COLUMNS, costs: COST_COLUMNS, marks: TRACE_MARKS } as const;

type Value = string | number | null;

interface UsageAndCostRow {
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  input_cost_usd: number | null;
  output_cost_usd: number | null;
  total_cost_usd: number | null;
}

/** A row of `traces`, as far as it is read. */
export interface TraceRow extends UsageAndCostRow {
  trace_row: number;
  trace_id: string;
  experiment_id: string;
  request_time_ms: number;
  end_time_ms: number | null;
  state: TraceState;
  name: string;
  source: TraceSource;
  provider: string | null;
  model: string | null;
  session: string | null;
  user: string | null;
  request_id: string | null;
  status: number | null;
  first_token_ms: number | null;
  estimated_tokens: number | null;
  estimated_cost_usd: number | null;
  unpriced_spans: number;
  span_count: number;
  size_bytes: number;
  request_preview: string | null;
  response_preview: string | null;
  metadata: string;
  tags: string;
  duplicate_of: string | null;
  /** As `assessmentsOf` in `assessment-rows.ts` makes it. */
  assessments: string;
  /** As `linksOf` in `trace-links.ts` makes it. */
  links: string;
}

/** A row of `spans`. */
export interface SpanRow extends UsageAndCostRow {
  trace_id: string;
  span_id: string;
  parent_span_id: string | null;
  name: string;
  type: string;
  start_ns: string;
  end_ns: string | null;
  status: SpanStatus['code'];
  provider: string | null;
  model: string | null;
  usage_estimated: number;
  estimated_cost_usd: number | null;
  unpriced: string | null;
  content_object: string;
  content_offset: number;
  content_length: number;
  content_key: string;
}

/** Where a span's content was put. */
export interface StoredContent extends ContentRange {
  object: string;
  key: string;
  /** Bytes of the span's content as JSON. */
  sizeBytes: number;
}

const SESSION_KEY = 'mlflow.trace.session';
const USER_KEY = 'mlflow.trace.user';

/** The values of {@link statedTraceColumns}. */
export function toTraceValues({ info, spans }: Trace): Value[] {
  // Session and user have columns of their own, whichever way a writer states them.
  const { [SESSION_KEY]: ownSession, [USER_KEY]: ownUser, ...metadata } = info.metadata;
  const [session, user] = [info.session ?? ownSession ?? null, info.user ?? ownUser ?? null];
  return [
    info.traceId,
    info.experimentId,
    info.requestTimeMs,
    info.endTimeMs,
    info.state,
    spans.some((span) => span.parentSpanId === null) ? 1 : 0,
    storable(info.name),
    info.source,
    storable(info.provider),
    storable(info.model),
    storable(session),
    storable(user),
    storable(info.requestId),
    info.status,
    info.firstTokenMs,
    storable(info.requestPreview),
    storable(info.responsePreview),
    storableObject(metadata),
    storableObject(info.tags),
    ...usageAndCostValues(info.usage, info.cost),
    info.estimatedTokens,
    info.estimatedCostUsd,
    info.unpricedSpanCount,
  ];
}

/** The values of {@link spanColumns}. */
export function toSpanValues(span: Span, content: StoredContent): Value[] {
  return [
    span.traceId,
    span.spanId,
    span.parentSpanId,
    storable(span.name),
    storable(span.type),
    span.startNs,
    span.endNs,
    span.status.code,
    storable(span.provider),
    storable(span.model),
    ...usageAndCostValues(span.usage, span.cost),
    content.sizeBytes,
    content.object,
    content.offset,
    content.length,
    content.key,
    storableObject(searchableAttributes(span.attributes)),
    span.usageEstimated ? 1 : 0,
    span.estimatedCostUsd,
    span.unpriced.length === 0 ? null : JSON.stringify(span.unpriced.map(storable)),
  ];
}

/** The trace a row tells of. */
export function toTraceInfo(row: TraceRow): TraceInfo {
  return {
    traceId: row.trace_id,
    experimentId: row.experiment_id,
    requestTimeMs: row.request_time_ms,
    endTimeMs: row.end_time_ms,
    state: row.state,
    name: row.name,
    source: row.source,
    provider: row.provider,
    model: row.model,
    session: row.session,
    user: row.user,
    requestId: row.request_id,
    status: row.status,
    firstTokenMs: row.first_token_ms,
    usage: toUsage(row),
    cost: toCost(row),
    usageEstimated: row.estimated_tokens !== null,
    estimatedTokens: row.estimated_tokens,
    estimatedCostUsd: row.estimated_cost_usd,
    unpricedSpanCount: row.unpriced_spans,
    spanCount: row.span_count,
    sizeBytes: row.size_bytes,
    requestPreview: row.request_preview,
    responsePreview: row.response_preview,
    metadata: toStrings(asObject(parseJson(row.metadata))),
    tags: toStrings(asObject(parseJson(row.tags))),
    assessments: toAssessments(row.assessments),
    ...toLinks(row.links),
    duplicateOf: row.duplicate_of,
  };
}

/** The span a row tells of, with its content. */
export function toSpan(row: SpanRow, content: SpanContent): Span {
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: row.parent_span_id,
    name: row.name,
    type: row.type,
    startNs: row.start_ns,
    endNs: row.end_ns,
    status: { code: row.status, message: content.statusMessage },
    provider: row.provider,
    model: row.model,
    usage: toUsage(row),
    cost: toCost(row),
    usageEstimated: row.usage_estimated === 1,
    estimatedCostUsd: row.estimated_cost_usd,
    unpriced: asArray(parseJson(row.unpriced ?? '[]')).filter((name) => typeof name === 'string'),
    attributes: content.attributes,
    events: content.events,
    ...(content.links === undefined ? {} : { links: content.links }),
  };
}

function usageAndCostValues(usage: TokenUsage, cost: Cost): Value[] {
  return [
    usage.inputTokens,
    usage.outputTokens,
    usage.totalTokens,
    usage.cacheReadTokens,
    usage.cacheWriteTokens,
    cost.inputCostUsd,
    cost.outputCostUsd,
    cost.totalCostUsd,
  ];
}

function toUsage(row: UsageAndCostRow): TokenUsage {
  return {
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    totalTokens: row.total_tokens,
    cacheReadTokens: row.cache_read_tokens,
    cacheWriteTokens: row.cache_write_tokens,
  };
}

function toCost(row: UsageAndCostRow): Cost {
  return {
    inputCostUsd: row.input_cost_usd,
    outputCostUsd: row.output_cost_usd,
    totalCostUsd: row.total_cost_usd,
  };
}
