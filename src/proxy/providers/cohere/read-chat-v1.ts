/**
 * Reads a v1 chat call: a flat answer, streamed as JSON lines, or as events to those who accept them; the last one
 * (`stream-end`) holds the whole answer.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readJsonObjects } from '../wire/json-lines.ts';
import { isEventStream, readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { readCohereParameters, readCohereTools, readFailedFinish } from './read-request.ts';
import { readCohereUsage } from './usage.ts';

/** Reads the call. */
export function readChatV1(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const message = asString(body.message) ?? '';
  const history = asArray(body.chat_history).map((turn) => asString(asObject(turn).message) ?? '');
  return {
    parameters: readCohereParameters(body),
    tools: readCohereTools(body),
    session: asString(body.conversation_id),
    requestPreview: textOrNull(message),
    inputText: [asString(body.preamble) ?? '', ...history, message].filter((text) => text !== '').join('\n'),
  };
}

function readAnswer(call: ReadableCall): ReadingPart {
  if (!isStreamed(call)) return readJson(call.response.json ?? describeBody(call.response));
  const events = readJsonObjects(call.response.segments).map(({ value, atMs }) => ({
    event: asObject(value),
    atMs,
  }));
  const end = events.find(({ event }) => event.event_type === 'stream-end')?.event;
  const answer = isObject(end?.response) ? end.response : whatCame(events.map(({ event }) => event));
  return {
    ...(answer === null ? {} : readJson(answer)),
    streamed: true,
    complete: end !== undefined,
    firstTokenAtMs:
      events.find(({ event }) => GENERATING.has(asString(event.event_type) ?? ''))?.atMs ?? null,
    error: readFailedFinish(asString(end?.finish_reason), null),
  };
}

/** By the answer's type, which is told even where the request was not kept. */
function isStreamed(call: ReadableCall): boolean {
  if (isEventStream(call) || call.response.mediaType.endsWith('stream+json')) return true;
  return asObject(call.request.json).stream === true && !isObject(call.response.json);
}

/** Events that carry what the model writes. */
const GENERATING = new Set(['text-generation', 'tool-calls-chunk', 'tool-calls-generation']);

/** The answer of a stream whose end is missing; null when nothing was written. */
function whatCame(events: readonly JsonObject[]): JsonObject | null {
  const texts = events.filter(({ event_type: type }) => type === 'text-generation');
  const text = texts.map((event) => asString(event.text) ?? '').join('');
  const calls = events.flatMap((event) =>
    event.event_type === 'tool-calls-generation' ? asArray(event.tool_calls) : [],
  );
  if (text === '' && calls.length === 0) return null;
  return calls.length === 0 ? { text } : { text, tool_calls: calls };
}

function readJson(answer: Json): ReadingPart {
  if (!isObject(answer)) return { outputs: answer };
  const reason = asString(answer.finish_reason);
  const text = asString(answer.text) ?? '';
  const calls = asArray(answer.tool_calls);
  return {
    outputs: answer,
    responseId: asString(answer.generation_id) ?? asString(answer.response_id),
    finishReasons: reason === null ? [] : [reason],
    usage: readCohereUsage(answer.meta),
    error: readFailedFinish(reason, asString(answer.message)),
    responsePreview: textOrNull(text) ?? (calls.length === 0 ? null : JSON.stringify(calls)),
    outputText: [text, ...calls.map((call) => JSON.stringify(call))].join('\n').trim(),
  };
}
