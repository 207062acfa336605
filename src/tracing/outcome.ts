/** How a call went, in MLflow's two words and one sentence. A stream without its end marker is no success (F10). */
import { redactSecrets } from '../core/redaction.ts';
import type { Exchange } from '../proxy/exchange.ts';
import type { Reading } from '../proxy/providers/contract.ts';

/** State of the trace and its span; `type` is OpenTelemetry's `error.type`. */
export interface Outcome {
  state: 'OK' | 'ERROR';
  type: string | null;
  message: string;
}

/** The outcome of an exchange as its reading tells it. */
export function describeOutcome(exchange: Exchange, reading: Reading): Outcome {
  if (exchange.end === 'client_cancelled') {
    return failed('client_cancelled', 'The caller hung up before the answer was complete.');
  }
  if (reading.error !== null) return failed(reading.error.type, reading.error.message);
  if (exchange.status !== null && exchange.status >= 400) {
    return failed(`http_${exchange.status}`, `The provider answered ${exchange.status}.`);
  }
  if (exchange.end === 'timed_out')
    return failed('timed_out', exchange.failure ?? 'The provider was silent for too long.');
  if (exchange.end === 'upstream_failed')
    return failed('upstream_failed', exchange.failure ?? 'The connection to the provider failed.');
  if (reading.streamed && !reading.complete && exchange.response.endKept) {
    return failed('incomplete_stream', 'The stream ended without its end marker.');
  }
  return { state: 'OK', type: null, message: '' };
}

function failed(type: string, message: string): Outcome {
  return { state: 'ERROR', type, message: redactSecrets(message) };
}
