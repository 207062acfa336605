/** A span's message as plain data, and why one is rejected. */
import { toHex } from '../../core/ids.ts';
import { setMember, type Json, type JsonObject } from '../../core/json.ts';
import type { SpanLink, SpanStatus } from '../trace.ts';
import type { AnyValue, KeyValue } from './generated/proto/common/v1/common_pb.js';
import {
  Status_StatusCode,
  type Span as WireSpan,
  type Span_Link as WireLink,
} from './generated/proto/trace/v1/trace_pb.js';
import type { OtlpSpan } from './otlp-span.ts';

/** What is wrong with one span. Others of its request are taken. */
export class SpanRejection extends Error {
  /** Of the answer, should no span of the request be taken: 422 for ids and times, 400 for what is no span. */
  readonly status: 400 | 422;

  constructor(status: 400 | 422, reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = 'SpanRejection';
    this.status = status;
  }

  /** What that answer says, as MLflow's does. */
  get refusal(): string {
    return this.status === 422
      ? 'Cannot convert OpenTelemetry span to MLflow span'
      : 'Invalid OpenTelemetry format';
  }
}

/** The largest time that 64 bits with a sign hold. */
const MOST_NS = 2n ** 63n - 1n;

function rejected(reason: string): SpanRejection {
  return new SpanRejection(422, reason);
}

/**
 * A decoded span as plain data.
 *
 * @param from what it stands in: attributes of the resource, and the name of the instrumentation
 * @throws SpanRejection for a span without ids, or with a time beyond 64 bits
 */
export function toOtlpSpan(span: WireSpan, from: Pick<OtlpSpan, 'resource' | 'scope'>): OtlpSpan {
  const [traceId, spanId] = [idOf(span.traceId, 16), idOf(span.spanId, 8)];
  if (traceId === null) throw rejected('its trace id is missing, zero or of another length than 16 bytes');
  if (spanId === null) throw rejected('its span id is missing, zero or of another length than 8 bytes');
  if (span.startTimeUnixNano > MOST_NS || span.endTimeUnixNano > MOST_NS)
    throw rejected('its time is out of range');
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

/** Attributes as plain members. */
export function toObject(attributes: readonly KeyValue[]): JsonObject {
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
