/** How a call went, in MLflow's two words and one sentence. A stream without its end marker is no success (F10). */
import { redactSecrets } from '../core/redaction.ts';
import type { Exchange } from '../proxy/exchange.ts';
import { saysAll } from '../proxy/answer-so-far.ts';
import type { Reading } from '../proxy/providers/contract.ts';

/** State of the trace and its span; `type` is OpenTelemetry's `error.type`. */
export interface Outcome {
  state: 'OK' | 'ERROR';
  type: string | null;
  message: string;
}

/**
 * The outcome of an exchange as its reading tells it. A caller who has had the last event has had the answer, whatever came
 * after: most SDKs close their connection there.
 */
export function describeOutcome(exchange: Exchange, reading: Reading): Outcome {
  if (reading.error !== null) return failed(reading.error.type, reading.error.message);
  if (exchange.end === 'client_cancelled' && !saysAll(reading)) {
    return failed('client_cancelled', 'The caller hung up before the answer was complete.');
  }
  if (exchange.status !== null && exchange.status >= 400) {
    return failed(`http_${exchange.status}`, `The provider answered ${exchange.status}.`);
  }
  if (reading.streamed && reading.complete) return { state: 'OK', type: null, message: '' };
  if (exchange.end === 'timed_out')
    return failed('timed_out', exchange.failure ?? 'The provider was silent for too long.');
  if (exchange.end === 'upstream_failed')
    return failed('upstream_failed', exchange.failure ?? 'The connection to the provider failed.');
  if (reading.streamed && exchange.end !== 'client_cancelled' && !exchange.response.endLost) {
    return failed('incomplete_stream', 'The stream ended without its end marker.');
  }
  return { state: 'OK', type: null, message: '' };
}

function failed(type: string, message: string): Outcome {
  return { state: 'ERROR', type, message: redactSecrets(message) };
}
