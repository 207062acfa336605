/**
 * An OTLP export request as plain spans. The wire is read by the maintained protobuf runtime with generated descriptors,
 * span by span: one that cannot be read is rejected alone. Here are only OTLP's own manners: hexadecimal ids in JSON, and
 * attribute values as plain JSON.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { fromBinary, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { asArray, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { parseLosslessJson } from '../../core/lossless-json.ts';
import { boundBinaryValues, boundJsonValues, decodedDepth } from './bound-values.ts';
import {
  ExportTraceServiceRequestSchema,
  type ExportTraceServiceRequest,
} from './generated/proto/collector/trace/v1/trace_service_pb.js';
import {
  ResourceSpansSchema,
  ScopeSpansSchema,
  SpanSchema,
  type ResourceSpans,
  type ScopeSpans,
  type Span as WireSpan,
} from './generated/proto/trace/v1/trace_pb.js';
import type { OtlpSpan } from './otlp-span.ts';
import { OtlpRefusal } from './refusal.ts';
import { SpanRejection, toObject, toOtlpSpan } from './read-span.ts';
import { splitBinary } from './split-binary.ts';

/** How the request's body is written. */
export type OtlpMediaType = 'application/x-protobuf' | 'application/json';

/** What a request holds. */
export interface DecodedRequest {
  /** In order. */
  spans: OtlpSpan[];
  /** Why spans were rejected, one for each. */
  rejected: SpanRejection[];
}

/** A span before its message is decoded, and what surrounds it. */
interface SentSpan {
  resource: JsonObject;
  scope: string;
  decode: () => WireSpan;
}

const INVALID = 'Invalid OpenTelemetry format';
const ID_MEMBERS = ['traceId', 'spanId', 'parentSpanId', 'trace_id', 'span_id', 'parent_span_id'];

/**
 * The spans of a request, and what was wrong with those that are no spans.
 *
 * @throws OtlpRefusal 400 for what is not OTLP
 */
export function decodeRequest(body: Uint8Array, mediaType: OtlpMediaType): DecodedRequest {
  const sent = mediaType === 'application/json' ? readJson(body) : readBinary(body);
  const decoded: DecodedRequest = { spans: [], rejected: [] };
  for (const { decode, ...from } of sent) {
    try {
      decoded.spans.push(toOtlpSpan(decode(), from));
    } catch (cause) {
      decoded.rejected.push(
        cause instanceof SpanRejection ? cause : new SpanRejection(400, 'it is no span', cause),
      );
    }
  }
  return decoded;
}

function readJson(body: Uint8Array): SentSpan[] {
  return orRefuse(() => {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
    const json = parseLosslessJson(text, decodedDepth);
    if (!isObject(json)) throw new OtlpRefusal(400, INVALID);
    boundJsonValues(json);
    return listOf(json['resourceSpans'] ?? json['resource_spans'], true).flatMap((group) => {
      const scopes = group['scopeSpans'] ?? group['scope_spans'];
      const { scopeSpans: _, scope_spans: __, ...outer } = group;
      const resource = resourceOf(read(ResourceSpansSchema, outer));
      return listOf(scopes, false).flatMap((scopeSpans) => {
        const { spans, ...inner } = scopeSpans;
        const scope = scopeOf(read(ScopeSpansSchema, inner));
        return asArray(spans).map((span) => ({ resource, scope, decode: () => readJsonSpan(span) }));
      });
    });
  });
}

function read<Schema extends typeof ResourceSpansSchema | typeof ScopeSpansSchema | typeof SpanSchema>(
  schema: Schema,
  json: JsonObject,
) {
  return fromJson(schema, json as JsonValue, { ignoreUnknownFields: true, recursionLimit: decodedDepth });
}

/** @throws OtlpRefusal when it is no list of objects, or empty where there must be some */
function listOf(value: Json | undefined, isNeeded: boolean): JsonObject[] {
  if ((value === undefined || value === null) && !isNeeded) return [];
  if (value === undefined || (Array.isArray(value) && value.length === 0 && isNeeded)) {
    throw new OtlpRefusal(400, `${INVALID} - no spans found`);
  }
  if (!Array.isArray(value) || !value.every(isObject)) throw new OtlpRefusal(400, INVALID);
  return value;
}

function readJsonSpan(span: Json): WireSpan {
  if (!isObject(span)) throw new SpanRejection(400, 'it is no object');
  encodeIds(span);
  for (const link of asArray(span['links'])) if (isObject(link)) encodeIds(link);
  try {
    return read(SpanSchema, span);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'a member has a wrong type';
    throw new SpanRejection(400, reason, cause);
  }
}

/** OTLP's JSON writes ids in hex, protobuf's mapping reads base64. */
function encodeIds(holder: JsonObject): void {
  for (const member of ID_MEMBERS) {
    const hex = holder[member];
    if (typeof hex !== 'string') continue;
    if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new SpanRejection(400, `${member} is not hexadecimal`);
    holder[member] = btoa(hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
  }
}

function readBinary(body: Uint8Array): SentSpan[] {
  return orRefuse(() => {
    const request = readWhole(body);
    const sent = request === null ? readParts(body) : request.resourceSpans.flatMap(spansOfGroup);
    const isEmpty = request === null ? sent.length === 0 : request.resourceSpans.length === 0;
    if (isEmpty) throw new OtlpRefusal(400, `${INVALID} - no spans found`);
    return sent;
  });
}

const options = { readUnknownFields: false, recursionLimit: decodedDepth };

/** Values that are too deep are rare enough to be found by the failure of the decoder; so are spans that are none. */
function readWhole(body: Uint8Array): ExportTraceServiceRequest | null {
  for (const bytes of [() => body, () => boundBinaryValues(body)]) {
    try {
      return fromBinary(ExportTraceServiceRequestSchema, bytes(), options);
    } catch {
      continue;
    }
  }
  return null;
}

function spansOfGroup(group: ResourceSpans): SentSpan[] {
  const resource = resourceOf(group);
  return group.scopeSpans.flatMap((scopeSpans) =>
    scopeSpans.spans.map((span) => ({ resource, scope: scopeOf(scopeSpans), decode: () => span })),
  );
}

function readParts(body: Uint8Array): SentSpan[] {
  return splitBinary(body).flatMap(({ group, scopes }) => {
    const resource = resourceOf(fromBinary(ResourceSpansSchema, group, options));
    return scopes.flatMap((part) => {
      const scope = scopeOf(fromBinary(ScopeSpansSchema, part.scope, options));
      return part.spans.map((bytes) => ({
        resource,
        scope,
        decode: () => fromBinary(SpanSchema, bytes, options),
      }));
    });
  });
}

function resourceOf(group: unknown): JsonObject {
  return toObject((group as ResourceSpans).resource?.attributes ?? []);
}

function scopeOf(scopeSpans: unknown): string {
  return (scopeSpans as ScopeSpans).scope?.name ?? '';
}

function orRefuse<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw cause instanceof OtlpRefusal ? cause : new OtlpRefusal(400, INVALID, cause);
  }
}
