/** Reads an embed call. Vectors, by type or plain, are replaced by their length. */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { readCohereUsage } from './usage.ts';

/** Reads the call. */
export function readEmbed(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const texts = asArray(asObject(call.request.json).texts).map((text) => asString(text) ?? '');
  return { requestPreview: textOrNull(texts[0] ?? ''), inputText: texts.join('\n') };
}

function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = response.json;
  if (!isObject(body)) return { outputs: describeBody(response) };
  const usage = readCohereUsage(body.meta);
  return {
    outputs: { ...body, embeddings: summarise(body.embeddings ?? null) },
    responseId: asString(body.id),
    usage: usage === null ? null : { ...usage, output: usage.output ?? 0 },
  };
}

function summarise(embeddings: Json): Json {
  if (isObject(embeddings)) {
    return Object.fromEntries(
      Object.entries(embeddings).map(([type, vectors]) => [type, summarise(vectors)]),
    );
  }
  return asArray(embeddings).map((vector) =>
    Array.isArray(vector) ? { dimensions: vector.length } : vector,
  );
}
