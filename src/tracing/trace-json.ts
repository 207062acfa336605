/** Traces as our REST surface writes them: snake_case, RFC 3339, unknown as null. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import { assessmentSchema, toAssessmentJson } from './assessments/assessment-json.ts';
import { toMlflowMetadata, toMlflowTags } from './mlflow-metadata.ts';
import type { Cost, Span, TokenUsage, Trace, TraceInfo } from './trace.ts';

const tokens = (description: string, example: number) =>
  z.number().int().nullable().openapi({ description, example });
const usd = (description: string) => z.number().nullable().openapi({ description, example: 0.0012 });
const text = (description: string, example: string) =>
  z.string().nullable().openapi({ description, example });

const usageSchema = z
  .object({
    input_tokens: tokens('Everything sent, cached parts included.', 1200),
    output_tokens: tokens('Everything generated, reasoning included.', 90),
    total_tokens: tokens('As the provider counts them.', 1290),
    cache_read_input_tokens: tokens('The part of the input read from a cache.', 1024),
    cache_creation_input_tokens: tokens('The part of the input written to a cache.', 0),
  })
  .openapi('Usage', { description: 'Null is unknown, never zero.' });

const costSchema = z
  .object({
    input_cost: usd('USD.'),
    output_cost: usd('USD.'),
    total_cost: usd('USD; null when the model has no known price.'),
  })
  .openapi('Cost');

const usageEstimated = () =>
  z.boolean().openapi({ description: 'Some of the tokens are an estimate: the provider told none.' });
const estimatedCost = () =>
  usd('USD: what the estimated usage would cost. It is no part of `cost`, which holds facts.');

/** A trace without its spans. */
export const traceInfoSchema = z
  .object({
    trace_id: z.string().openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' }),
    experiment_id: z.string().openapi({ example: '0' }),
    request_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    execution_duration_ms: z
      .number()
      .nullable()
      .openapi({ example: 912, description: 'Null while in progress.' }),
    state: z.enum(['OK', 'ERROR', 'IN_PROGRESS', 'STATE_UNSPECIFIED']),
    name: z.string().openapi({ example: 'chat', description: 'Name of the root span.' }),
    source: z.enum(['proxy', 'otlp', 'client']).openapi({ description: 'Where the trace came from.' }),
    provider: text('The provider that was called.', 'openai'),
    model: text('The model that answered.', 'gpt-4.1-mini'),
    session: text('The conversation it belongs to.', 'session-81'),
    user: text('The end user, as the caller names them.', 'user-7'),
    client_request_id: text("The caller's own id of the request.", 'order-4711'),
    status: z
      .number()
      .int()
      .nullable()
      .openapi({ example: 200, description: 'HTTP status of a proxied call.' }),
    time_to_first_token_ms: z.number().nullable().openapi({ example: 240 }),
    tokens_per_second: z.number().nullable().openapi({
      example: 133.9,
      description: 'Output tokens over the time from the first token to the last.',
    }),
    usage: usageSchema,
    cost: costSchema,
    duplicate_of: text(
      'The trace in which its calls count: another saw them too, and sums leave this one out. Null counts.',
      'tr-0af7651916cd43dd8448eb211c80319c',
    ),
    usage_estimated: usageEstimated(),
    estimated_tokens: tokens('The part of the total that is an estimate; null when none is.', 0),
    estimated_cost_usd: estimatedCost(),
    unpriced_span_count: z
      .number()
      .int()
      .openapi({ example: 0, description: 'Calls in it that used something whose price is not known.' }),
    span_count: z.number().int().openapi({ example: 1 }),
    size_bytes: z.number().int().openapi({ example: 2048, description: 'Content of all spans, as JSON.' }),
    request_preview: text('The beginning of the request.', 'Where is my order?'),
    response_preview: text('The beginning of the answer.', 'It left the warehouse yesterday.'),
    metadata: z
      .record(z.string(), z.string())
      .openapi({ description: "Facts that do not change, with MLflow's reserved keys among them." }),
    tags: z
      .record(z.string(), z.string())
      .openapi({ description: "Labels that may change, with MLflow's reserved keys among them." }),
    assessments: z
      .array(assessmentSchema)
      .openapi({ description: 'What is said of it, in the order it was said.' }),
  })
  .openapi('Trace');

const spanSchema = z
  .object({
    span_id: z.string().openapi({ example: '00f067aa0ba902b7' }),
    parent_span_id: z.string().nullable().openapi({ description: 'Null for the root.' }),
    name: z.string().openapi({ example: 'chat gpt-4.1-mini' }),
    type: z.string().openapi({ example: 'CHAT_MODEL', description: "MLflow's span type, or any other." }),
    start_time_unix_nano: z.string().openapi({ example: '1792065600000000000', description: 'Decimal.' }),
    end_time_unix_nano: z.string().nullable(),
    status: z.object({ code: z.enum(['OK', 'ERROR', 'UNSET']), message: z.string() }),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    usage: usageSchema,
    cost: costSchema,
    usage_estimated: usageEstimated(),
    estimated_cost_usd: estimatedCost(),
    unpriced: z.array(z.string()).openapi({
      description:
        'What it used whose price is not known: `model`, or what is billed, such as `web_search_requests`.',
    }),
    attributes: z.record(z.string(), z.unknown()).openapi({
      description: 'Inputs and outputs are here, as `mlflow.spanInputs` and `mlflow.spanOutputs`.',
    }),
    events: z.array(
      z.object({
        name: z.string(),
        time_unix_nano: z.string(),
        attributes: z.record(z.string(), z.unknown()),
      }),
    ),
    links: z
      .array(
        z.object({
          trace_id: z.string(),
          span_id: z.string(),
          attributes: z.record(z.string(), z.unknown()),
        }),
      )
      .openapi({ description: 'Spans it has to do with, of this trace or another.' }),
  })
  .openapi('Span');

/** A trace with its spans. */
export const traceSchema = z
  .object({ info: traceInfoSchema, spans: z.array(spanSchema) })
  .openapi('TraceWithSpans');

/** A trace without its spans, as REST writes it. */
export function toTraceInfoJson(info: TraceInfo): z.infer<typeof traceInfoSchema> {
  return {
    trace_id: info.traceId,
    experiment_id: info.experimentId,
    request_time: new Date(info.requestTimeMs).toISOString(),
    execution_duration_ms: info.endTimeMs === null ? null : info.endTimeMs - info.requestTimeMs,
    state: info.state,
    name: info.name,
    source: info.source,
    provider: info.provider,
    model: info.model,
    session: info.session,
    user: info.user,
    client_request_id: info.requestId,
    status: info.status,
    time_to_first_token_ms: info.firstTokenMs,
    tokens_per_second: tokensPerSecond(info),
    usage: toUsageJson(info.usage),
    cost: toCostJson(info.cost),
    duplicate_of: info.duplicateOf,
    usage_estimated: info.usageEstimated,
    estimated_tokens: info.estimatedTokens,
    estimated_cost_usd: info.estimatedCostUsd,
    unpriced_span_count: info.unpricedSpanCount,
    span_count: info.spanCount,
    size_bytes: info.sizeBytes,
    request_preview: info.requestPreview,
    response_preview: info.responsePreview,
    metadata: toMlflowMetadata(info),
    tags: toMlflowTags(info),
    assessments: info.assessments.map(toAssessmentJson),
  };
}

/** A trace with its spans, as REST writes it. */
export function toTraceJson({ info, spans }: Trace): z.infer<typeof traceSchema> {
  return { info: toTraceInfoJson(info), spans: spans.map(toSpanJson) };
}

function toSpanJson(span: Span): z.infer<typeof spanSchema> {
  return {
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
    name: span.name,
    type: span.type,
    start_time_unix_nano: span.startNs,
    end_time_unix_nano: span.endNs,
    status: span.status,
    provider: span.provider,
    model: span.model,
    usage: toUsageJson(span.usage),
    cost: toCostJson(span.cost),
    usage_estimated: span.usageEstimated,
    estimated_cost_usd: span.estimatedCostUsd,
    unpriced: span.unpriced,
    attributes: span.attributes,
    events: span.events.map((event) => ({
      name: event.name,
      time_unix_nano: event.timeNs,
      attributes: event.attributes,
    })),
    links: (span.links ?? []).map((link) => ({
      trace_id: link.traceId,
      span_id: link.spanId,
      attributes: link.attributes,
    })),
  };
}

function toUsageJson(usage: TokenUsage): z.infer<typeof usageSchema> {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
  };
}

function toCostJson(cost: Cost): z.infer<typeof costSchema> {
  return { input_cost: cost.inputCostUsd, output_cost: cost.outputCostUsd, total_cost: cost.totalCostUsd };
}

/** Only where the first token's time is known: an answer that came at once tells nothing of the speed. */
function tokensPerSecond(info: TraceInfo): number | null {
  const { outputTokens } = info.usage;
  if (outputTokens === null || info.firstTokenMs === null || info.endTimeMs === null) return null;
  const seconds = (info.endTimeMs - info.requestTimeMs - info.firstTokenMs) / 1000;
  return seconds > 0 ? Math.round((outputTokens / seconds) * 10) / 10 : null;
}
