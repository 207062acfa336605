/**
 * Spans as MLflow's clients read them: the protobuf JSON of OpenTelemetry's Span (GetTrace, BatchGetTraces), and the
 * form of `traces.json` (mlflow/entities/span.py, `to_otel_proto` and `to_dict`).
 */
import type { Json, JsonObject } from '../../core/json.ts';
import { limits } from '../../core/limits.ts';
import type { Span, SpanEvent, SpanLink } from '../../tracing/trace.ts';

/** Attributes whose value is a 64-bit integer that a number cannot hold, kept as text. */
const INTEGER_ATTRIBUTES = new Set(['mlflow.spanStartTimeNs']);

/** A span as protobuf JSON: ids in base64, attribute values as AnyValue, decoded. */
export function renderSpan(span: Span): JsonObject {
  return {
    trace_id: base64Id(span.traceId.replace(/^tr-/, '')),
    span_id: base64Id(span.spanId),
    parent_span_id: span.parentSpanId === null ? '' : base64Id(span.parentSpanId),
    name: span.name,
    start_time_unix_nano: span.startNs,
    ...(span.endNs === null ? {} : { end_time_unix_nano: span.endNs }),
    attributes: renderAttributes(attributesOf(span)),
    events: span.events.map(renderEvent),
    links: (span.links ?? []).map(renderLink),
    status: { code: `STATUS_CODE_${span.status.code}`, message: span.status.message },
  };
}

/** A span of `traces.json`: attribute values as JSON text, times as integers that exceed what a number holds. */
export function renderArtifactSpan(span: Span): object {
  const attributes = Object.entries(attributesOf(span)).map(([key, value]) => [key, JSON.stringify(value)]);
  return {
    trace_id: base64Id(span.traceId.replace(/^tr-/, '')),
    span_id: base64Id(span.spanId),
    parent_span_id: span.parentSpanId === null ? null : base64Id(span.parentSpanId),
    name: span.name,
    start_time_unix_nano: rawInteger(span.startNs),
    end_time_unix_nano: span.endNs === null ? null : rawInteger(span.endNs),
    events: span.events.map(({ name, timeNs, attributes: own }) => ({
      name,
      time_unix_nano: rawInteger(timeNs),
      attributes: own,
    })),
    status: { code: `STATUS_CODE_${span.status.code}`, message: span.status.message },
    attributes: Object.fromEntries(attributes) as JsonObject,
    links: (span.links ?? []).map((link) => ({
      trace_id: link.traceId,
      span_id: link.spanId,
      attributes: link.attributes,
    })),
  };
}

/** TypeScript's library does not describe it yet (ECMA-262, JSON.rawJSON). */
const { rawJSON } = JSON as unknown as { rawJSON: (this: void, text: string) => object };

/** Decimal digits that JSON.stringify writes as they are. */
function rawInteger(digits: string): object {
  return rawJSON(/^\d+$/.test(digits) ? digits : '0');
}

/** Spans root first, then by start, as the reference server returns them. */
export function inReadingOrder(spans: readonly Span[]): Span[] {
  return spans.toSorted(
    (one, two) =>
      Number(one.parentSpanId !== null) - Number(two.parentSpanId !== null) ||
      one.startNs.length - two.startNs.length ||
      (one.startNs < two.startNs ? -1 : Number(one.startNs > two.startNs)),
  );
}

/** The trace id is on every span, or Python refuses to load it. */
function attributesOf(span: Span): JsonObject {
  return {
    ...span.attributes,
    'mlflow.traceRequestId': span.traceId,
    'mlflow.spanType': span.attributes['mlflow.spanType'] ?? span.type,
  };
}

function renderEvent(event: SpanEvent): JsonObject {
  return {
    name: event.name,
    time_unix_nano: event.timeNs,
    attributes: renderAttributes(event.attributes),
  };
}

function renderLink(link: SpanLink): JsonObject {
  return {
    trace_id: base64Id(link.traceId.replace(/^tr-/, '')),
    span_id: base64Id(link.spanId),
    attributes: renderAttributes(link.attributes),
  };
}

function renderAttributes(attributes: JsonObject): JsonObject[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      INTEGER_ATTRIBUTES.has(key) && typeof value === 'string' ? { int_value: value } : renderAnyValue(value),
  }));
}

/** null is an empty AnyValue; what is too deep for the client's decoder is its JSON text. */
function renderAnyValue(value: Json, depth: number = limits.wireJsonDepth): JsonObject {
  switch (typeof value) {
    case 'string':
      return { string_value: value };
    case 'boolean':
      return { bool_value: value };
    case 'number':
      return Number.isSafeInteger(value) ? { int_value: String(value) } : { double_value: value };
    default:
  }
  if (value === null) return {};
  if (depth === 0) return { string_value: JSON.stringify(value) };
  if (Array.isArray(value)) {
    return { array_value: { values: value.map((item) => renderAnyValue(item, depth - 1)) } };
  }
  const members = Object.entries(value);
  return {
    kvlist_value: {
      values: members.map(([key, member]) => ({ key, value: renderAnyValue(member, depth - 1) })),
    },
  };
}

/** Hexadecimal digits as base64; what is no hex (an id some client chose) yields no bytes. */
function base64Id(hex: string): string {
  const pairs = /^(?:[0-9a-f]{2})+$/i.test(hex) ? (hex.match(/../g) ?? []) : [];
  return btoa(pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''));
}
