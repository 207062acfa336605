/**
 * WebSockets: messages pass both ways as they come and are noted. Where many calls share a socket each becomes an exchange
 * when it ends; else the whole session is one, when either side closes. A provider that does not upgrade has its answer
 * passed on.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import type { AdmittedCall } from './admitted-call.ts';
import type { CallKeepers } from './call-upstream.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import { passAnswer } from './pass-answer.ts';
import type { ProxyServices } from './proxy-services.ts';
import { readablePath } from './readable-path.ts';
import { connectionFailure } from './render-failure.ts';
import { signUpstream } from './sign-upstream.ts';
import { SocketCalls, type SocketEnd } from './socket-calls.ts';
import { startSocketRecording } from './start-recording.ts';
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
      // A caller that asked for a socket has none, whatever the status says.
      failure: `The provider did not open a WebSocket: it answered ${answer.status}.`,
    };
    return passAnswer(
      { call, recording, owner, hasExpired: () => abort.signal.aborted, ...upstream },
      services,
    );
  }
  const observer = recording === null ? null : observe({ call, recording, owner }, answer.headers, services);
  const pair = new WebSocketPair();
  const [toCaller, caller] = [pair[0], pair[1]];
  connect({ caller, provider, observer });
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
  const headers = new Headers(await signUpstream(call, null, services));
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

/** What takes note of a socket. It is told of a message once that has passed. */
interface SocketObserver {
  messagePassed(from: 'caller' | 'provider', data: string | ArrayBuffer): void;
  /** One side has left; `broken` without saying so. */
  ended(end: SocketEnd & { broken: boolean }): void;
}

function observe(
  { call, recording, owner }: UpgradingCall & { recording: ExchangeRecording },
  headers: Headers,
  services: ProxyServices,
): SocketObserver {
  const { dialect } = call.match.provider;
  const protocol = dialect.socketProtocol?.(readablePath(call.url.pathname)) ?? null;
  if (protocol === null) {
    recording.headersArrived(101, headers);
    recording.sessionOpened((text) => dialect.isSessionPiece?.(text) ?? false);
    return sessionObserver(recording);
  }
  // The opening itself is no call; the first call on the socket has the ids that the answer names.
  recording.discard();
  const id = recording.traceId.replace(/^tr-/, '');
  let ids: ExchangeRecording['ids'] | null = recording.ids;
  const calls = new SocketCalls({
    protocol,
    headers,
    open({ lane, conversation }) {
      const start = { ids, socket: { id, lane, conversation }, startedAtMs: services.now() };
      const opened = startSocketRecording(call, start, services);
      ids = null;
      if (opened !== null) owner.waitUntil(services.activity.track(opened.recorded));
      return opened;
    },
  });
  return {
    messagePassed(from, data) {
      if (typeof data === 'string') calls.messagePassed(from, data);
    },
    ended: (end) => calls.ended(end),
  };
}

function sessionObserver(recording: ExchangeRecording): SocketObserver {
  return {
    messagePassed: (from, data) => recording.messagePassed(from, data),
    ended({ by, failure, broken }) {
      if (!broken) recording.finish({ end: 'complete', failure: null });
      else recording.finish({ end: by === 'caller' ? 'client_cancelled' : 'upstream_failed', failure });
    },
  };
}

interface Session {
  caller: WebSocket;
  provider: WebSocket;
  /** Null when nothing is recorded. */
  observer: SocketObserver | null;
}

function connect({ caller, provider, observer }: Session): void {
  for (const socket of [caller, provider]) {
    socket.binaryType = 'arraybuffer';
    socket.accept();
  }
  const sides = [
    { from: 'caller', source: caller, target: provider },
    { from: 'provider', source: provider, target: caller },
  ] as const;
  for (const { from, source, target } of sides) {
    source.addEventListener('message', (event: MessageEvent) => {
      const data: unknown = event.data;
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return;
      // A side that is closing takes no more messages; its own close event ends the session.
      if (target.readyState === WebSocket.READY_STATE_OPEN) target.send(data);
      observer?.messagePassed(from, data);
    });
    source.addEventListener('close', (event: CloseEvent) => {
      closeQuietly(target, event);
      const broken = event.code === NO_CLOSE_FRAME;
      observer?.ended({ by: from, broken, failure: describeClose(from, event) });
    });
    source.addEventListener('error', () => {
      closeQuietly(target, { code: NO_CLOSE_FRAME, reason: '' });
      observer?.ended({ by: from, broken: true, failure: 'The WebSocket broke off.' });
    });
  }
}

function describeClose(by: SocketEnd['by'], { code, reason }: CloseEvent): string | null {
  if (by === 'caller' || code === NO_CLOSE_FRAME) return null;
  const why = reason === '' ? String(code) : `${code}, ${reason.slice(0, 200)}`;
  return `The provider closed the WebSocket (${why}) before the answer was complete.`;
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
