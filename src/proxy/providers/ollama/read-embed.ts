/** Reads embed calls, new and old. Vectors are replaced by their length. */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { finishUsage, tokenCount, unknownUsage } from '../wire/usage.ts';
import { describeVectors } from '../wire/vectors.ts';

/** Reads the call. */
export function readEmbed(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const { input, prompt } = asObject(call.request.json);
  const texts = [...asArray(input), input, prompt].filter((text) => typeof text === 'string');
  return { requestPreview: textOrNull(texts.join('\n')), inputText: texts.join('\n') };
}

function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = response.json;
  if (!isObject(body)) return { outputs: describeBody(response) };
  const outputs: JsonObject = { ...body };
  if (Array.isArray(body.embeddings)) outputs.embeddings = body.embeddings.map(summarise);
  if (Array.isArray(body.embedding)) outputs.embedding = summarise(body.embedding);
  const input = tokenCount(body.prompt_eval_count);
  return {
    outputs,
    responseModel: asString(body.model),
    responsePreview: describeVectors(
      Array.isArray(body.embeddings) ? wholeLength(body.embeddings) : 1,
      asObject(asArray(outputs.embeddings)[0] ?? outputs.embedding).dimensions,
    ),
    usage: finishUsage({ ...unknownUsage(), input, output: input === null ? null : 0 }),
  };
}

function summarise(vector: Json): Json {
  return Array.isArray(vector) ? { dimensions: wholeLength(vector) } : vector;
}
