/** Reads a v1 chat call: a flat answer, streamed as JSON lines whose last one (`stream-end`) holds the whole answer. */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readJsonObjects } from '../wire/json-lines.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { readCohereParameters, readCohereTools } from './read-request.ts';
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
  const streamed = asObject(call.request.json).stream === true;
  if (!streamed) return readJson(call.response.json ?? describeBody(call.response));
  const events = readJsonObjects(call.response.segments).map(({ value, atMs }) => ({
    event: asObject(value),
    atMs,
  }));
  const end = events.find(({ event }) => event.event_type === 'stream-end')?.event;
  const texts = events.filter(({ event }) => event.event_type === 'text-generation');
  const text = texts.map(({ event }) => asString(event.text) ?? '').join('');
  const answer = isObject(end?.response) ? end.response : text === '' ? null : { text };
  return {
    ...(answer === null ? {} : readJson(answer)),
    streamed: true,
    complete: end !== undefined,
    firstTokenAtMs: texts[0]?.atMs ?? null,
  };
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
    responsePreview: textOrNull(text) ?? (calls.length === 0 ? null : JSON.stringify(calls)),
    outputText: [text, ...calls.map((call) => JSON.stringify(call))].join('\n').trim(),
  };
}
