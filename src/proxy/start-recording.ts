/** Opens the recording of an admitted call. */
import type { AdmittedCall } from './admitted-call.ts';
import type { SocketPlace } from './exchange.ts';
import { ExchangeRecording, type RecordingIds, type RecordingInput } from './exchange-recording.ts';
import type { ProxyServices } from './proxy-services.ts';

/** The recording of a call, or null when the caller wants none. */
export function startRecording(call: AdmittedCall, services: ProxyServices): ExchangeRecording | null {
  const input = recordingInput(call);
  return input === null ? null : new ExchangeRecording(input, services);
}

/** A call that was made by a message on a socket. */
export interface SocketCallStart {
  /** Ids that were given out already, else null. */
  ids: RecordingIds | null;
  socket: SocketPlace;
  /** Unix milliseconds. */
  startedAtMs: number;
}

/** The recording of a call on a WebSocket that `call` opened: as if it had come over HTTP; null when none is wanted. */
export function startSocketRecording(
  call: AdmittedCall,
  start: SocketCallStart,
  services: ProxyServices,
): ExchangeRecording | null {
  const input = recordingInput(call);
  if (input === null) return null;
  const requestHeaders = new Headers(input.requestHeaders);
  requestHeaders.set('content-type', 'application/json');
  requestHeaders.delete('content-encoding');
  // The caller's span opened the socket; of the calls on it only the first can be its child.
  const context = start.ids === null ? { ...input.context, traceParent: null } : input.context;
  return new ExchangeRecording({ ...input, ...start, context, requestHeaders, method: 'POST' }, services);
}

function recordingInput(call: AdmittedCall): RecordingInput | null {
  if (call.captureMode === 'off') return null;
  const { grant, credentials } = call.admission;
  return {
    provider: call.match.provider.name,
    method: call.request.method,
    url: call.url,
    context: call.context,
    captureMode: call.captureMode,
    keyId: grant?.keyId ?? null,
    experiment: grant?.experimentId ?? call.context.experiment,
    requestHeaders: call.request.headers,
    credentials,
    startedAtMs: call.startedAtMs,
    ids: null,
    socket: null,
  };
}
