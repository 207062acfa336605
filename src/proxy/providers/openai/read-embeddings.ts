/**
 * Reads embeddings. Vectors are replaced by their length: thousands of numbers that nobody reads would be most of what a
 * trace store holds.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading, Usage } from '../contract.ts';
import { describeBody } from '../wire/reading.ts';
import { errorInBody, readCall, type Answer } from './begin-reading.ts';
import { readUsage, usageIn } from './usage.ts';

const BYTES_PER_FLOAT = 4;

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
    responsePreview: describeVectors(data),
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

/** Vectors come as numbers, or as 32-bit floats in base64. */
function dimensionsOf(embedding: Json | undefined): number | null {
  if (Array.isArray(embedding)) return embedding.length;
  if (typeof embedding !== 'string') return null;
  const padding = embedding.endsWith('==') ? 2 : embedding.endsWith('=') ? 1 : 0;
  return Math.floor(((embedding.length / 4) * 3 - padding) / BYTES_PER_FLOAT);
}

function describeVectors(data: readonly Json[]): string | null {
  const first: JsonObject = asObject(asObject(data[0]).embedding);
  if (typeof first.dimensions !== 'number') return null;
  return `${data.length} ${data.length === 1 ? 'vector' : 'vectors'} of ${first.dimensions} dimensions`;
}
