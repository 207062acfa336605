/**
 * The way of a call through Weir: match, read the caller's headers, admit, forward, let the answer pass under the
 * recorder's eyes. The caller never waits for recording.
 */
import { AppError } from '../core/app-error.ts';
import { credentialsIn } from '../core/redaction.ts';
import { admit } from './admit.ts';
import { refuseCode, sandbox } from './answer-headers.ts';
import type { AdmittedCall, BackgroundOwner } from './admitted-call.ts';
import { readCallerHeaders, type CallerHeaders } from './caller-headers.ts';
import { matchProvider, type ProviderMatch } from './match-provider.ts';
import { passAnswer } from './pass-answer.ts';
import type { ProxyServices } from './proxy-services.ts';
import { openaiDialect } from './providers/openai/index.ts';
import { exposeToBrowsers, renderFailure } from './render-failure.ts';
import { callUpstream } from './call-upstream.ts';
import { startRecording } from './start-recording.ts';
import { upstreamUrl } from './upstream-url.ts';
import { forwardWebSocket } from './forward-web-socket.ts';

/**
 * Forwards one request. Never rejects: our own failures are rendered in the SDK's shape. Whoever answered, no browser takes
 * it for a page.
 *
 * @param request the caller's request, its body unread
 * @param owner keeps recording alive after the answer has gone
 */
export async function forward(
  request: Request,
  owner: BackgroundOwner,
  services: ProxyServices,
): Promise<Response> {
  const answer = await answerOf(request, owner, services);
  sandbox(answer.headers);
  return answer;
}

async function answerOf(
  request: Request,
  owner: BackgroundOwner,
  services: ProxyServices,
): Promise<Response> {
  const startedAtMs = services.now();
  let match: ProviderMatch | null = null;
  try {
    const incoming = new URL(request.url);
    match = matchProvider(incoming.pathname, services.providers);
    if (isPreflight(request)) return preflight(request);
    refuseCode(request);
    const call = await admitCall({ request, match, incoming, startedAtMs }, services);
    return await forwardAdmitted(call, owner, services);
  } catch (cause) {
    const dialect = match?.provider.dialect ?? openaiDialect;
    return renderFailure(cause, { dialect, traceId: null, feedbackToken: null, log: services.log });
  }
}

interface IncomingCall {
  request: Request;
  match: ProviderMatch;
  incoming: URL;
  startedAtMs: number;
}

async function admitCall(call: IncomingCall, services: ProxyServices): Promise<AdmittedCall> {
  const { request, match, incoming } = call;
  const { context, upstream }: CallerHeaders = readCallerHeaders(request.headers);
  const url = upstreamUrl(match.provider, match.rest, incoming.search);
  const query = url.searchParams;
  const { search } = url;
  const parameters = query.toString();
  const admission = await admit(
    {
      provider: match.provider,
      path: match.rest,
      key: context.key ?? match.pathKey,
      headers: upstream,
      callerHeaders: request.headers,
      query,
    },
    services,
  );
  // Writing to searchParams re-encodes the query; an untouched query stays byte for byte.
  if (query.toString() === parameters) url.search = search;
  return {
    request,
    match,
    context,
    url,
    headers: upstream,
    admission: {
      ...admission,
      credentials: [
        ...new Set([...admission.credentials, ...credentialsIn(request.headers, incoming.searchParams)]),
      ],
    },
    captureMode: context.capture ?? services.settings.captureMode,
    startedAtMs: call.startedAtMs,
  };
}

async function forwardAdmitted(
  call: AdmittedCall,
  owner: BackgroundOwner,
  services: ProxyServices,
): Promise<Response> {
  const recording = startRecording(call, services);
  if (recording !== null) {
    const experimentId = call.admission.grant?.experimentId ?? null;
    owner.waitUntil(services.activity.track(recording.recorded, experimentId));
  }
  try {
    if (isUpgrade(call.request)) return await forwardWebSocket({ call, recording, owner }, services);
    const upstream = await callUpstream(call, { recording, owner }, services);
    return await passAnswer({ call, recording, owner, ...upstream }, services);
  } catch (cause) {
    const failed =
      cause instanceof AppError
        ? cause
        : new AppError('INTERNAL_ERROR', 'Weir failed to handle this call.', { cause });
    recording?.finish({
      end: failed.code === 'DEADLINE_EXCEEDED' ? 'timed_out' : endOf(call),
      failure: failed.message,
    });
    return renderFailure(cause, {
      dialect: call.match.provider.dialect,
      traceId: recording?.traceId ?? null,
      feedbackToken: (await recording?.feedbackToken) ?? null,
      log: services.log,
    });
  }
}

function endOf(call: AdmittedCall): 'client_cancelled' | 'upstream_failed' {
  return call.request.signal.aborted ? 'client_cancelled' : 'upstream_failed';
}

function isUpgrade(request: Request): boolean {
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket';
}

function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}

/** Pages may call providers with their own keys; no cookie is ever involved. */
function preflight(request: Request): Response {
  const headers = new Headers({
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS',
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
    'access-control-max-age': '86400',
  });
  exposeToBrowsers(headers);
  return new Response(null, { status: 204, headers });
}
