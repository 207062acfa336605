/** A span of an OTLP request as plain data. */
import type { JsonObject } from '../../core/json.ts';
import type { SpanEvent, SpanLink, SpanStatus } from '../trace.ts';

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
