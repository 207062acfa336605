/** Opens the recording of an admitted call. */
import type { AdmittedCall } from './admitted-call.ts';
import { ExchangeRecording } from './exchange-recording.ts';
import type { ProxyServices } from './proxy-services.ts';

/** The recording of a call, or null when the caller wants none. */
export function startRecording(call: AdmittedCall, services: ProxyServices): ExchangeRecording | null {
  if (call.captureMode === 'off') return null;
  const { grant, credentials } = call.admission;
  return new ExchangeRecording(
    {
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
    },
    services,
  );
}
