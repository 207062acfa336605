/**
 * Reads InvokeModel and InvokeModelWithResponseStream, whose bodies are the vendor's own. Which vendor's is told by their
 * shape, because the model in the path may be an ARN that says nothing; bodies of another dialect are read by that
 * dialect's reader. What Bedrock counted fills in for what the body leaves out.
 */
import { asArray, asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import { readMessages } from '../anthropic/read-messages.ts';
import { readChatV1 } from '../cohere/read-chat-v1.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { readChat } from '../openai/read-chat.ts';
import { readCompletions } from '../openai/read-completions.ts';
import { isFramed } from './event-stream.ts';
import { modelInPath } from './model-in-path.ts';
import { withBedrockFacts } from './read-bedrock-call.ts';
import { readConversation } from './read-converse.ts';
import { readEmbedding } from './read-embedding.ts';
import { readText } from './read-text.ts';
import { textFormOf } from './text-forms.ts';
import { completeUsage, readGuardrailUnits, readHeaderCounts, readInvocationMetrics } from './usage.ts';
import { asJsonLines, asServerSentEvents, readVendorStream, type VendorStream } from './vendor-stream.ts';

type VendorReader = (call: ReadableCall, stream: VendorStream | null) => Reading;

/** Reads the call. */
export function readInvoke(call: ReadableCall): Reading {
  const stream = isFramed(call.response) ? readVendorStream(call.response) : null;
  const reading = withBedrockFacts(call, readerFor(call, stream)(call, stream));
  const counted = readInvocationMetrics(stream?.metrics) ?? readHeaderCounts(call.responseHeaders);
  return {
    ...reading,
    // The vendor's name of the model lacks what Bedrock's id says: the region's profile, by which it is priced.
    responseModel: modelInPath(call.path)?.opaque === true ? reading.responseModel : null,
    usage: withBilledFacts(call, completeUsage(reading.usage, counted)),
    complete: reading.complete && (stream?.whole ?? true),
    error: reading.error ?? stream?.error ?? null,
  };
}

/** What guardrails charged stands in the body, and whether capacity with a price of its own answered in a header. */
function withBilledFacts({ response, responseHeaders }: ReadableCall, usage: Usage | null): Usage | null {
  if (usage === null) return null;
  const units = readGuardrailUnits(asObject(response.json)['amazon-bedrock-trace']);
  const { 'x-amzn-bedrock-performanceconfig-latency': latency } = responseHeaders;
  return {
    ...usage,
    extra: { ...usage.extra, ...units },
    conditions: latency === undefined ? usage.conditions : { ...usage.conditions, latency },
  };
}

function readerFor(call: ReadableCall, stream: VendorStream | null): VendorReader {
  const request = asObject(call.request.json);
  const answer = stream === null ? asObject(call.response.json) : asObject(stream.events[0]?.value);
  return readers.find(([speaks]) => speaks(answer, request))?.[1] ?? readText;
}

type Speaks = (answer: JsonObject, request: JsonObject) => boolean;

/** The answer tells more than the request, so forms that only it tells come first. */
const readers: readonly (readonly [Speaks, VendorReader])[] = [
  [(answer) => 'embedding' in answer || 'embeddings' in answer, (call) => readEmbedding(call)],
  [(answer) => 'event_type' in answer, readCohereChat],
  [(answer) => Array.isArray(answer.choices), readOpenai],
  [(answer) => textFormOf(answer) !== null, readText],
  [
    (answer, request) =>
      'anthropic_version' in request || asString(answer.type)?.startsWith('message') === true,
    readAnthropic,
  ],
  [
    (answer, request) => 'messageStart' in answer || 'output' in answer || 'inferenceConfig' in request,
    readNova,
  ],
  [(_answer, request) => Array.isArray(request.messages), readOpenai],
  [(_answer, request) => typeof request.message === 'string', readCohereChat],
];

function readAnthropic(call: ReadableCall, stream: VendorStream | null): Reading {
  return readMessages(stream === null ? call : asServerSentEvents(call, stream));
}

/** Nova's events are Converse's, each under its type. */
function readNova(call: ReadableCall, stream: VendorStream | null): Reading {
  if (stream === null) return readConversation(call, null);
  const events = stream.events.flatMap(({ value, atMs }) =>
    Object.entries(value).map(([type, payload]) => ({ type, payload: asObject(payload), atMs })),
  );
  return readConversation(call, { ...stream, events });
}

/** Chat and completions of OpenAI, Mistral, AI21, DeepSeek, Qwen and others. */
function readOpenai(call: ReadableCall, stream: VendorStream | null): Reading {
  const read = typeof asObject(call.request.json).prompt === 'string' ? readCompletions : readChat;
  const reading = read(stream === null ? call : asServerSentEvents(call, stream));
  const choices = asArray(asObject(reading.outputs).choices).map(asObject);
  // Mistral and DeepSeek say `stop_reason` where OpenAI says `finish_reason`.
  const reasons = choices.map((choice) => asString(choice.finish_reason) ?? asString(choice.stop_reason));
  const ended = choices.length > 0 && !reasons.includes(null);
  return {
    ...reading,
    complete: reading.complete || ended,
    finishReasons: reasons.filter((reason) => reason !== null),
  };
}

/** Cohere's v1 chat; at Bedrock the path says that it streams, and not the body. */
function readCohereChat(call: ReadableCall, stream: VendorStream | null): Reading {
  if (stream === null) return readChatV1(call);
  const body: Json = { ...asObject(call.request.json), stream: true };
  const reading = readChatV1({ ...asJsonLines(call, stream), request: { ...call.request, json: body } });
  return { ...reading, inputs: call.request.json ?? null };
}
