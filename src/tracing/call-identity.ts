/**
 * By what a call of a model is known again when several told of it: the proxy, what instruments the application, and a
 * second instrumentation. Pure.
 */
import { createHash } from 'node:crypto';
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../core/json.ts';
import { modelSpanTypes, type Span, type TraceSource } from './trace.ts';

/** Observer of a proxied call. */
export const proxyObserver = '';
/** Observer of a proxied call that asks for an answer made before: its usage is that of the call that made it. */
export const retrievalObserver = 'weir:retrieval';

/** What the index keeps of a call, to find its twins. */
export interface CallIdentity {
  /** Who tells of it: {@link proxyObserver}, {@link retrievalObserver}, or the instrumentation's scope. */
  observer: string;
  /** The provider's id of the answer; null when it is not told. */
  responseId: string | null;
  /** Digest of what was asked last, or the token counts where no words were told; null when neither is known. */
  callDigest: string | null;
}

const MAX_ID_CHARACTERS = 200;
/** So many characters of what was asked are compared: one side may have shortened it. */
const DIGESTED_CHARACTERS = 256;

/** Attributes in which conventions keep the id of the answer. */
const ID_KEYS = ['gen_ai.response.id', 'ai.response.id', 'llm.response.id'] as const;
/** Attributes in which they keep the answer as the SDK gave it. */
const ANSWER_KEYS = ['mlflow.spanOutputs', 'output.value', 'response_data'] as const;

/**
 * The identity of a span's call.
 *
 * @param source where its trace came from
 * @returns null for a span that is no call of a model
 */
export function identifyCall(span: Span, source: TraceSource): CallIdentity | null {
  if (!modelSpanTypes.includes(span.type)) return null;
  const responseId = responseIdOf(span.attributes);
  const asked = lastAsked(span.attributes['mlflow.spanInputs']);
  return {
    observer: observerOf(span, source, responseId),
    responseId,
    callDigest: asked === null ? tokenDigest(span) : digestOf(asked),
  };
}

function observerOf({ attributes, scope }: Span, source: TraceSource, responseId: string | null): string {
  if (source !== 'proxy') return scope === undefined || scope === '' ? source : scope;
  const path = asString(attributes['url.path']) ?? '';
  // Whoever names an answer in the URL asks for one that is there.
  return responseId !== null && path.includes(responseId) ? retrievalObserver : proxyObserver;
}

/** The provider's id of the answer, from the attributes that name it or from the answer itself. */
function responseIdOf(attributes: { [key: string]: Json }): string | null {
  for (const key of ID_KEYS) {
    const id = providerId(attributes[key]);
    if (id !== null) return id;
  }
  for (const key of ANSWER_KEYS) {
    const id = idWithin(attributes[key]);
    if (id !== null) return id;
  }
  return null;
}

/** Ids that LangChain and the Vercel AI SDK make up themselves are known to nobody else. */
function providerId(value: Json | undefined): string | null {
  const id = asString(value);
  if (id === null || id === '' || id.length > MAX_ID_CHARACTERS) return null;
  return /^(?:(?:lc_)?run-|aitxt-|aiobj-)/.test(id) ? null : id;
}

/** Of an answer as an SDK gives it, or of LangChain's result around it. */
function idWithin(answer: Json | undefined): string | null {
  if (!isObject(answer)) return null;
  const generation = asObject(asArray(asArray(answer['generations'])[0])[0]);
  const message = asObject(generation['message']);
  const places = [
    answer['response_metadata'],
    answer['llm_output'],
    asObject(message['kwargs'])['response_metadata'],
    message['response_metadata'],
    answer,
  ];
  for (const place of places) {
    const id = providerId(asObject(place)['id']);
    if (id !== null) return id;
  }
  return null;
}

/** What the user said last, from the inputs in any of the shapes that providers and conventions have; null when nothing. */
function lastAsked(inputs: Json | undefined): string | null {
  const text = typeof inputs === 'string' ? inputs : lastAskedIn(inputs);
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain === '' ? null : plain;
}

function lastAskedIn(inputs: Json | undefined): string {
  const members = asObject(inputs);
  const held = Array.isArray(inputs)
    ? inputs
    : (members['messages'] ?? members['contents'] ?? members['input'] ?? members['prompt']);
  if (typeof held === 'string') return held;
  const messages = asArray(held);
  if (messages.every((message) => typeof message === 'string')) return messages.join(' ');
  const said = messages
    .filter(isObject)
    .filter(({ role }) => role === undefined || role === 'user' || role === 'human')
    .map(wordsOf)
    .filter((words) => words.trim() !== '');
  return said.at(-1) ?? '';
}

function wordsOf({ content, parts, text }: JsonObject): string {
  const held = content ?? parts ?? text;
  if (typeof held === 'string') return held;
  return asArray(held)
    .map((part) => {
      if (typeof part === 'string') return part;
      const { type, text: said, content: inner } = asObject(part);
      if (type !== undefined && type !== 'text' && type !== 'input_text') return '';
      return asString(said) ?? asString(inner) ?? '';
    })
    .join(' ');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text.slice(0, DIGESTED_CHARACTERS)).digest('hex').slice(0, 16);
}

/** The same text as `TOKEN_DIGEST` in `store/twin-sql.ts` makes of a row. */
function tokenDigest({ usage }: Span): string | null {
  const { inputTokens, outputTokens } = usage;
  return inputTokens === null || outputTokens === null ? null : `tokens:${inputTokens}:${outputTokens}`;
}
