/**
 * Reads generateContent and streamGenerateContent. A stream is server-sent events with `alt=sse`, and one JSON array
 * that arrives piecemeal without.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { readJsonObjects } from '../wire/json-lines.ts';
import { decodePath, isEventStream, readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { describeBody, readErrorBody } from '../wire/reading.ts';
import { readSse } from '../wire/sse.ts';
import { mergeChunks } from './merge-chunks.ts';
import { readGoogleUsage, readGrounding } from './usage.ts';

const PARAMETERS = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  maxOutputTokens: 'max_tokens',
  stopSequences: 'stop_sequences',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  candidateCount: 'choice.count',
};

/** Reads the call. */
export function readGenerateContent(call: ReadableCall): Reading {
  const reading = readCall(call, { readRequest, readAnswer });
  const { 'x-gemini-service-tier': tier } = call.responseHeaders;
  return { ...reading, serviceTier: reading.serviceTier ?? tier ?? null };
}

/** The model a path names: `/v1beta/models/{model}:{method}`, also below `tunedModels` and publishers. */
export function modelInPath(path: string): string | null {
  const name = /\/((?:models|tunedModels)\/[^:]+):[^/]+$/.exec(path)?.[1];
  return name === undefined ? null : decodePath(name).replace(/^(?:models\/)+/, '');
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const contents = asArray(body.contents).map(asObject);
  const system = asObject(body.systemInstruction ?? body.system_instruction);
  const question = contents.findLast((content) => content.role !== 'model' && wordsOf(content.parts) !== '');
  return {
    requestModel: modelInPath(call.path),
    parameters: readParameters(asObject(body.generationConfig ?? body.generation_config), PARAMETERS),
    tools: asArray(body.tools).map(asObject).flatMap(toTools),
    tags: labelsIn(body),
    requestPreview: textOrNull(wordsOf(question?.parts)),
    inputText: [system, ...contents]
      .map((content) => wordsOf(content.parts))
      .filter((text) => text !== '')
      .join('\n'),
  };
}

function labelsIn(body: JsonObject): Record<string, string> {
  const labels = Object.entries(asObject(body.labels)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(labels.map(([name, value]) => [name, asString(value) ?? '']));
}

/** Function declarations, and the provider's own tools by the name of their member (`googleSearch`). */
function toTools(tool: JsonObject): Json[] {
  return Object.entries(tool).flatMap(([name, member]) => {
    if (name !== 'functionDeclarations' && name !== 'function_declarations') {
      return functionTool({ name, description: undefined, parameters: undefined });
    }
    return asArray(member)
      .map(asObject)
      .flatMap((declared) =>
        functionTool({
          name: declared.name,
          description: declared.description,
          parameters: declared.parameters ?? declared.parametersJsonSchema,
        }),
      );
  });
}

function readAnswer(call: ReadableCall): ReadingPart {
  const isArray = call.path.endsWith(':streamGenerateContent') && !isEventStream(call);
  if (!isEventStream(call) && !isArray) {
    const { json } = call.response;
    return isObject(json)
      ? { ...readResponse(json), complete: true }
      : { outputs: describeBody(call.response) };
  }
  const chunks = isArray ? readJsonObjects(call.response.segments) : readEvents(call);
  const objects = chunks.map(({ value }) => value).filter(isObject);
  const failed = objects.find((chunk) => isObject(chunk.error)) ?? unframedError(call.response.text);
  const merged = mergeChunks(objects.filter((chunk) => chunk !== failed));
  const first = chunks.find(({ value }) => hasToken(value));
  return {
    ...(Object.keys(merged).length > 0 ? readResponse(merged) : { complete: false }),
    streamed: true,
    firstTokenAtMs: first?.atMs ?? null,
    error: failed === undefined ? null : readErrorBody(failed),
  };
}

/** A service that gives up in mid-stream ends it with a bare JSON object that is no event (vercel/ai#5217). */
function unframedError(text: string): JsonObject | undefined {
  const tail = /[\r\n](\{\s*"error"\s*:[^]*)$/.exec(text)?.[1];
  const value = tail === undefined ? undefined : parseJson(tail);
  return isObject(value) ? value : undefined;
}

function readEvents(call: ReadableCall): { value: Json; atMs: number }[] {
  return readSse(call.response.segments).flatMap(({ data, atMs }) => {
    const value = parseJson(data);
    return value === undefined ? [] : [{ value, atMs }];
  });
}

function hasToken(chunk: Json): boolean {
  return candidatesOf(asObject(chunk)).some((candidate) =>
    partsOf(candidate).some((part) => part.text !== ''),
  );
}

function readResponse(response: JsonObject): ReadingPart {
  const candidates = candidatesOf(response);
  const finishReasons = candidates
    .map(({ finishReason }) => asString(finishReason))
    .filter((reason) => reason !== null);
  const blocked = asString(asObject(response.promptFeedback).blockReason);
  const parts = partsOf(candidates[0]);
  return {
    outputs: response,
    responseModel: asString(response.modelVersion),
    responseId: asString(response.responseId),
    finishReasons: blocked === null ? finishReasons : [...finishReasons, `blocked: ${blocked}`],
    complete: (candidates.length > 0 && finishReasons.length === candidates.length) || blocked !== null,
    usage: readUsage(response, candidates),
    error: isObject(response.error) ? readErrorBody(response) : null,
    responsePreview: textOrNull(wordsOf(parts)) ?? callsIn(parts),
    outputText: candidates.flatMap(partsOf).map(allWordsOf).join('\n'),
    serviceTier: readTier(response),
  };
}

function readUsage(response: JsonObject, candidates: readonly JsonObject[]): Usage | null {
  const usage = readGoogleUsage(response.usageMetadata);
  return usage === null ? null : { ...usage, extra: { ...usage.extra, ...readGrounding(candidates) } };
}

/**
 * The tier that answered (ai.google.dev/gemini-api/docs/optimization): `serviceTier`, or Vertex's `trafficType`, of which
 * `ON_DEMAND` is the usual kind and has no name, `ON_DEMAND_FLEX` and `ON_DEMAND_PRIORITY` are the tiers.
 */
function readTier(response: JsonObject): string | null {
  const metadata = asObject(response.usageMetadata);
  const told = [metadata.serviceTier, response.serviceTier, metadata.trafficType].map(asString);
  const tier = told
    .find((name) => name !== null && !/unspecified/i.test(name))
    ?.toLowerCase()
    .replace(/^service_tier_/, '')
    .replace(/^on_demand_?/, '');
  return tier === undefined || tier === '' ? null : tier;
}

function candidatesOf(response: JsonObject): JsonObject[] {
  return asArray(response.candidates)
    .filter(isObject)
    .sort((left, right) => (asNumber(left.index) ?? 0) - (asNumber(right.index) ?? 0));
}

function partsOf(candidate: JsonObject | undefined): JsonObject[] {
  return asArray(asObject(candidate?.content).parts).filter(isObject);
}

/** Text of the parts that are no thoughts. */
export function wordsOf(parts: unknown): string {
  return asArray(parts)
    .map(asObject)
    .filter((part) => part.thought !== true)
    .map((part) => asString(part.text) ?? '')
    .join('');
}

function allWordsOf(part: JsonObject): string {
  const { args } = asObject(part.functionCall);
  const code = asString(asObject(part.executableCode).code) ?? '';
  return asString(part.text) ?? (args === undefined ? code : JSON.stringify(args));
}

function callsIn(parts: readonly JsonObject[]): string | null {
  const calls = parts.map(({ functionCall }) => functionCall).filter(isObject);
  return calls.length === 0
    ? null
    : JSON.stringify(calls.map(({ name, args }) => ({ name: name ?? null, args: args ?? null })));
}
