/**
 * The request's body on its way up: held while an edit to it may be made and it is small enough for that, streamed with
 * its length kept otherwise. What is recorded is what the caller sent.
 */
import { applyEdits, modify } from 'jsonc-parser';
import { isObject, parseJson } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { readUpTo } from '../core/read-up-to.ts';
import type { BackgroundOwner } from './admitted-call.ts';
import type { BodyRecorder } from './body-recorder.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { askForUsage } from './stream-usage.ts';
import { tapStream } from './tap-stream.ts';

/** A body ready to send. */
export interface UpstreamBody {
  body: BodyInit | null;
  /** The same body without the usage edit, for a second try; null when not edited. */
  plain: BodyInit | null;
  /** Taken from the isolate's memory; to be given back once the body has been sent. */
  heldBytes: number;
}

/** What decides how the body is sent. */
export interface RequestBodyInput {
  request: Request;
  recorder: BodyRecorder;
  owner: BackgroundOwner;
  /** True when usage may be asked for on this call. */
  mayAskUsage: boolean;
  /** The body must be whole before the call, to be signed. */
  mustHold: boolean;
  memory: MemoryBudget;
}

/**
 * Prepares the body for the upstream call.
 *
 * @throws AppError PAYLOAD_TOO_LARGE for a body that would have to be signed and is too large to be held
 */
export async function prepareRequestBody(input: RequestBodyInput): Promise<UpstreamBody> {
  const { request, recorder } = input;
  if (request.body === null) return { body: null, plain: null, heldBytes: 0 };
  if (input.mustHold) {
    const bytes = await readUpTo(limits.signedRequestBytes, request.body);
    recorder.add(bytes);
    return { ...edited(bytes, input), heldBytes: 0 };
  }
  const heldBytes = HELD_PER_BYTE * editableLength(request);
  if (heldBytes === 0 || !input.memory.take(heldBytes, heldBytes / HELD_PER_BYTE))
    return { body: streamed(input, request.body), plain: null, heldBytes: 0 };
  try {
    const bytes = new Uint8Array(await request.arrayBuffer());
    recorder.add(bytes);
    return { ...edited(bytes, input), heldBytes };
  } catch (cause) {
    input.memory.give(heldBytes);
    throw cause;
  }
}

/** A held body is there as bytes and as text. */
const HELD_PER_BYTE = 2;

function edited(
  bytes: Uint8Array<ArrayBuffer>,
  { request, mayAskUsage }: RequestBodyInput,
): Pick<UpstreamBody, 'body' | 'plain'> {
  if (!isJson(request)) return { body: bytes, plain: null };
  const text = new TextDecoder().decode(bytes);
  const own = withoutForeignMembers(text);
  const asking = mayAskUsage ? askForUsage(own ?? text) : null;
  const plain = own ?? bytes;
  return asking === null ? { body: plain, plain: null } : { body: asking, plain };
}

/** Body members that only gateways know, and providers refuse. They are read from the recorded body. */
const FOREIGN_MEMBER = /^(?:litellm_|tensorzero::)/;

/** The body without members of other gateways; null when it has none. */
function withoutForeignMembers(text: string): string | null {
  if (!text.includes('"litellm_') && !text.includes('"tensorzero::')) return null;
  const body = parseJson(text);
  if (!isObject(body)) return null;
  const foreign = Object.keys(body).filter((name) => FOREIGN_MEMBER.test(name));
  if (foreign.length === 0) return null;
  return foreign.reduce((rest, name) => applyEdits(rest, modify(rest, [name], undefined, {})), text);
}

function isJson(request: Request): boolean {
  return /json/i.test(request.headers.get('content-type') ?? '') && !request.headers.has('content-encoding');
}

/** The length of a body that may be edited; 0 for one that is not JSON, too large, or of unknown length. */
function editableLength(request: Request): number {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return isJson(request) && length <= limits.editableRequestBytes ? length : 0;
}

/** The body as it comes, observed; with a known length it is sent with one, for upstreams that refuse chunks. */
function streamed(input: RequestBodyInput, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const length = Number(input.request.headers.get('content-length') ?? Number.NaN);
  const { readable, done } = tapStream(body, {
    observer: { onChunk: (chunk) => input.recorder.add(chunk), onEnd: () => undefined },
    lengthBytes: Number.isSafeInteger(length) ? length : null,
    hangUp: input.request.signal,
  });
  input.owner.waitUntil(done);
  return readable;
}
