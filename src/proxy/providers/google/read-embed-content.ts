/** Reads embedContent and batchEmbedContents. Vectors are replaced by their length. */
import { asArray, asNumber, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { finishUsage, unknownUsage } from '../wire/usage.ts';
import { modelInPath } from './read-generate-content.ts';

/** Reads the call. */
export function readEmbedContent(call: ReadableCall): Reading {
  return readCall(call, { readRequest: ({ path }) => ({ requestModel: modelInPath(path) }), readAnswer });
}

function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = response.json;
  if (!isObject(body)) return { outputs: describeBody(response) };
  const outputs: JsonObject = { ...body };
  if (isObject(body.embedding)) outputs.embedding = summarise(body.embedding);
  if (Array.isArray(body.embeddings)) outputs.embeddings = body.embeddings.map(summarise);
  const input = asNumber(asObject(body.usageMetadata).promptTokenCount);
  return { outputs, usage: finishUsage({ ...unknownUsage(), input, output: input === null ? null : 0 }) };
}

function summarise(embedding: Json): Json {
  const { values, ...rest } = asObject(embedding);
  return { ...rest, dimensions: asArray(values).length };
}
