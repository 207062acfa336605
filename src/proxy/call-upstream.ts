/**
 * The upstream call: body prepared, credentials in place, patience limited, cancelled when the caller hangs up. An
 * upstream that refuses the usage edit is asked once more without it.
 */
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { describeCause } from '../core/log.ts';
import { joinKnown, knownSecrets } from '../core/redaction.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import type { AdmittedCall, BackgroundOwner } from './admitted-call.ts';
import type { ProxyServices } from './proxy-services.ts';
import { readablePath } from './readable-path.ts';
import { mustSign, signUpstream } from './sign-upstream.ts';
import { connectionFailure } from './render-failure.ts';
import { injectPrompts, withoutPrompt } from './prompts/inject-prompts.ts';
import type { CallKind } from './providers/contract.ts';
import { prepareRequestBody, type BodyInjection } from './request-body.ts';
import { BodyRecorder } from './body-recorder.ts';
import {
  hasAccepted,
  hasRefused,
  refusesStreamOptions,
  rememberAcceptance,
  rememberRefusal,
} from './stream-usage.ts';
import { Watchdog } from './watchdog.ts';

/** The upstream's answer, its body unread. */
export interface UpstreamAnswer {
  answer: Response;
  watchdog: Watchdog;
  /** Cancels the upstream call. */
  abort: AbortController;
  /** From here on the caller's hang-up does not cancel the upstream call by itself: who passes the answer decides. */
  takeHangUps(): void;
  /** True when the watchdog ended the call. */
  hasExpired(): boolean;
  /** True when the usage chunk is ours to remove. */
  usageAsked: boolean;
}

/** Who looks after the call while it runs. */
export interface CallKeepers {
  /** Null when nothing is recorded. */
  recording: ExchangeRecording | null;
  owner: BackgroundOwner;
}

/**
 * Calls the provider.
 *
 * @throws AppError DEADLINE_EXCEEDED or UPSTREAM_FAILED
 */
export async function callUpstream(
  call: AdmittedCall,
  { recording, owner }: CallKeepers,
  services: ProxyServices,
): Promise<UpstreamAnswer> {
  const { settings } = services;
  const abort = new AbortController();
  let expired = false;
  const watchdog = new Watchdog({
    firstByteTimeoutMs: settings.firstByteTimeoutMs,
    idleTimeoutMs: settings.idleTimeoutMs,
    now: () => services.now(),
    onExpire: () => {
      expired = true;
      abort.abort(new Error('the provider was silent for too long'));
    },
  });
  const { signal } = call.request;
  const leave = (): void => abort.abort(new Error('the caller has gone'));
  signal.addEventListener('abort', leave);
  try {
    const { answer, usageAsked } = await fetchAsking(call, { recording, owner, abort }, services);
    return {
      answer,
      watchdog,
      abort,
      takeHangUps: () => signal.removeEventListener('abort', leave),
      hasExpired: () => expired,
      usageAsked,
    };
  } catch (cause) {
    watchdog.stop();
    if (expired) {
      const waited = `${settings.firstByteTimeoutMs} ms`;
      throw new AppError('DEADLINE_EXCEEDED', `${call.match.provider.name} sent nothing for ${waited}.`, {
        cause,
      });
    }
    if (cause instanceof AppError) throw cause;
    const known = joinKnown(services.storedSecrets, knownSecrets(call.admission.credentials));
    const told = describeCause(cause, known);
    services.log.error('upstream-unreachable', told, { provider: call.match.provider.name });
    throw new AppError(
      'UPSTREAM_FAILED',
      `${call.match.provider.name} could not be reached: ${connectionFailure(told)}`,
      { cause },
    );
  }
}

interface Attempt extends CallKeepers {
  abort: AbortController;
}

async function fetchAsking(
  call: AdmittedCall,
  { recording, owner, abort }: Attempt,
  services: ProxyServices,
): Promise<{ answer: Response; usageAsked: boolean }> {
  const { method } = call.request;
  const path = readablePath(call.url.pathname);
  const kind = method === 'POST' ? call.match.provider.dialect.callFor(method, path) : null;
  const prepared = await prepareRequestBody({
    request: call.request,
    owner,
    recorder: recording?.request ?? unrecorded(services),
    mayAskUsage: recording !== null && mayAskUsage(call, kind, services),
    takesQuestion: call.match.provider.priceProvider !== null || hasAccepted(upstreamName(call)),
    mustHold: mustSign(call),
    injection: injectionOf(call, { kind, owner }, services),
    memory: services.memory,
  });
  recording?.notePrompts(prepared.injection);
  if (prepared.problem !== null) {
    recording?.noteEditProblem(prepared.problem);
    services.log.error('edit-failed', prepared.problem, { provider: call.match.provider.name });
  }
  const asked = prepared.plain !== null;
  const insertion = prepared.insertion ?? null;
  recording?.noteUsageAsked(asked);
  const send = async (body: BodyInit | null): Promise<Response> => {
    let headers = await signUpstream(call, body, services);
    if (asked || insertion !== null) {
      // What was asked for can be taken out of plain text only. A copy: the call keeps its own headers.
      headers = new Headers(headers);
      headers.set('accept-encoding', 'identity');
    }
    return services.fetchUpstream(call.url, {
      method: call.request.method,
      headers,
      body,
      redirect: 'manual',
      signal: abort.signal,
      encodeResponseBody: 'manual',
    });
  };
  try {
    const first = await send(prepared.body);
    if (!asked && insertion?.asked !== true) return { answer: first, usageAsked: false };
    recording?.noteUsageAsked(true);
    const { refused, answer } = await looksRefused(first);
    if (answer.ok) rememberAcceptance(upstreamName(call));
    if (refused) rememberRefusal(upstreamName(call));
    // What passed while it was sent cannot be sent again.
    if (!refused || !asked) return { answer, usageAsked: true };
    recording?.noteUsageAsked(false);
    return { answer: await send(prepared.plain), usageAsked: false };
  } finally {
    services.memory.give(prepared.heldBytes);
  }
}

function mayAskUsage(call: AdmittedCall, kind: CallKind | null, services: ProxyServices): boolean {
  const wish = call.context.streamUsage ?? services.settings.streamUsage;
  if (wish === 'untouched' || !call.match.provider.asksStreamUsage) return false;
  return kind?.usageOnRequest === true && !hasRefused(upstreamName(call));
}

/** How prompts get into this call's body. */
function injectionOf(
  { context }: AdmittedCall,
  { kind, owner }: { kind: CallKind | null; owner: BackgroundOwner },
  services: ProxyServices,
): BodyInjection {
  const headers = context.prompt;
  const input = {
    editor: kind?.prompts ?? null,
    headers,
    subject: context.session ?? context.user,
    source: services.prompts,
    readsUris: services.settings.promptUris,
    background: (work: Promise<unknown>) => owner.waitUntil(work),
  };
  return {
    asked: headers.reference !== null,
    run: (text) => injectPrompts(text, input),
    decline: (failure) => withoutPrompt(failure, headers),
  };
}

function upstreamName(call: AdmittedCall): string {
  return call.url.origin + call.url.pathname;
}

/** Looks at a small error answer without losing it. */
async function looksRefused(answer: Response): Promise<{ refused: boolean; answer: Response }> {
  if ((answer.status !== 400 && answer.status !== 422) || answer.headers.has('content-encoding')) {
    return { refused: false, answer };
  }
  const length = Number(answer.headers.get('content-length') ?? 0);
  if (length > limits.inspectedErrorBytes) return { refused: false, answer };
  const bytes = await answer.arrayBuffer();
  if (refusesStreamOptions(answer.status, new TextDecoder().decode(bytes))) return { refused: true, answer };
  return {
    refused: false,
    answer: new Response(bytes, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    }),
  };
}

function unrecorded({ memory }: ProxyServices): BodyRecorder {
  return new BodyRecorder({
    contentType: '',
    contentEncoding: '',
    limitBytes: 0,
    allowed: false,
    budget: memory,
  });
}
