/** Reads embedContent and batchEmbedContents. Vectors are replaced by their length. */
import { asArray, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { describeVectors } from '../wire/vectors.ts';
import { modelInPath, wordsOf } from './read-generate-content.ts';
import { readGoogleUsage } from './usage.ts';

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
  const usage = readUsage(asObject(body.usageMetadata));
  const vectors = [body.embedding ?? [], ...asArray(body.embeddings)].filter(isObject);
  return {
    outputs,
    usage,
    responsePreview: describeVectors(vectors.length, wholeLength(asArray(vectors[0]?.values))),
  };
}

/** There is no output. Embeddings tell modalities in the singular (ai.google.dev/api/embeddings, UsageMetadata). */
function readUsage(metadata: JsonObject): Usage | null {
  const promptTokensDetails = metadata.promptTokensDetails ?? metadata.promptTokenDetails ?? null;
  const usage = readGoogleUsage({ ...metadata, promptTokensDetails });
  return usage === null || usage.input === null ? usage : { ...usage, output: usage.output ?? 0 };
}

function summarise(embedding: Json): Json {
  const { values, ...rest } = asObject(embedding);
  return { ...rest, values: { dimensions: wholeLength(asArray(values)) } };
}
