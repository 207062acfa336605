/**
 * Reads the Responses API: plain, streamed, cut, and retrieved later. Items of the output become the words of the reading;
 * the object itself is the output, as a plain answer would have been.
 */
import { asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, ReadError, Reading } from '../contract.ts';
import { asRepetition, describeBody, readErrorBody, withoutTexts } from '../wire/reading.ts';
import { assembleResponse } from './assemble-response.ts';
import { errorInBody, isStream, objectsIn, readCall, without, words, type Answer } from './begin-reading.ts';
import { contentText, joinTexts, reasoningText, textOrNull } from './content-text.ts';
import { withToolUses } from './response-tools.ts';
import { firstArrival, readStreamEvents } from './stream-events.ts';
import { readUsage } from './usage.ts';

/** A response that has one of these is over. */
const FINAL_STATUSES = new Set<unknown>(['completed', 'incomplete', 'failed', 'cancelled']);

/** Reads a Responses call. */
export function readResponses(call: ReadableCall): Reading {
  const reading = readCall(call, readAnswer);
  const asked = asObject(call.request.json);
  // What only prepares a later call runs no model. What runs in the background has used something, which is told when it is
  // fetched. Both used what the provider says, and there is nothing to estimate.
  const untold =
    reading.usage === null && (asked.background ?? asObject(reading.outputs).background) === true;
  return asked.generate === false || untold ? withoutTexts(reading) : reading;
}

/**
 * Reads a response fetched by its id, its stream taken up again, or its cancellation. Its usage was counted when it was made,
 * unless it ran in the background: then the call that made it was answered before there was any.
 */
export function readRetrievedResponse(call: ReadableCall): Reading {
  const reading = readCall(call, readAnswer);
  const repetition = asRepetition(reading, idInPath(call.path));
  const { background, status } = asObject(reading.outputs);
  return {
    ...repetition,
    usage: background === true ? reading.usage : null,
    error: status === 'cancelled' ? null : reading.error,
  };
}

/**
 * Reads a compaction: the conversation in shorter form, made by a model and billed as such. The answer does not name the
 * model (developers.openai.com/api/docs/guides/compaction).
 */
export function readCompaction(call: ReadableCall): Reading {
  const reading = readCall(call, readAnswer);
  const items = objectsIn(asObject(call.response.json).output);
  const written = items.filter(({ type }) => isCompaction(type));
  const kept = items.length - written.length;
  return {
    ...reading,
    // The messages that are kept were written by others than the model.
    outputText: '',
    finishReasons: [],
    responsePreview:
      written.length === 0 ? null : `Compacted the conversation; ${kept} items kept as they were.`,
  };
}

function isCompaction(type: Json | undefined): boolean {
  return type === 'compaction' || type === 'compaction_summary';
}

/** Reads the items a response was asked with, its deletion, a count of tokens in advance: no model runs. */
export function readResponseResource(call: ReadableCall): Reading {
  const reading = readCall(call, ({ response }) => ({
    outputs: describeBody(response),
    error: errorInBody(response.json),
  }));
  return { ...withoutTexts(reading), responseId: idInPath(call.path) };
}

function idInPath(path: string): string | null {
  const id = /\/responses\/([^/]+)/.exec(path)?.[1];
  return id === undefined || id === 'input_tokens' ? null : id;
}

function readAnswer(call: ReadableCall): Answer {
  if (isStream(call)) return readStream(call);
  const body = call.response.json;
  if (!isObject(body)) return { outputs: describeBody(call.response) };
  return { error: errorInBody(body), ...describeResponse(body, call) };
}

function readStream(call: ReadableCall): Answer {
  const { events, error } = readStreamEvents(call.response.segments);
  const { response, ended } = assembleResponse(events);
  const described = response === null ? {} : describeResponse(response, call);
  return {
    ...described,
    streamed: true,
    complete: ended,
    firstTokenAtMs: firstArrival(events, hasToken),
    error: described.error ?? error,
  };
}

function describeResponse(response: JsonObject, call: ReadableCall): Answer {
  const items = objectsIn(response.output);
  const reason = asString(asObject(response.incomplete_details).reason);
  return {
    outputs: withoutLogprobs(response),
    responseModel: asString(response.model),
    responseId: asString(response.id),
    serviceTier: asString(response.service_tier),
    finishReasons: FINAL_STATUSES.has(response.status) ? words([reason ?? response.status]) : [],
    usage: withToolUses(readUsage(response.usage, call.usageRules), response),
    error: readFailure(response),
    responsePreview: textOrNull(previewOf(items)),
    outputText: joinTexts(items.map(writtenText)),
  };
}

/** A failed response says why in `error`, by code. */
function readFailure(response: JsonObject): ReadError | null {
  if (isObject(response.error)) return readErrorBody(response);
  if (response.status === 'cancelled') return { type: 'cancelled', message: 'The response was cancelled.' };
  return response.status === 'failed' ? { type: 'error', message: 'The response failed.' } : null;
}

function previewOf(items: readonly JsonObject[]): string {
  const text = joinTexts(
    items.map(({ type, content }) => (type === 'message' ? contentText(content) : null)),
  );
  if (text !== '') return text;
  const calls = items.filter(({ type }) => asString(type)?.endsWith('_call'));
  return calls.length === 0 ? '' : JSON.stringify(calls);
}

/** Everything the model wrote in an item: reasoning, text, arguments, code. */
function writtenText(item: JsonObject): string {
  const isCall = asString(item.type)?.endsWith('_call') === true;
  return joinTexts([
    reasoningText(item.summary),
    reasoningText(item.content),
    contentText(item.content),
    isCall ? asString(item.name) : null,
    asString(item.arguments) ?? asString(item.input) ?? asString(item.code),
  ]);
}

/** Log probabilities sit in the text parts, and outweigh the text many times. */
function withoutLogprobs(response: JsonObject): JsonObject {
  if (!Array.isArray(response.output)) return response;
  const output = response.output.map((item): Json => {
    if (!isObject(item) || !Array.isArray(item.content)) return item;
    return {
      ...item,
      content: item.content.map((part) => (isObject(part) ? without(part, ['logprobs']) : part)),
    };
  });
  return { ...response, output };
}

function hasToken(event: JsonObject): boolean {
  const type = asString(event.type) ?? '';
  if (type === 'response.output_item.added')
    return asString(asObject(event.item).type)?.endsWith('_call') === true;
  if (type.endsWith('.partial_image')) return true;
  return type.endsWith('.delta') && typeof event.delta === 'string' && event.delta !== '';
}
