/**
 * An OTLP export request as plain spans. The wire is read by the maintained protobuf runtime with generated
 * descriptors; here are only OTLP's own manners: hexadecimal ids in JSON, and attribute values as plain JSON.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { fromBinary, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { toHex } from '../../core/ids.ts';
import { asArray, asObject, isObject, setMember, type Json, type JsonObject } from '../../core/json.ts';
import { parseLosslessJson } from '../../core/lossless-json.ts';
import type { SpanEvent, SpanLink, SpanStatus } from '../trace.ts';
import { boundBinaryValues, boundJsonValues, decodedDepth } from './bound-values.ts';
import {
  ExportTraceServiceRequestSchema,
  type ExportTraceServiceRequest,
} from './generated/proto/collector/trace/v1/trace_service_pb.js';
import type { AnyValue, KeyValue } from './generated/proto/common/v1/common_pb.js';
import {
  Status_StatusCode,
  type Span as WireSpan,
  type Span_Link as WireLink,
} from './generated/proto/trace/v1/trace_pb.js';
import { OtlpRefusal } from './refusal.ts';

/** A span as it was sent. Times are Unix nanoseconds, decimal. */
export interface OtlpSpan {
  /** MLflow's form: `tr-` and 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /** Null for a root. */
  parentSpanId: string | null;
  name: string;
  startNs: string;
  /** Null when the span has not ended. */
  endNs: string | null;
  status: SpanStatus;
  attributes: JsonObject;
  events: SpanEvent[];
  links: SpanLink[];
  /** Attributes of what made the span: service, process, SDK. */
  resource: JsonObject;
  /** Name of the instrumentation. */
  scope: string;
}

/** How the request's body is written. */
export type OtlpMediaType = 'application/x-protobuf' | 'application/json';

const INVALID = 'Invalid OpenTelemetry format';
const ID_MEMBERS = ['traceId', 'spanId', 'parentSpanId', 'trace_id', 'span_id', 'parent_span_id'];

/**
 * The spans of a request, in order.
 *
 * @throws OtlpRefusal 400 for what is not OTLP, 422 for a span without ids
 */
export function decodeRequest(body: Uint8Array, mediaType: OtlpMediaType): OtlpSpan[] {
  const request = parse(body, mediaType);
  if (request.resourceSpans.length === 0) throw new OtlpRefusal(400, `${INVALID} - no spans found`);
  return request.resourceSpans.flatMap((group) => {
    const resource = toObject(group.resource?.attributes ?? []);
    return group.scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => toSpan(span, { resource, scope: scope?.name ?? '' })),
    );
  });
}

function parse(body: Uint8Array, mediaType: OtlpMediaType): ExportTraceServiceRequest {
  try {
    if (mediaType === 'application/x-protobuf') {
      return parseBinary(body);
    }
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
    const json = parseLosslessJson(text, decodedDepth);
    if (!isObject(json)) throw new OtlpRefusal(400, INVALID);
    boundJsonValues(json);
    return fromJson(ExportTraceServiceRequestSchema, withBase64Ids(json) as JsonValue, {
      ignoreUnknownFields: true,
      recursionLimit: decodedDepth,
    });
  } catch (cause) {
    throw cause instanceof OtlpRefusal ? cause : new OtlpRefusal(400, INVALID, cause);
  }
}

/** Values that are too deep are rare enough to be found by the failure of the decoder. */
function parseBinary(body: Uint8Array): ExportTraceServiceRequest {
  const options = { readUnknownFields: false, recursionLimit: decodedDepth };
  try {
    return fromBinary(ExportTraceServiceRequestSchema, body, options);
  } catch {
    return fromBinary(ExportTraceServiceRequestSchema, boundBinaryValues(body), options);
  }
}

/** OTLP's JSON writes ids in hex, protobuf's mapping reads base64. */
function withBase64Ids(request: JsonObject): JsonObject {
  const groups = asArray(request['resourceSpans'] ?? request['resource_spans']);
  for (const group of groups) {
    const scopes = asArray(asObject(group)['scopeSpans'] ?? asObject(group)['scope_spans']);
    for (const scope of scopes) {
      for (const span of asArray(asObject(scope)['spans'])) {
        if (!isObject(span)) continue;
        encodeIds(span);
        for (const link of asArray(span['links'])) if (isObject(link)) encodeIds(link);
      }
    }
  }
  return request;
}

function encodeIds(holder: JsonObject): void {
  for (const member of ID_MEMBERS) {
    const hex = holder[member];
    if (typeof hex !== 'string') continue;
    if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new OtlpRefusal(400, INVALID);
    holder[member] = btoa(hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
  }
}

function toSpan(span: WireSpan, from: Pick<OtlpSpan, 'resource' | 'scope'>): OtlpSpan {
  const [traceId, spanId] = [idOf(span.traceId, 16), idOf(span.spanId, 8)];
  if (traceId === null || spanId === null) {
    throw new OtlpRefusal(422, 'Cannot convert OpenTelemetry span to MLflow span');
  }
  return {
    ...from,
    traceId: `tr-${traceId}`,
    spanId,
    parentSpanId: idOf(span.parentSpanId, 8),
    name: span.name,
    startNs: String(span.startTimeUnixNano),
    endNs: span.endTimeUnixNano === 0n ? null : String(span.endTimeUnixNano),
    status: { code: statusOf(span.status?.code), message: span.status?.message ?? '' },
    attributes: toObject(span.attributes),
    events: span.events.map((event) => ({
      name: event.name,
      timeNs: String(event.timeUnixNano),
      attributes: toObject(event.attributes),
    })),
    links: span.links.flatMap(toLink),
  };
}

/** A link that leads nowhere is none. */
function toLink(link: WireLink): SpanLink[] {
  const [traceId, spanId] = [idOf(link.traceId, 16), idOf(link.spanId, 8)];
  if (traceId === null || spanId === null) return [];
  return [{ traceId: `tr-${traceId}`, spanId, attributes: toObject(link.attributes) }];
}

/** The id in hex; null when it is missing, of another length, or all zero, which W3C trace context calls invalid. */
function idOf(bytes: Uint8Array, byteCount: number): string | null {
  if (bytes.byteLength !== byteCount || bytes.every((byte) => byte === 0)) return null;
  return toHex(bytes);
}

function statusOf(code: Status_StatusCode | undefined): SpanStatus['code'] {
  if (code === Status_StatusCode.OK) return 'OK';
  return code === Status_StatusCode.ERROR ? 'ERROR' : 'UNSET';
}

function toObject(attributes: readonly KeyValue[]): JsonObject {
  const members: JsonObject = {};
  for (const { key, value } of attributes) setMember(members, key, toJson(value));
  return members;
}

/** Integers beyond what a number holds become decimal text, bytes base64; nothing is null. */
function toJson(value: AnyValue | undefined): Json {
  const held = value?.value;
  switch (held?.case) {
    case 'stringValue':
    case 'boolValue':
      return held.value;
    case 'intValue': {
      const number = Number(held.value);
      return Number.isSafeInteger(number) ? number : String(held.value);
    }
    case 'doubleValue':
      return Number.isFinite(held.value) ? held.value : String(held.value);
    case 'bytesValue':
      return btoa(Array.from(held.value, (byte) => String.fromCharCode(byte)).join(''));
    case 'arrayValue':
      return held.value.values.map(toJson);
    case 'kvlistValue':
      return toObject(held.value.values);
    default:
      return null;
  }
}
