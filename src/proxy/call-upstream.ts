/**
 * The upstream call: body prepared, credentials in place, patience limited, cancelled when the caller hangs up. An
 * upstream that refuses the usage edit is asked once more without it.
 */
import { AppError } from '../core/app-error.ts';
import { toBase64Url } from '../core/base64url.ts';
import { limits } from '../core/limits.ts';
import { describeCause } from '../core/log.ts';
import { joinKnown, knownSecrets } from '../core/redaction.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import type { AdmittedCall, BackgroundOwner } from './admitted-call.ts';
import type { ProxyServices } from './proxy-services.ts';
import { peekStream } from './peek-stream.ts';
import { readablePath } from './readable-path.ts';
import { mustSign, signUpstream } from './sign-upstream.ts';
import { connectionFailure } from './render-failure.ts';
import { injectPrompts, withoutPrompt } from './prompts/inject-prompts.ts';
import type { CallKind } from './providers/contract.ts';
import { prepareRequestBody, type BodyInjection } from './request-body.ts';
import { BodyRecorder } from './body-recorder.ts';
import { refusesStreamOptions } from './stream-usage.ts';
import type { UsageQuestion } from './usage-memory.ts';
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
  const mayAsk = recording !== null && asksUsage(call, kind, services);
  const questionFor = await questionsOf(call, mayAsk);
  const prepared = await prepareRequestBody({
    request: call.request,
    owner,
    recorder: recording?.request ?? unrecorded(services),
    mayAskUsage: mayAsk ? (model) => !services.usageMemory.has('refused', questionFor(model)) : null,
    takesQuestion: (model) => takesQuestion(call, questionFor(model), services),
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
    const sendPlain = asked ? () => send(prepared.plain) : null;
    const heard = await hearAnswer(
      first,
      { call, question: questionFor(prepared.model), sendPlain },
      services,
    );
    recording?.noteUsageAsked(heard.usageAsked);
    return heard;
  } finally {
    services.memory.give(prepared.heldBytes);
  }
}

interface AskedCall {
  call: AdmittedCall;
  question: UsageQuestion;
  /** Sends the call again without the question; null where it cannot be sent again, because it passed. */
  sendPlain: (() => Promise<Response>) | null;
}

/** The answer to a call that asked for usage, or of the same call without the question, and what it teaches. */
async function hearAnswer(
  first: Response,
  { call, question, sendPlain }: AskedCall,
  { usageMemory }: ProxyServices,
): Promise<{ answer: Response; usageAsked: boolean }> {
  const { mentioned, answer } = await readRefusal(first);
  if (answer.ok && !isKnownToTakeIt(call)) usageMemory.note('accepted', question);
  if (!mentioned) return { answer, usageAsked: true };
  if (sendPlain === null) {
    usageMemory.note('doubted', question);
    return { answer, usageAsked: true };
  }
  await answer.body?.cancel();
  const second = await sendPlain();
  // The words of the first answer may be the caller's, quoted: only this one tells that it was the question's fault.
  if (second.ok) usageMemory.note('refused', question);
  return { answer: second, usageAsked: false };
}

function asksUsage(call: AdmittedCall, kind: CallKind | null, services: ProxyServices): boolean {
  const wish = call.context.streamUsage ?? services.settings.streamUsage;
  return wish === 'ask' && call.match.provider.asksStreamUsage && kind?.usageOnRequest === true;
}

/** Whether a body that cannot be sent again may ask. */
function takesQuestion(call: AdmittedCall, question: UsageQuestion, { usageMemory }: ProxyServices): boolean {
  if (usageMemory.has('doubted', question)) return false;
  return isKnownToTakeIt(call) || usageMemory.has('accepted', question);
}

/** Providers with prices of their own are known by their documents; what another server takes, only its answers tell. */
function isKnownToTakeIt({ match }: AdmittedCall): boolean {
  return match.provider.priceProvider !== null;
}

/** The question of this call for each model; who asks is found out only if it may be asked. */
async function questionsOf(
  { admission, url }: AdmittedCall,
  mayAsk: boolean,
): Promise<(model: string | null) => UsageQuestion> {
  const caller = mayAsk ? await callerOf(admission) : null;
  return (model) => ({ caller, upstream: url.origin + url.pathname, model });
}

/** By its Weir key, or without one by what it shows the provider, which is kept as a digest; null for callers that show nothing. */
async function callerOf({ grant, credentials }: AdmittedCall['admission']): Promise<string | null> {
  if (grant !== null) return grant.keyId;
  if (credentials.length === 0) return null;
  const shown = new TextEncoder().encode(credentials.join('\n'));
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', shown)));
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

/** Looks at the beginning of an answer that refuses the call, without losing any of it. */
async function readRefusal(answer: Response): Promise<{ mentioned: boolean; answer: Response }> {
  const { status, statusText, headers, body } = answer;
  const isRefusal = status === 400 || status === 422;
  if (!isRefusal || body === null || headers.has('content-encoding')) return { mentioned: false, answer };
  if (Number(headers.get('content-length') ?? 0) > limits.inspectedErrorBytes)
    return { mentioned: false, answer };
  const peeked = await peekStream(body, limits.inspectedErrorBytes);
  return {
    mentioned: refusesStreamOptions(status, new TextDecoder().decode(peeked.beginning)),
    answer: new Response(peeked.body, { status, statusText, headers }),
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
