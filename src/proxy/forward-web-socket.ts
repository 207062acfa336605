/**
 * WebSocket sessions (OpenAI Realtime and its like): messages pass both ways as they come, text messages are noted, and
 * the whole session becomes one exchange when either side closes.
 */
import { AppError } from '../core/app-error.ts';
import type { AdmittedCall, BackgroundOwner } from './admitted-call.ts';
import { startRecording } from './start-recording.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import type { ProxyServices } from './proxy-services.ts';

/**
 * Upgrades both sides and connects them. A provider that does not upgrade has its answer passed on.
 *
 * @throws AppError UPSTREAM_FAILED when the provider cannot be reached
 */
export async function forwardWebSocket(
  call: AdmittedCall,
  owner: BackgroundOwner,
  services: ProxyServices,
): Promise<Response> {
  const headers = new Headers(call.headers);
  headers.set('upgrade', 'websocket');
  let answer: Response;
  try {
    answer = await services.fetchUpstream(call.url, { headers });
  } catch (cause) {
    throw new AppError('UPSTREAM_FAILED', `${call.match.provider.name} could not be reached.`, { cause });
  }
  const provider = answer.webSocket;
  if (provider === null || provider === undefined) return answer;
  const recording = startRecording(call, services);
  if (recording !== null) owner.waitUntil(services.activity.track(recording.recorded));
  recording?.headersArrived(101, answer.headers);
  const pair = new WebSocketPair();
  const [toCaller, caller] = [pair[0], pair[1]];
  connect({ caller, provider, recording });
  const response = new Headers();
  const protocol = answer.headers.get('sec-websocket-protocol');
  if (protocol !== null) response.set('sec-websocket-protocol', protocol);
  if (recording !== null) {
    response.set('x-weir-trace-id', recording.traceId);
    const feedbackToken = await recording.feedbackToken;
    if (feedbackToken !== null) response.set('x-weir-feedback-token', feedbackToken);
  }
  return new Response(null, { status: 101, webSocket: toCaller, headers: response });
}

interface Session {
  caller: WebSocket;
  provider: WebSocket;
  recording: ExchangeRecording | null;
}

function connect({ caller, provider, recording }: Session): void {
  caller.accept();
  provider.accept();
  const sides = [
    { from: 'caller', source: caller, target: provider, end: 'client_cancelled' },
    { from: 'provider', source: provider, target: caller, end: 'upstream_failed' },
  ] as const;
  for (const { from, source, target, end } of sides) {
    source.addEventListener('message', (event: MessageEvent) => {
      const data: unknown = event.data;
      if (typeof data === 'string') {
        recording?.messagePassed(from, data);
        target.send(data);
      } else if (data instanceof ArrayBuffer) target.send(data);
    });
    source.addEventListener('close', (event: CloseEvent) => {
      closeQuietly(target, event);
      const broken = event.code === NO_CLOSE_FRAME;
      recording?.finish({ end: broken ? end : 'complete', failure: null });
    });
    source.addEventListener('error', () => {
      recording?.finish({ end, failure: 'The WebSocket broke off.' });
    });
  }
}

/** RFC 6455, section 7.4.1: the connection ended without a close frame; such codes may not be sent on. */
const NO_CLOSE_FRAME = 1006;
const NO_STATUS = 1005;

function closeQuietly(target: WebSocket, event: CloseEvent): void {
  const sendable = event.code !== NO_CLOSE_FRAME && event.code !== NO_STATUS;
  try {
    if (sendable) target.close(event.code, event.reason);
    else target.close();
  } catch {
    // The other side has closed already: both ends are gone, which is what was wanted.
  }
}
