/** OTLP requests for tests, in both encodings. */
import { create, toBinary, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { randomHex } from '../../src/core/ids.ts';
import { ExportTraceServiceRequestSchema } from '../../src/tracing/otlp/generated/proto/collector/trace/v1/trace_service_pb.js';
import type { Json, JsonObject } from '../../src/core/json.ts';

export interface OtlpSpanSketch {
  traceId: string;
  spanId?: string;
  parentSpanId?: string;
  name?: string;
  startNs?: string | number;
  endNs?: string | number;
  attributes?: JsonObject;
  events?: { name: string; attributes: JsonObject }[];
  /** Ids in hexadecimal. */
  links?: { traceId: string; spanId: string; attributes?: JsonObject }[];
  status?: { code?: number; message?: string };
}

export const startNs = '1792065600123456789';
export const endNs = '1792065601327456789';

export const newHexTraceId = (): string => randomHex(16);

/** A value as OTLP/JSON writes it. */
export function anyValue(value: Json): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value) } };
}

export function keyValues(members: JsonObject): JsonObject[] {
  return Object.entries(members).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** The request in OTLP's JSON. */
export function otlpJson(sketches: OtlpSpanSketch[], resource: JsonObject = {}): JsonObject {
  const spans = sketches.map((sketch) => ({
    traceId: sketch.traceId,
    spanId: sketch.spanId ?? randomHex(8),
    parentSpanId: sketch.parentSpanId ?? '',
    name: sketch.name ?? 'span',
    kind: 1,
    startTimeUnixNano: sketch.startNs ?? startNs,
    endTimeUnixNano: sketch.endNs ?? endNs,
    attributes: keyValues(sketch.attributes ?? {}),
    events: (sketch.events ?? []).map((event) => ({
      name: event.name,
      timeUnixNano: startNs,
      attributes: keyValues(event.attributes),
    })),
    links: (sketch.links ?? []).map(({ traceId, spanId, attributes = {} }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    status: (sketch.status ?? {}) as JsonObject,
  }));
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: 'test' }, spans }],
      },
    ],
  };
}

/** The same as protobuf bytes. */
export function otlpBinary(sketches: OtlpSpanSketch[], resource: JsonObject = {}): Uint8Array {
  const json = otlpJson(sketches, resource) as JsonValue;
  const toBase64 = (hex: string): string =>
    btoa(hex.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
  const text = JSON.stringify(json, (key, value: unknown) =>
    ['traceId', 'spanId', 'parentSpanId'].includes(key) && typeof value === 'string'
      ? toBase64(value)
      : value,
  );
  const message = create(
    ExportTraceServiceRequestSchema,
    fromJson(ExportTraceServiceRequestSchema, JSON.parse(text) as JsonValue),
  );
  return toBinary(ExportTraceServiceRequestSchema, message);
}
