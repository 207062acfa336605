/**
 * The attributes of a call's span: MLflow's keys (mlflow/tracing/constant.py), OpenTelemetry's gen_ai and http keys
 * where MLflow has none, `weir.` for what neither names.
 */
import type { Json, JsonObject } from '../core/json.ts';
import type { CapturedBody } from '../proxy/exchange.ts';
import type { OtherModelUsage, Usage } from '../proxy/providers/contract.ts';
import type { CallFacts } from './build-trace.ts';
import { sessionOf } from './session-of.ts';

type Attributes = { [key: string]: Json };

/** All attributes of the span; members that are not known are absent. */
export function spanAttributes(facts: CallFacts): Attributes {
  return withoutNull({
    ...mlflowAttributes(facts),
    ...modelAttributes(facts),
    ...usageAttributes(facts),
    ...httpAttributes(facts),
    ...timingAttributes(facts),
    ...promptAttributes(facts),
  });
}

function mlflowAttributes({ exchange, experimentId, kind, reading, known, priced }: CallFacts): Attributes {
  const { usage } = known;
  const { cost } = priced;
  return {
    'mlflow.traceRequestId': exchange.traceId,
    'mlflow.experimentId': experimentId,
    'mlflow.spanType': exchange.webSocketEvents === null ? (kind?.spanType ?? 'UNKNOWN') : 'CHAT_MODEL',
    'mlflow.spanInputs': reading.inputs ?? bodyFacts(exchange.request),
    'mlflow.spanOutputs': reading.outputs ?? bodyFacts(exchange.response),
    'mlflow.chat.tools': reading.tools.length === 0 ? null : reading.tools,
    'mlflow.chat.tokenUsage': usage === null ? null : tokenCounts(usage),
    'mlflow.llm.model': reading.responseModel ?? reading.requestModel,
    'mlflow.llm.provider': exchange.provider,
    'mlflow.llm.cost':
      cost.totalCostUsd === null
        ? null
        : withoutNull({
            input_cost: cost.inputCostUsd,
            output_cost: cost.outputCostUsd,
            total_cost: cost.totalCostUsd,
          }),
    'mlflow.message.format': kind?.messageFormat ?? null,
    'mlflow.linkedPrompts':
      exchange.prompts.length === 0
        ? null
        : exchange.prompts.map(({ name, version }) => ({ name, version: String(version) })),
    'session.id': sessionOf(exchange, reading),
    'user.id': exchange.user ?? reading.user,
  };
}

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
function modelAttributes({ exchange, kind, reading }: CallFacts): Attributes {
  const parameters: Attributes = {};
  for (const [name, value] of Object.entries(reading.parameters))
    parameters[`gen_ai.request.${name}`] = value;
  return {
    'gen_ai.operation.name': kind?.operation ?? null,
    'gen_ai.provider.name': exchange.provider,
    'gen_ai.request.model': reading.requestModel,
    'gen_ai.response.model': reading.responseModel,
    'gen_ai.response.id': reading.responseId,
    'weir.repeats_response': reading.repeats,
    'gen_ai.response.finish_reasons': reading.finishReasons.length === 0 ? null : reading.finishReasons,
    'gen_ai.conversation.id': sessionOf(exchange, reading),
    'openai.response.service_tier': reading.serviceTier,
    ...parameters,
  };
}

function usageAttributes({ known, priced }: CallFacts): Attributes {
  const { usage, refused } = known;
  const told = { 'weir.usage.refused': refused.length === 0 ? null : refused };
  if (usage === null) return told;
  return {
    ...told,
    'gen_ai.usage.input_tokens': usage.input,
    'gen_ai.usage.output_tokens': usage.output,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoning,
    'weir.usage.input_audio_tokens': usage.inputAudio,
    'weir.usage.output_audio_tokens': usage.outputAudio,
    'weir.usage.input_image_tokens': usage.inputImage,
    'weir.usage.output_image_tokens': usage.outputImage,
    'weir.usage.input_video_tokens': usage.inputVideo,
    'weir.usage.output_video_tokens': usage.outputVideo,
    'weir.usage.cache_creation_1h_tokens': usage.cacheWrite1h,
    'weir.usage.extra': Object.keys(usage.extra).length === 0 ? null : usage.extra,
    'weir.usage.conditions': Object.keys(usage.conditions).length === 0 ? null : usage.conditions,
    'weir.usage.other_models': usage.others.length === 0 ? null : usage.others.map(describeOther),
    'weir.usage.estimated': known.estimated ? true : null,
    'weir.price_source': priced.source,
    'weir.cost.estimated_usd': priced.estimatedCostUsd,
    'weir.cost.unpriced': priced.unpriced.length === 0 ? null : priced.unpriced,
  };
}

/** What another model used within the call. */
function describeOther({ model, usage }: OtherModelUsage): JsonObject {
  return { model, ...tokenCounts(usage) };
}

/** Counts under MLflow's names. */
function tokenCounts(usage: Usage): Attributes {
  return withoutNull({
    input_tokens: usage.input,
    output_tokens: usage.output,
    total_tokens: usage.total,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
  });
}

function httpAttributes({ exchange, outcome }: CallFacts): Attributes {
  const { request, response } = exchange;
  return {
    'http.request.method': exchange.method,
    'network.protocol.name': exchange.socket === null ? null : 'websocket',
    'url.path': exchange.path,
    'http.response.status_code': exchange.status,
    'http.request.body.size': request.byteLength,
    'http.response.body.size': response.byteLength,
    'user_agent.original': exchange.requestHeaders['user-agent'] ?? null,
    'error.type': outcome.type,
    'deployment.environment.name': exchange.environment,
    'weir.end': exchange.end,
    'weir.capture': exchange.captureMode === 'full' ? null : exchange.captureMode,
    'weir.request.truncated': request.truncated ? true : null,
    'weir.response.truncated': response.truncated ? true : null,
    'weir.request.headers':
      Object.keys(exchange.requestHeaders).length === 0 ? null : exchange.requestHeaders,
    'weir.response.headers':
      Object.keys(exchange.responseHeaders).length === 0 ? null : exchange.responseHeaders,
    'weir.usage.asked': exchange.usageAsked ? true : null,
    'weir.edit.problem': exchange.editProblem,
    'weir.key_id': exchange.keyId,
  };
}

function timingAttributes({ exchange, reading, known }: CallFacts): Attributes {
  const generatingMs = reading.firstTokenAtMs === null ? null : exchange.endedAtMs - reading.firstTokenAtMs;
  const output = known.usage?.output ?? null;
  return {
    'weir.stream': reading.streamed,
    'weir.time_to_first_byte_ms': exchange.firstByteAtMs,
    'weir.time_to_first_token_ms': reading.firstTokenAtMs,
    'weir.tokens_per_second':
      output === null || generatingMs === null || generatingMs <= 0
        ? null
        : Math.round((output * 100_000) / generatingMs) / 100,
  };
}

const known = (values: (string | null)[]): Json => (values.some((value) => value !== null) ? values : null);

/** How injected prompts were found: `production` and the arm of its split, for comparing arms. */
function promptAttributes({ exchange: { prompts, promptProblem } }: CallFacts): Attributes {
  return {
    'weir.prompt.aliases': known(prompts.map(({ alias }) => alias)),
    'weir.prompt.arms': known(prompts.map(({ arm }) => arm)),
    'weir.prompt.stale': prompts.some(({ stale }) => stale) ? true : null,
    'weir.prompt.problem': promptProblem,
  };
}

/** A body that is told by type, size and digest: binary, or not kept. */
function bodyFacts(body: CapturedBody): JsonObject | null {
  if (body.byteLength === 0) return null;
  const facts: JsonObject = { content_type: body.contentType, size_bytes: body.byteLength };
  if (body.sha256 !== null) facts.sha256 = body.sha256;
  if (body.omitted === 'capture_mode') facts.omitted = 'capture mode';
  return facts;
}

function withoutNull(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}
