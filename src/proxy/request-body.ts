/**
 * The request's body on its way up: held while an edit to it may be made and it is small enough for that, streamed with
 * its length kept otherwise. What is recorded is what the caller sent, with the prompts it asked for.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { readUpTo, tooLarge } from '../core/read-up-to.ts';
import type { BackgroundOwner } from './admitted-call.ts';
import type { BodyRecorder } from './body-recorder.ts';
import { editRequest } from './edit-request.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { peekStream } from './peek-stream.ts';
import { noInjection, type Injection } from './prompts/inject-prompts.ts';
import { tapStream } from './tap-stream.ts';
import { INSERTED_BYTES, UsageInsertion } from './usage-insertion.ts';

/** A body ready to send. */
export interface UpstreamBody {
  body: BodyInit | null;
  /** The same body without the usage edit, for a second try; null when not edited. */
  plain: BodyInit | null;
  /** Asks for usage while the body passes; absent for a body that was held, or in which there is nothing to ask. */
  insertion?: UsageInsertion | null;
  /** The model for which usage is asked for, or might have been; null where the request was not read for it. */
  model: string | null;
  /** What was put into the body. */
  injection: Injection;
  /** Why an edit was left out; null when none was. */
  problem: string | null;
  /** Taken from the isolate's memory; to be given back once the body has been sent. */
  heldBytes: number;
}

/** How prompts get into a body. */
export interface BodyInjection {
  /** The call's headers ask for a prompt: the body has to be held. */
  asked: boolean;
  /** Rejects when the prompt cannot be had and the call is not to go on without. */
  run(text: string): Promise<Injection>;
  /** The same for a body that cannot be held; throws the failure unless the call goes on without. */
  decline(failure: AppError): Injection;
}

/** What decides how the body is sent. */
export interface RequestBodyInput {
  request: Request;
  recorder: BodyRecorder;
  owner: BackgroundOwner;
  /** Whether usage may be asked for, of a request for that model; null where no call of the kind is asked. */
  mayAskUsage: ((model: string | null) => boolean) | null;
  /** Whether the question is known to be taken: a body that passed cannot be sent again without it. */
  takesQuestion: (model: string | null) => boolean;
  /** The body must be whole before the call, to be signed. */
  mustHold: boolean;
  injection: BodyInjection;
  memory: MemoryBudget;
}

/**
 * Prepares the body for the upstream call.
 *
 * @throws AppError PAYLOAD_TOO_LARGE for a body that would have to be signed or edited and is too large to be held; what
 *   injection refuses
 */
export async function prepareRequestBody(input: RequestBodyInput): Promise<UpstreamBody> {
  const { request } = input;
  if (request.body === null)
    return { body: null, plain: null, model: null, injection: noInjection, problem: null, heldBytes: 0 };
  const obstacle = input.injection.asked ? obstacleTo(request) : null;
  const declined = obstacle === null ? null : input.injection.decline(obstacle);
  if (input.mustHold) {
    const bytes = await readUpTo(limits.signedRequestBytes, request.body);
    return { ...(await edited(bytes, input, declined)), heldBytes: 0 };
  }
  if (input.injection.asked && declined === null && editableLength(request) === 0) {
    const bytes = await readUpTo(limits.editableRequestBytes, request.body);
    return { ...(await edited(bytes, input, null)), heldBytes: 0 };
  }
  return heldOrStreamed(input, request.body, declined);
}

/** The body held while there is memory for it, streamed otherwise; a prompt that was asked for cannot be put in then. */
async function heldOrStreamed(
  input: RequestBodyInput,
  body: ReadableStream<Uint8Array>,
  declined: Injection | null,
): Promise<UpstreamBody> {
  const heldBytes = HELD_PER_BYTE * editableLength(input.request);
  if (heldBytes === 0 || !input.memory.take(heldBytes, heldBytes / HELD_PER_BYTE)) {
    const injection = declined ?? (input.injection.asked ? input.injection.decline(noMemory()) : noInjection);
    const large = await heldAsBytes(input, injection);
    if (large !== null) return large;
    const passing = await passedOn(input, body);
    return { ...passing, plain: null, injection, problem: null, heldBytes: 0 };
  }
  try {
    const bytes = new Uint8Array(await input.request.arrayBuffer());
    return { ...(await edited(bytes, input, declined)), heldBytes };
  } catch (cause) {
    input.memory.give(heldBytes);
    throw cause;
  }
}

/** A held body is there as bytes and as text. */
const HELD_PER_BYTE = 2;

function noMemory(): AppError {
  return new AppError(
    'TEMPORARILY_UNAVAILABLE',
    'There is no memory now to put a prompt into a body of this size.',
  );
}

/** Why a prompt cannot be put into the body of a call that asks for one; null when it can. */
function obstacleTo(request: Request): AppError | null {
  if (!isJson(request)) {
    return invalidParameter('x-weir-prompt', 'a body that is JSON and not compressed, to put the prompt in');
  }
  const length = Number(request.headers.get('content-length') ?? 0);
  return length > limits.editableRequestBytes ? tooLarge(limits.editableRequestBytes) : null;
}

/** The body as it will be sent; what is recorded is what the model gets to see. */
async function edited(
  given: Uint8Array<ArrayBuffer>,
  { request, recorder, injection: prompts, mayAskUsage }: RequestBodyInput,
  declined: Injection | null,
): Promise<Omit<UpstreamBody, 'heldBytes'>> {
  let told = given;
  try {
    if (!isJson(request)) {
      return { body: given, plain: null, model: null, injection: declined ?? noInjection, problem: null };
    }
    const injectPrompts = async (text: string): Promise<Injection> => declined ?? prompts.run(text);
    const edits = await editRequest(given, { injectPrompts, mayAskUsage });
    ({ told } = edits);
    return edits;
  } finally {
    recorder.add(told);
  }
}

function isJson(request: Request): boolean {
  return /json/i.test(request.headers.get('content-type') ?? '') && !request.headers.has('content-encoding');
}

/** The length of a body that may be edited; 0 for one that is not JSON, too large, or of unknown length. */
function editableLength(request: Request): number {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return isJson(request) && length <= limits.editableRequestBytes ? length : 0;
}

/**
 * A large body held as bytes alone, without being turned into text, so that what is sent is known before it is: what the
 * caller sent, or the same with the question for usage. Null when there is no room for it, or nothing to ask.
 */
async function heldAsBytes(input: RequestBodyInput, injection: Injection): Promise<UpstreamBody | null> {
  const { request, recorder, mayAskUsage, memory, owner } = input;
  const length = lengthOf(request);
  if (length === null || length <= limits.editableRequestBytes || mayAskUsage === null || !isJson(request))
    return null;
  if (!memory.take(length, length)) return null;
  try {
    const bytes = new Uint8Array(await request.arrayBuffer());
    recorder.add(bytes);
    const insertion = new UsageInsertion(false);
    const parts = insertion.take(bytes);
    const { model } = insertion;
    const asked = insertion.asked && mayAskUsage(model);
    return {
      body: asked ? sentInParts(parts, owner) : bytes,
      plain: asked ? bytes : null,
      model,
      injection,
      problem: null,
      heldBytes: length,
    };
  } catch (cause) {
    memory.give(length);
    throw cause;
  }
}

/** Bytes one after another as one body of known length, without a copy of them all. */
function sentInParts(parts: readonly Uint8Array[], owner: BackgroundOwner): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(parts.reduce((sum, part) => sum + part.byteLength, 0));
  const writer = writable.getWriter();
  const write = async (): Promise<void> => {
    for (const part of parts) await writer.write(part);
    await writer.close();
  };
  // An upstream that does not want the rest fails the call itself, and the caller is told there.
  owner.waitUntil(write().catch(() => undefined));
  return readable;
}

/** Enough to find `"stream":true` where it stands before what makes a request large. */
const PEEKED_BYTES = 16 * 1024;

/** A body that is too large to be held, as it passes; with usage asked for when it says at its beginning that it streams. */
async function passedOn(
  input: RequestBodyInput,
  body: ReadableStream<Uint8Array>,
): Promise<Pick<UpstreamBody, 'insertion' | 'model'> & { body: ReadableStream<Uint8Array> }> {
  const { request, mayAskUsage, takesQuestion } = input;
  const length = lengthOf(request);
  const isLarge = length === null || length > limits.editableRequestBytes;
  if (mayAskUsage === null || !isLarge || !isJson(request))
    return { body: streamed(input, body, null), insertion: null, model: null };
  // Without a told length nothing is put into a body that is not streamed.
  const peeked = length === null ? null : await peekStream(body, PEEKED_BYTES);
  const seen = new UsageInsertion(false);
  seen.take(peeked?.beginning ?? new Uint8Array(0));
  const { model } = seen;
  const isAsked = (peeked === null || seen.streams) && mayAskUsage(model) && takesQuestion(model);
  const insertion = isAsked ? new UsageInsertion(length !== null) : null;
  return { body: streamed(input, peeked?.body ?? body, insertion), insertion, model };
}

function lengthOf(request: Request): number | null {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

/** The body as it comes, observed; with a known length it is sent with one, for upstreams that refuse chunks. */
function streamed(
  input: RequestBodyInput,
  body: ReadableStream<Uint8Array>,
  insertion: UsageInsertion | null,
): ReadableStream<Uint8Array> {
  const length = lengthOf(input.request);
  const { readable, done } = tapStream(body, {
    observer: { onChunk: (chunk) => input.recorder.add(chunk), onEnd: () => undefined },
    edit: insertion,
    lengthBytes: length === null || insertion === null ? length : length + INSERTED_BYTES,
    hangUp: input.request.signal,
  });
  input.owner.waitUntil(done);
  return readable;
}
