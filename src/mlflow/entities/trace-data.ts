/**
 * `traces.json`, the artifact form of a trace's spans, as every client that ever wrote one does: Python 3 (attribute
 * values as JSON text), TypeScript (values decoded), Python 2 (ids in hexadecimal, members of other names).
 */
import { AppError } from '../../core/app-error.ts';
import { toHex } from '../../core/ids.ts';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
} from '../../core/json.ts';
import { parseLosslessJson } from '../../core/lossless-json.ts';
import type { OtlpSpan } from '../../tracing/otlp/otlp-span.ts';
import type { Span, SpanEvent, SpanLink, SpanStatus } from '../../tracing/trace.ts';
import { inReadingOrder, renderArtifactSpan } from './span.ts';

/** Name of the artifact. */
export const traceDataFile = 'traces.json';

/** The spans of a trace as `traces.json`. */
export function renderTraceData(spans: readonly Span[]): object {
  return { spans: inReadingOrder(spans).map(renderArtifactSpan) };
}

/**
 * The spans of an uploaded `traces.json`.
 *
 * @param traceId the trace it was uploaded for; the ids in it are OpenTelemetry's, and Python 2's differ from ours
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readTraceData(text: string, traceId: string): OtlpSpan[] {
  const data = parseLosslessJson(text);
  const spans = isObject(data) ? data['spans'] : undefined;
  if (!Array.isArray(spans)) throw invalid('an object with a list of spans');
  return spans.map((span, index) => {
    if (!isObject(span)) throw invalid(`an object as span ${index}`);
    return toSpan(span, { traceId, index });
  });
}

function toSpan(span: JsonObject, { traceId, index }: { traceId: string; index: number }): OtlpSpan {
  const context = asObject(span['context']);
  const spanId = readId(span['span_id'] ?? context['span_id']);
  if (spanId === null) throw invalid(`an id for span ${index}`);
  const startNs = readNanoseconds(span['start_time_unix_nano'] ?? span['start_time']);
  if (startNs === null) throw invalid(`a start time for span ${index}`);
  return {
    traceId,
    spanId,
    parentSpanId: readId(span['parent_span_id'] ?? span['parent_id']),
    name: asString(span['name']) ?? '',
    startNs,
    endNs: readNanoseconds(span['end_time_unix_nano'] ?? span['end_time']),
    status: readStatus(span),
    attributes: readAttributes(asObject(span['attributes'])),
    events: asArray(span['events']).map((event) => readEvent(asObject(event))),
    links: asArray(span['links']).flatMap((link) => readLink(asObject(link))),
    resource: {},
    scope: '',
  };
}

/** 8 bytes in base64, or hexadecimal with or without `0x`; null for none. */
function readId(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const hex = value.replace(/^0x/, '').toLowerCase();
  if (/^[0-9a-f]{1,16}$/.test(hex) && !value.endsWith('=')) return hex.padStart(16, '0');
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    return bytes.byteLength === 8 ? toHex(bytes) : null;
  } catch {
    return null;
  }
}

/** Decimal nanoseconds; integers beyond 2^53 were kept as text when the file was parsed. */
function readNanoseconds(value: Json | undefined): string | null {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return value;
  const number = asNumber(value);
  return number !== null && number >= 0 && Number.isInteger(number) ? String(BigInt(number)) : null;
}

function readStatus(span: JsonObject): SpanStatus {
  const status = asObject(span['status']);
  const code = (asString(status['code'] ?? span['status_code']) ?? '').replace(/^STATUS_CODE_/, '');
  return {
    code: code === 'OK' || code === 'ERROR' ? code : 'UNSET',
    message: asString(status['message'] ?? span['status_message']) ?? '',
  };
}

/** Python writes every value as JSON text, even the trace's id; where that is so, all are parsed. */
function readAttributes(attributes: JsonObject): JsonObject {
  const isText = (asString(attributes['mlflow.traceRequestId']) ?? '').startsWith('"');
  if (!isText) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      typeof value === 'string' ? (parseLosslessJson(value) ?? value) : value,
    ]),
  );
}

function readEvent(event: JsonObject): SpanEvent {
  return {
    name: asString(event['name']) ?? '',
    timeNs: readNanoseconds(event['time_unix_nano'] ?? event['timestamp']) ?? '0',
    attributes: asObject(event['attributes']),
  };
}

/** Python names the trace as `tr-` and hexadecimal digits, or these alone; a link that leads nowhere is none. */
function readLink(link: JsonObject): SpanLink[] {
  const [, traceId] = /^(?:tr-)?([0-9a-f]{32})$/i.exec(asString(link['trace_id']) ?? '') ?? [];
  const spanId = readId(link['span_id']);
  if (traceId === undefined || spanId === null) return [];
  return [{ traceId: `tr-${traceId.toLowerCase()}`, spanId, attributes: asObject(link['attributes']) }];
}

function invalid(expected: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Invalid ${traceDataFile}: expected ${expected}.`);
}
