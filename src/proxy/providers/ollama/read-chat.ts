/**
 * Reads chat and generate calls: newline-delimited JSON, streamed unless the request says otherwise. The last object
 * (`done: true`) holds the counts; a joined stream is that object with the whole message in it.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { readJsonObjects } from '../wire/json-lines.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { describeBody } from '../wire/reading.ts';
import { finishUsage, tokenCount, unknownUsage } from '../wire/usage.ts';

const PARAMETERS = {
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  num_predict: 'max_tokens',
  seed: 'seed',
  stop: 'stop_sequences',
};

/** Reads the call. */
export function readChat(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const messages = asArray(body.messages).map(asObject);
  const prompt = asString(body.prompt) ?? '';
  const question = messages.findLast(({ role }) => role === 'user');
  const texts = [
    asString(body.system) ?? '',
    ...messages.map(({ content }) => asString(content) ?? ''),
    prompt,
  ];
  return {
    parameters: readParameters(asObject(body.options), PARAMETERS),
    tools: asArray(body.tools).map(asObject).flatMap(toTool),
    requestPreview: textOrNull(asString(question?.content) ?? prompt),
    inputText: texts.filter((text) => text !== '').join('\n'),
  };
}

function toTool(tool: JsonObject): Json[] {
  const { name, description, parameters } = asObject(tool.function);
  return functionTool({ name, description, parameters });
}

function readAnswer(call: ReadableCall): ReadingPart {
  const objects = readJsonObjects(call.response.segments).map(({ value, atMs }) => ({
    object: asObject(value),
    atMs,
  }));
  const streamed =
    asObject(call.request.json).stream !== false && call.response.mediaType !== 'application/json';
  if (!streamed && isObject(call.response.json)) return readJson(call.response.json);
  if (objects.length === 0) return { outputs: describeBody(call.response), streamed, complete: !streamed };
  const failed = objects.find(({ object }) => typeof object.error === 'string')?.object;
  const first = objects.find(
    ({ object }) => wordsOf(object) !== '' || asArray(asObject(object.message).tool_calls).length > 0,
  );
  const joined = join(objects.map(({ object }) => object).filter((object) => object !== failed));
  return {
    ...readJson(joined),
    streamed: true,
    complete: joined.done === true,
    firstTokenAtMs: first?.atMs ?? null,
    error: failed === undefined ? null : { type: 'error', message: asString(failed.error) ?? '' },
  };
}

/** The last object, with what all of them said. */
function join(objects: readonly JsonObject[]): JsonObject {
  const last = objects.at(-1) ?? {};
  if (typeof last.response === 'string') {
    return withThinking({ ...last, response: textOf(objects, 'response') }, textOf(objects, 'thinking'));
  }
  const messages = objects.map(({ message }) => asObject(message));
  const toolCalls = messages.flatMap((message) => asArray(message.tool_calls));
  const message = withThinking(
    { ...messages.at(-1), content: textOf(messages, 'content') },
    textOf(messages, 'thinking'),
  );
  if (toolCalls.length > 0) message.tool_calls = toolCalls;
  return { ...last, message };
}

function withThinking(object: JsonObject, thinking: string): JsonObject {
  return thinking === '' ? object : { ...object, thinking };
}

function textOf(objects: readonly JsonObject[], member: string): string {
  return objects.map((object) => asString(object[member]) ?? '').join('');
}

function readJson(answer: JsonObject): ReadingPart {
  const reason = asString(answer.done_reason);
  const calls = asArray(asObject(answer.message).tool_calls);
  const words = asString(answer.response) ?? asString(asObject(answer.message).content) ?? '';
  return {
    outputs: answer,
    responseModel: asString(answer.model),
    finishReasons: reason === null ? [] : [reason],
    usage: readUsage(answer),
    responsePreview: textOrNull(words) ?? (calls.length === 0 ? null : JSON.stringify(calls)),
    outputText: [wordsOf(answer), ...calls.map((call) => JSON.stringify(call))].join('\n').trim(),
  };
}

/** A prompt served from its cache has no count: that is unknown, not zero. */
function readUsage(answer: JsonObject): Usage | null {
  const input = tokenCount(answer.prompt_eval_count);
  return finishUsage({ ...unknownUsage(), input, output: tokenCount(answer.eval_count) });
}

function wordsOf({ response, thinking, message }: JsonObject): string {
  const inMessage = asObject(message);
  return [thinking, inMessage.thinking, response, inMessage.content]
    .map((text) => asString(text) ?? '')
    .join('');
}
