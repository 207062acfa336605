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
import { askForUsage } from './stream-usage.ts';
import { tapStream } from './tap-stream.ts';

/** A body ready to send. `plain` is the same body without the usage edit, for a second try; null when not edited. */
export interface UpstreamBody {
  body: BodyInit | null;
  plain: BodyInit | null;
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
}

/**
 * Prepares the body for the upstream call.
 *
 * @throws AppError PAYLOAD_TOO_LARGE for a body that would have to be signed and is too large to be held
 */
export async function prepareRequestBody(input: RequestBodyInput): Promise<UpstreamBody> {
  const { request, recorder } = input;
  if (request.body === null) return { body: null, plain: null };
  if (!input.mustHold && !isEditable(request)) return { body: streamed(input, request.body), plain: null };
  const bytes = input.mustHold
    ? await readUpTo(limits.signedRequestBytes, request.body)
    : new Uint8Array(await request.arrayBuffer());
  recorder.add(bytes);
  return isJson(request) ? edited(bytes, input.mayAskUsage) : { body: bytes, plain: null };
}

function edited(bytes: Uint8Array<ArrayBuffer>, mayAskUsage: boolean): UpstreamBody {
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

function isEditable(request: Request): boolean {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return isJson(request) && length <= limits.editableRequestBytes;
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
