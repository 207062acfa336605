/**
 * The model every other room reads: a trace, its spans, usage and cost. MLflow's entities (TraceInfoV3, Span) in
 * camelCase and JavaScript units; snake_case and protobuf live only in `mlflow/`.
 */
import type { Json, JsonObject } from '../core/json.ts';
export { callerTraceIdKey } from '../core/ids.ts';
import type { Assessment } from './assessments/assessment.ts';

/** MLflow's trace states. */
export type TraceState = 'OK' | 'ERROR' | 'IN_PROGRESS' | 'STATE_UNSPECIFIED';

/** Token sums of a trace or span; input includes cache, output includes reasoning; null is unknown. */
export interface TokenUsage {
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
}

/** Cost in USD; null is unknown, never zero for lack of a price. */
export interface Cost {
  inputCostUsd: number | null;
  outputCostUsd: number | null;
  totalCostUsd: number | null;
}

/** Where a trace came from. */
export type TraceSource = 'proxy' | 'otlp' | 'client';

/** What is known of a trace without its content. Times are Unix milliseconds. */
export interface TraceInfo {
  traceId: string;
  experimentId: string;
  requestTimeMs: number;
  /** Null while in progress. */
  endTimeMs: number | null;
  state: TraceState;
  name: string;
  source: TraceSource;
  provider: string | null;
  model: string | null;
  session: string | null;
  user: string | null;
  /** The caller's own id of the request (`client_request_id`). */
  requestId: string | null;
  /** HTTP status of a proxied call. */
  status: number | null;
  /** Milliseconds from the start to the first token. */
  firstTokenMs: number | null;
  usage: TokenUsage;
  cost: Cost;
  /** True when some of its tokens are an estimate. */
  usageEstimated: boolean;
  /** The part of the total tokens that is an estimate; null when none is. */
  estimatedTokens: number | null;
  /** USD: what the estimated usage would cost. No part of `cost`, which holds facts. */
  estimatedCostUsd: number | null;
  /** Spans among those that count that used something whose price is not known. */
  unpricedSpanCount: number;
  spanCount: number;
  sizeBytes: number;
  requestPreview: string | null;
  responsePreview: string | null;
  /** What has no field of its own; MLflow's derived keys (token usage, cost, session, user) are added by its surface. */
  metadata: Record<string, string>;
  tags: Record<string, string>;
  /** In the order they were made, overridden ones too. Kept by the assessment store: writing a trace leaves them. */
  assessments: Assessment[];
  /** Prompt versions it used. */
  prompts: PromptLink[];
  /** Runs it belongs to. */
  runIds: string[];
  /** The trace in which its calls count: it is left out of every sum. Null counts; the store decides. */
  duplicateOf: string | null;
}

/** A version of a prompt by name; the version is a number, or an alias resolved to one. */
export interface PromptLink {
  name: string;
  version: string;
}

/** An event on a span. */
export interface SpanEvent {
  name: string;
  /** Unix nanoseconds, decimal: they exceed what a number holds. */
  timeNs: string;
  attributes: JsonObject;
}

/** A span that this one has to do with, be it of another trace. */
export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: JsonObject;
}

/** Which span; without a span id, the trace's own sums have it already. */
export interface SpanReference {
  traceId: string;
  spanId: string | null;
}

/** Status of a span, OpenTelemetry's codes without prefix. */
export interface SpanStatus {
  code: 'OK' | 'ERROR' | 'UNSET';
  message: string;
}

/** One span with its content. Attribute keys are MLflow's and OpenTelemetry's; inputs and outputs are among them. */
export interface Span {
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  parentSpanId: string | null;
  name: string;
  /** MLflow's span type, or any custom string. */
  type: string;
  /** Unix nanoseconds, decimal. */
  startNs: string;
  endNs: string | null;
  status: SpanStatus;
  provider: string | null;
  model: string | null;
  usage: TokenUsage;
  cost: Cost;
  /** True when any of its tokens is an estimate; then `cost` is unknown, and `estimatedCostUsd` may be known. */
  usageEstimated: boolean;
  /** USD: what the estimated usage would cost. */
  estimatedCostUsd: number | null;
  /**
   * What it used whose price is not known: `model` when that of its model is not, else what is billed, by name
   * (`web_search_requests`). Empty when all of it has a price, or nothing was used.
   */
  unpriced: string[];
  attributes: { [key: string]: Json };
  events: SpanEvent[];
  /** Absent: none. */
  links?: SpanLink[];
  /** Name of the instrumentation that made it, where there is one; the index keeps it as part of a call's identity. */
  scope?: string;
  /** The span in which this call counts, of this trace or another: sums leave this one out. Absent: it counts. */
  duplicateOf?: SpanReference;
}

/** A trace with its spans. */
export interface Trace {
  info: TraceInfo;
  spans: Span[];
}

/** Types of spans that are calls of models: their tokens and costs count towards the trace. */
export const modelSpanTypes: readonly string[] = ['CHAT_MODEL', 'LLM', 'EMBEDDING', 'RERANKER'];

/** No price. */
export const unknownCost: Cost = { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null };

/** Marks of a span whose numbers are facts, or that has none. */
export const unmarkedSpan: Pick<Span, 'usageEstimated' | 'estimatedCostUsd' | 'unpriced'> = {
  usageEstimated: false,
  estimatedCostUsd: null,
  unpriced: [],
};

/** Marks of a trace whose numbers are facts, or that has none. */
export const unmarkedTrace: Pick<
  TraceInfo,
  'usageEstimated' | 'estimatedTokens' | 'estimatedCostUsd' | 'unpricedSpanCount'
> = { usageEstimated: false, estimatedTokens: null, estimatedCostUsd: null, unpricedSpanCount: 0 };

/** Attribute of a span, and metadata key of a trace: how many pieces of its content were masked before it was stored. */
export const redactedKey = 'weir.redacted';
