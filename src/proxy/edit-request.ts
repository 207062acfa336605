/**
 * The edits to a request's body: prompts that were asked for, members of other gateways taken out, usage asked for. None of
 * them may become the caller's failure: a body that one of them cannot handle goes on without it, and the trace says so.
 */
import { applyEdits, modify } from 'jsonc-parser';
import { AppError } from '../core/app-error.ts';
import { isObject, parseJson } from '../core/json.ts';
import { describeCause } from '../core/log.ts';
import { noInjection, type Injection } from './prompts/inject-prompts.ts';
import { askForUsage } from './stream-usage.ts';

/** What is to be done to a body. */
export interface RequestEdits {
  /** Rejects with an AppError when the prompt cannot be had and the call is not to go on without. */
  injectPrompts: (text: string) => Promise<Injection>;
  /** Whether usage may be asked for, of a request for that model; null where no call of the kind is asked. */
  mayAskUsage: ((model: string | null) => boolean) | null;
}

/** A body after its edits. */
export interface EditedRequest {
  /** As the caller sent it, with the prompts it asked for: what is recorded. */
  told: Uint8Array<ArrayBuffer>;
  /** What is sent. */
  body: BodyInit;
  /** The same without the usage edit, for a second try; null when usage is not asked for. */
  plain: BodyInit | null;
  /** The model for which usage is asked for, or might have been; null where the request was not read for it. */
  model: string | null;
  injection: Injection;
  /** Why an edit was left out; null when none was. */
  problem: string | null;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Edits a body that says it is JSON.
 *
 * @throws AppError what injection refuses
 */
export async function editRequest(
  given: Uint8Array<ArrayBuffer>,
  { injectPrompts, mayAskUsage }: RequestEdits,
): Promise<EditedRequest> {
  const decoded = decode(given);
  // Text that is not UTF-8 would not be the same bytes again.
  if (decoded === null)
    return { told: given, body: given, plain: null, model: null, injection: noInjection, problem: null };
  const problems: string[] = [];
  const attempt = <Result>(edit: string, run: () => Result, otherwise: Result): Result => {
    try {
      return run();
    } catch (cause) {
      problems.push(`${edit}: ${describeCause(cause)}`);
      return otherwise;
    }
  };
  const injection = await injectPrompts(decoded.text).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    problems.push(`prompts: ${describeCause(cause)}`);
    return noInjection;
  });
  const text = injection.text ?? decoded.text;
  const told = injection.text === null ? given : encode(decoded.mark + text);
  if (!decoded.exact) problems.push('the body is not UTF-8');
  const mayEdit = decoded.exact || injection.text !== null;
  const own = mayEdit ? attempt('members of other gateways', () => withoutForeignMembers(text), null) : null;
  let model: string | null = null;
  const mayAsk = (named: string | null): boolean => {
    model = named;
    return mayAskUsage?.(named) === true;
  };
  const asking =
    mayEdit && mayAskUsage !== null ? attempt('usage', () => askForUsage(own ?? text, mayAsk), null) : null;
  const plain = own === null ? told : decoded.mark + own;
  const problem = problems.length === 0 ? null : problems.join('; ');
  return asking === null
    ? { told, body: plain, plain: null, model, injection, problem }
    : { told, body: decoded.mark + asking, plain, model, injection, problem };
}

interface DecodedText {
  /** The byte order mark, which some clients write and no JSON parser reads. */
  mark: string;
  text: string;
  /** False when encoding the text would not give the same bytes. */
  exact: boolean;
}

function decode(bytes: Uint8Array): DecodedText {
  const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes);
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return { mark, text: text.slice(mark.length), exact: !text.includes('\uFFFD') || isUtf8(bytes) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** TypeScript's library does not say that the encoder's bytes are their own buffer's. */
function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
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
