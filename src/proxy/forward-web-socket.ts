/**
 * WebSocket sessions (OpenAI Realtime and its like): messages pass both ways as they come, are noted, and the whole
 * session becomes one exchange when either side closes. A provider that does not upgrade has its answer passed on.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import type { AdmittedCall } from './admitted-call.ts';
import type { CallKeepers } from './call-upstream.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import { passAnswer } from './pass-answer.ts';
import type { ProxyServices } from './proxy-services.ts';
import { connectionFailure } from './render-failure.ts';
import { Watchdog } from './watchdog.ts';

/** A call that asks for an upgrade, and who looks after it. */
export interface UpgradingCall extends CallKeepers {
  call: AdmittedCall;
}

/**
 * Upgrades both sides and connects them.
 *
 * @throws AppError UPSTREAM_FAILED when the provider cannot be reached; INVALID_PARAMETER_VALUE for a prompt, which a
 *   session cannot take
 */
export async function forwardWebSocket(
  { call, recording, owner }: UpgradingCall,
  services: ProxyServices,
): Promise<Response> {
  const { reference, fallback } = call.context.prompt;
  if (reference !== null && fallback === 'fail') {
    throw invalidParameter('x-weir-prompt', 'a chat call: a WebSocket session takes no prompt');
  }
  const answer = await upgradeUpstream(call, services);
  const provider = answer.webSocket ?? null;
  if (provider === null) {
    const abort = new AbortController();
    const upstream = {
      answer,
      watchdog: createWatchdog(abort, services),
      abort,
      takeHangUps: () => undefined,
      usageAsked: false,
    };
    return passAnswer(
      { call, recording, owner, hasExpired: () => abort.signal.aborted, ...upstream },
      services,
    );
  }
  recording?.headersArrived(101, answer.headers);
  recording?.sessionOpened((text) => call.match.provider.dialect.isSessionPiece?.(text) ?? false);
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

async function upgradeUpstream(call: AdmittedCall, services: ProxyServices): Promise<Response> {
  const headers = new Headers(call.headers);
  headers.set('upgrade', 'websocket');
  const { name } = call.match.provider;
  try {
    return await services.fetchUpstream(call.url, { headers, redirect: 'manual' });
  } catch (cause) {
    services.log.error('upstream-unreachable', cause, { provider: name });
    throw new AppError('UPSTREAM_FAILED', `${name} could not be reached: ${connectionFailure(cause)}`, {
      cause,
    });
  }
}

function createWatchdog(abort: AbortController, services: ProxyServices): Watchdog {
  const { settings } = services;
  return new Watchdog({
    firstByteTimeoutMs: settings.firstByteTimeoutMs,
    idleTimeoutMs: settings.idleTimeoutMs,
    now: () => services.now(),
    onExpire: () => abort.abort(new Error('the provider was silent for too long')),
  });
}

interface Session {
  caller: WebSocket;
  provider: WebSocket;
  recording: ExchangeRecording | null;
}

function connect({ caller, provider, recording }: Session): void {
  for (const socket of [caller, provider]) {
    socket.binaryType = 'arraybuffer';
    socket.accept();
  }
  const sides = [
    { from: 'caller', source: caller, target: provider, end: 'client_cancelled' },
    { from: 'provider', source: provider, target: caller, end: 'upstream_failed' },
  ] as const;
  for (const { from, source, target, end } of sides) {
    source.addEventListener('message', (event: MessageEvent) => {
      const data: unknown = event.data;
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return;
      recording?.messagePassed(from, data);
      // A side that is closing takes no more messages; its own close event ends the session.
      if (target.readyState === WebSocket.READY_STATE_OPEN) target.send(data);
    });
    source.addEventListener('close', (event: CloseEvent) => {
      closeQuietly(target, event);
      const broken = event.code === NO_CLOSE_FRAME;
      recording?.finish({ end: broken ? end : 'complete', failure: null });
    });
    source.addEventListener('error', () => {
      closeQuietly(target, { code: NO_CLOSE_FRAME, reason: '' });
      recording?.finish({ end, failure: 'The WebSocket broke off.' });
    });
  }
}

/** RFC 6455, section 7.4.1: the connection ended without a close frame; such codes may not be sent on. */
const NO_CLOSE_FRAME = 1006;
const NO_STATUS = 1005;

function closeQuietly(target: WebSocket, { code, reason }: Pick<CloseEvent, 'code' | 'reason'>): void {
  const sendable = code !== NO_CLOSE_FRAME && code !== NO_STATUS;
  try {
    if (sendable) target.close(code, reason);
    else target.close();
  } catch {
    // The other side has closed already: both ends are gone, which is what was wanted.
  }
}
