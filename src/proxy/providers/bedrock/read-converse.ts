/** Reads Converse and ConverseStream, and Nova's InvokeModel, whose bodies are the same. */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { describeBody, stringMembers } from '../wire/reading.ts';
import { unknownUsage } from '../wire/usage.ts';
import { assembleConversation } from './assemble-conversation.ts';
import { allWordsIn, callsIn, wordsIn } from './content-words.ts';
import { isFramed, readEventStream, type EventStream } from './event-stream.ts';
import { nameModel } from './model-in-path.ts';
import { withBedrockFacts } from './read-bedrock-call.ts';
import { readConverseUsage, readGuardrailUnits } from './usage.ts';

const PARAMETERS = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  maxTokens: 'max_tokens',
  stopSequences: 'stop_sequences',
};

/** Reads the call. */
export function readConverse(call: ReadableCall): Reading {
  return readConversation(call, isFramed(call.response) ? readEventStream(call.response) : null);
}

/**
 * Reads a call whose answer is a conversation turn.
 *
 * @param stream the events of the answer; null for a plain one
 */
export function readConversation(call: ReadableCall, stream: EventStream | null): Reading {
  const reading = readCall(call, {
    readRequest,
    readAnswer: ({ response }) =>
      stream === null ? readAnswer(response.json ?? describeBody(response)) : readStream(stream),
  });
  return withBedrockFacts(call, reading);
}

function readRequest({ request }: ReadableCall): ReadingPart {
  const body = asObject(request.json);
  const messages = asArray(body.messages).map(asObject);
  const question = messages.findLast(({ role, content }) => role === 'user' && wordsIn(content) !== '');
  const texts = [allWordsIn(body.system), ...messages.map(({ content }) => allWordsIn(content))];
  return {
    parameters: {
      ...readModelParameters(asObject(body.additionalModelRequestFields)),
      ...readParameters(asObject(body.inferenceConfig), PARAMETERS),
    },
    tools: asArray(asObject(body.toolConfig).tools).map(asObject).flatMap(toTool),
    tags: stringMembers(body.requestMetadata),
    requestPreview: textOrNull(wordsIn(question?.content)),
    inputText: texts.filter((text) => text !== '').join('\n'),
  };
}

/** What Converse has no member for goes to the model under the model's own name. */
function readModelParameters(fields: JsonObject): Reading['parameters'] {
  const topK = asNumber(fields.top_k) ?? asNumber(asObject(fields.inferenceConfig).topK);
  return topK === null ? {} : { top_k: topK };
}

/** A cache point among the tools is none. */
function toTool({ toolSpec, systemTool }: JsonObject): Json[] {
  const { name, description, inputSchema } = asObject(toolSpec ?? systemTool);
  return functionTool({ name, description, parameters: asObject(inputSchema).json });
}

function readStream(stream: EventStream): ReadingPart {
  const { answer, complete, firstTokenAtMs } = assembleConversation(stream.events);
  return {
    ...(answer === null ? {} : readAnswer(answer)),
    streamed: true,
    complete: complete && stream.whole,
    firstTokenAtMs,
    error: stream.error,
  };
}

function readAnswer(answer: Json): ReadingPart {
  if (!isObject(answer)) return { outputs: answer };
  const { content } = asObject(asObject(answer.output).message);
  const reason = asString(answer.stopReason);
  const routed = asString(asObject(asObject(answer.trace).promptRouter).invokedModelId);
  return {
    outputs: answer,
    responseModel: routed === null ? null : nameModel(routed).id,
    finishReasons: reason === null ? [] : [reason],
    serviceTier: asString(asObject(answer.serviceTier).type),
    usage: readUsage(answer),
    responsePreview: textOrNull(wordsIn(content)) ?? callsIn(content),
    outputText: allWordsIn(content),
  };
}

/** The tokens, what guardrails charged, and whether the answer came from capacity with a price of its own. */
function readUsage(answer: JsonObject): Usage | null {
  const usage = readConverseUsage(answer.usage);
  const extra = readGuardrailUnits(asObject(answer.trace).guardrail);
  if (usage === null) return Object.keys(extra).length === 0 ? null : { ...unknownUsage(), extra };
  const latency = asString(asObject(answer.performanceConfig).latency);
  return { ...usage, extra: { ...usage.extra, ...extra }, conditions: latency === null ? {} : { latency } };
}
