/** Reads embeddings. Vectors are replaced by their length. */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';
import { wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { describeBody } from '../wire/reading.ts';
import { describeVectors, dimensionsOf } from '../wire/vectors.ts';
import { errorInBody, readCall, type Answer } from './begin-reading.ts';
import { readUsage, usageIn } from './usage.ts';

/** Reads an embeddings call. */
export function readEmbeddings(call: ReadableCall): Reading {
  return readCall(call, readAnswer);
}

function readAnswer(call: ReadableCall): Answer {
  const body = call.response.json;
  if (!isObject(body)) return { outputs: describeBody(call.response) };
  const data = asArray(body.data).map(summarise);
  return {
    outputs: Array.isArray(body.data) ? { ...body, data } : body,
    error: errorInBody(body),
    responseModel: asString(body.model),
    responseId: asString(body.id),
    usage: withoutOutput(readUsage(usageIn(body), call.usageRules)),
    responsePreview: describeVectors(wholeLength(data), asObject(asObject(data[0]).embedding).dimensions),
  };
}

/** Most leave the output count out, because there is no output: that is a zero, not an unknown. */
function withoutOutput(usage: Usage | null): Usage | null {
  return usage === null ? null : { ...usage, output: usage.output ?? 0 };
}

function summarise(item: Json): Json {
  if (!isObject(item)) return item;
  const dimensions = dimensionsOf(item.embedding);
  return dimensions === null ? item : { ...item, embedding: { dimensions } };
}
