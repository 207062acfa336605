/** What happened during a call, as span events: errors in OpenTelemetry's form, and what Weir did not understand. */
import type { CallFacts } from './build-trace.ts';
import type { SpanEvent } from './trace.ts';

/** The events of the span, in order. */
export function spanEvents({ exchange, outcome, reading }: CallFacts): SpanEvent[] {
  const at = (ms: number): string => String(BigInt(Math.round(exchange.startedAtMs + ms)) * 1_000_000n);
  const events: SpanEvent[] = [];
  if (exchange.notUnderstood.length > 0) {
    events.push({
      name: 'weir.headers_not_understood',
      timeNs: at(0),
      attributes: { headers: exchange.notUnderstood },
    });
  }
  if (reading.firstTokenAtMs !== null) {
    events.push({ name: 'gen_ai.first_token', timeNs: at(reading.firstTokenAtMs), attributes: {} });
  }
  if (outcome.state === 'ERROR') {
    events.push({
      name: 'exception',
      timeNs: at(exchange.endedAtMs),
      attributes: { 'exception.type': outcome.type ?? 'error', 'exception.message': outcome.message },
    });
  }
  return events;
}
