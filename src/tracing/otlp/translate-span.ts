/**
 * From a span as it was sent to MLflow's: reserved attributes that are there stay; what is missing is found by the
 * conventions (mlflow/tracing/otel/translation, `translate_span_when_storing`). Pure but for the price library's import.
 */
import { asObject, asString, parseJson, setMember, type Json, type JsonObject } from '../../core/json.ts';
import type { PriceOverrides } from '../pricing/overrides.ts';
import { modelSpanTypes, type Cost, type Span, type TokenUsage } from '../trace.ts';
import { firstText, firstValue, type ConventionSpan } from './conventions/convention.ts';
import { conventions } from './conventions/index.ts';
import type { OtlpSpan } from './otlp-span.ts';
import { priceSpan } from './price-span.ts';
import { spanUsage } from './span-usage.ts';

/** What translating needs besides the span. */
export interface TranslateContext {
  priceOverrides: PriceOverrides;
}

/** Translates one span. A client's own `mlflow.traceRequestId` is not believed. */
export async function translateSpan(sent: OtlpSpan, context: TranslateContext): Promise<Span> {
  const span = toConventionSpan(sent);
  const { attributes } = span;
  const { usage, refused } = spanUsage(span);
  const { inputs, outputs } = contentOf(span, usage !== null);
  const model =
    asString(attributes['mlflow.llm.model']) ??
    findText(span, 'modelKeys') ??
    asString(asObject(inputs)['model']) ??
    asString(asObject(outputs)['model']);
  const provider = asString(attributes['mlflow.llm.provider']) ?? findText(span, 'providerKeys');
  const type = findType(span, { model, used: usage !== null });
  const priced = await priceSpan(
    { attributes, type, provider, model, usage, startNs: sent.startNs },
    context.priceOverrides,
  );
  return {
    traceId: sent.traceId,
    spanId: sent.spanId,
    parentSpanId: sent.parentSpanId,
    name: sent.name,
    type,
    startNs: sent.startNs,
    endNs: sent.endNs,
    status: sent.status,
    provider,
    model,
    usage: usage ?? noUsage,
    cost: priced.cost,
    usageEstimated: priced.usageEstimated,
    estimatedCostUsd: priced.estimatedCostUsd,
    unpriced: priced.unpriced,
    attributes: {
      ...attributes,
      ...serviceName(sent),
      ...present({
        'mlflow.traceRequestId': sent.traceId,
        'mlflow.spanType': type,
        'mlflow.spanInputs': inputs,
        'mlflow.spanOutputs': outputs,
        'mlflow.chat.tokenUsage': attributes['mlflow.chat.tokenUsage'] ?? renderUsage(usage),
        'mlflow.chat.tools': attributes['mlflow.chat.tools'] ?? findTools(span),
        'mlflow.llm.model': model,
        'mlflow.llm.provider': provider,
        'mlflow.llm.cost': attributes['mlflow.llm.cost'] ?? renderCost(priced.cost),
        'weir.usage.refused': refused.length === 0 ? null : refused,
        'weir.cost.estimated_usd': priced.estimatedCostUsd,
        'weir.cost.unpriced': priced.unpriced.length === 0 ? null : priced.unpriced,
        'mlflow.message.format': attributes['mlflow.message.format'] ?? findFormat(span),
      }),
    },
    events: sent.events,
    scope: sent.scope,
    ...(sent.links.length === 0 ? {} : { links: sent.links }),
  };
}

const noUsage: TokenUsage = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};

/** JSON text becomes its value where that is text, an object or a list; `"1"` is not taken for a number. */
function unwrapAll(attributes: JsonObject): JsonObject {
  const unwrapped: JsonObject = {};
  for (const [key, value] of Object.entries(attributes)) setMember(unwrapped, key, unwrap(value));
  return unwrapped;
}

function unwrap(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  const inner = parseJson(value);
  return inner === undefined ? value : inner;
}

/** `UNKNOWN` counts as absent; a span that names a model is a call of one. */
function findType(span: ConventionSpan, { model, used }: { model: string | null; used: boolean }): string {
  const stated = asString(span.attributes['mlflow.spanType']);
  if (stated !== null && stated !== '' && stated !== 'UNKNOWN') return stated;
  for (const convention of conventions) {
    const type = convention.spanType?.(span) ?? null;
    if (type !== null) return type;
  }
  return model !== null && stated === null && used ? 'LLM' : 'UNKNOWN';
}

function toConventionSpan(sent: OtlpSpan): ConventionSpan {
  return {
    attributes: unwrapAll(sent.attributes),
    sent: sent.attributes,
    events: sent.events.map((event) => ({ ...event, attributes: unwrapAll(event.attributes) })),
  };
}

function contentOf(span: ConventionSpan, used: boolean): { inputs: Json | null; outputs: Json | null } {
  const { attributes } = span;
  const isCall = modelSpanTypes.includes(findType(span, { model: findText(span, 'modelKeys'), used }));
  return {
    inputs: attributes['mlflow.spanInputs'] ?? findContent(span, 'input', isCall),
    outputs: attributes['mlflow.spanOutputs'] ?? findContent(span, 'output', isCall),
  };
}

/** Members of conventions, in the order in which they are asked. */
const CONTENT = {
  input: ['inputMessages', 'inputs', 'eventInputs'],
  output: ['outputMessages', 'outputs', 'eventOutputs'],
} as const;

/** Messages in fields of their own are the whole of a model's call, and of other spans a part. */
function findContent(span: ConventionSpan, direction: keyof typeof CONTENT, isCall: boolean): Json | null {
  const [messages, ...others] = CONTENT[direction];
  for (const member of isCall ? [messages, ...others] : others) {
    for (const convention of conventions) {
      const value = convention[member]?.(span) ?? null;
      if (value !== null) return value;
    }
  }
  return null;
}

function findText(span: ConventionSpan, member: 'modelKeys' | 'providerKeys'): string | null {
  for (const convention of conventions) {
    const text = firstText(span, convention[member] ?? []);
    if (text !== null) return text;
  }
  return null;
}

function findTools(span: ConventionSpan): Json | null {
  for (const convention of conventions) {
    const value = firstValue(span, convention.toolKeys ?? []) ?? convention.tools?.(span) ?? null;
    if (value !== null) return value;
  }
  return null;
}

function findFormat(span: ConventionSpan): string | null {
  for (const convention of conventions) {
    const format = convention.messageFormat?.(span) ?? null;
    if (format !== null) return format;
  }
  return null;
}

function renderUsage(usage: TokenUsage | null): JsonObject | null {
  if (usage === null) return null;
  return present({
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
  });
}

function renderCost(cost: Cost): JsonObject | null {
  if (cost.totalCostUsd === null) return null;
  return present({
    input_cost: cost.inputCostUsd,
    output_cost: cost.outputCostUsd,
    total_cost: cost.totalCostUsd,
  });
}

/** The service is told once per trace, on its root. */
function serviceName({ parentSpanId, resource }: OtlpSpan): JsonObject {
  const name = asString(resource['service.name']);
  const isNamed = name !== null && name !== '' && !name.startsWith('unknown_service');
  return parentSpanId === null && isNamed ? { 'service.name': name } : {};
}

function present(members: { [key: string]: Json | undefined }): JsonObject {
  const known: JsonObject = {};
  for (const [key, value] of Object.entries(members)) {
    if (value !== null && value !== undefined) setMember(known, key, value);
  }
  return known;
}
