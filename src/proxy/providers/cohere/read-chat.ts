/** Reads a v2 chat call, plain or streamed. */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { isEventStream, readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { lastQuestion } from '../wire/what-was-asked.ts';
import { assembleChat } from './assemble-chat.ts';
import { readCohereParameters, readCohereTools, readFailedFinish, wordsOf } from './read-request.ts';
import { readCohereUsage } from './usage.ts';

/** Reads the call. */
export function readChat(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const messages = asArray(body.messages).map(asObject);
  const asked = messages.filter(({ role }) => role === 'user');
  const question = lastQuestion(
    asked.map(({ content }) => [wordsOf(content)]),
    '',
  );
  return {
    parameters: readCohereParameters(body),
    tools: readCohereTools(body),
    requestPreview: textOrNull(question),
    inputText: messages.map(({ content }) => wordsOf(content)).join('\n'),
  };
}

function readAnswer(call: ReadableCall): ReadingPart {
  if (!isEventStream(call)) return readJson(call.response.json ?? describeBody(call.response));
  const { answer, complete, firstTokenAtMs, error } = assembleChat(call.response.segments);
  return {
    ...(answer === null ? {} : readJson(answer)),
    streamed: true,
    complete,
    firstTokenAtMs,
    error: readFailedFinish(asString(answer?.finish_reason), error),
  };
}

function readJson(answer: Json): ReadingPart {
  if (!isObject(answer)) return { outputs: answer };
  const message = asObject(answer.message);
  const reason = asString(answer.finish_reason);
  const calls = asArray(message.tool_calls).map(asObject);
  const words = wordsOf(message.content);
  const thinking = asArray(message.content).map((block) => asString(asObject(block).thinking) ?? '');
  const argumentTexts = calls.map((call) => asString(asObject(call.function).arguments) ?? '');
  return {
    outputs: answer,
    responseId: asString(answer.id),
    finishReasons: reason === null ? [] : [reason],
    usage: readCohereUsage(answer.usage),
    error: readFailedFinish(reason, asString(answer.message)),
    responsePreview: textOrNull(words) ?? (calls.length === 0 ? null : JSON.stringify(calls.map(toCall))),
    outputText: [...thinking, asString(message.tool_plan) ?? '', words, ...argumentTexts].join('\n').trim(),
  };
}

function toCall(call: JsonObject): JsonObject {
  const { name, arguments: given } = asObject(call.function);
  return { name: name ?? null, arguments: given ?? null };
}
