/** Reads embedContent and batchEmbedContents. Vectors are replaced by their length. */
import { asArray, asNumber, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { finishUsage, unknownUsage } from '../wire/usage.ts';
import { describeVectors } from '../wire/vectors.ts';
import { modelInPath, wordsOf } from './read-generate-content.ts';

/** Reads the call. */
export function readEmbedContent(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest({ path, request }: ReadableCall): ReadingPart {
  const body = asObject(request.json);
  const texts = [body, ...asArray(body.requests).map(asObject)]
    .map(({ content }) => wordsOf(asObject(content).parts))
    .filter((text) => text !== '');
  return {
    requestModel: modelInPath(path),
    requestPreview: textOrNull(texts.join('\n')),
    inputText: texts.join('\n'),
  };
}

function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = response.json;
  if (!isObject(body)) return { outputs: describeBody(response) };
  const outputs: JsonObject = { ...body };
  if (isObject(body.embedding)) outputs.embedding = summarise(body.embedding);
  if (Array.isArray(body.embeddings)) outputs.embeddings = body.embeddings.map(summarise);
  const input = asNumber(asObject(body.usageMetadata).promptTokenCount);
  const vectors = [body.embedding ?? [], ...asArray(body.embeddings)].filter(isObject);
  return {
    outputs,
    usage: finishUsage({ ...unknownUsage(), input, output: input === null ? null : 0 }),
    responsePreview: describeVectors(vectors.length, wholeLength(asArray(vectors[0]?.values))),
  };
}

function summarise(embedding: Json): Json {
  const { values, ...rest } = asObject(embedding);
  return { ...rest, values: { dimensions: wholeLength(asArray(values)) } };
}
