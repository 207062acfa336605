/** Reads an embed call. Vectors, by type or plain, are replaced by their length. */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';
import { wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { describeVectors, dimensionsOf } from '../wire/vectors.ts';
import { wordsOf } from './read-request.ts';
import { readCohereUsage } from './usage.ts';

/** Reads the call. */
export function readEmbed(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const inputs = asArray(body.inputs).map((input) => wordsOf(asObject(input).content));
  const texts = [...asArray(body.texts).map((text) => asString(text) ?? ''), ...inputs].filter(
    (text) => text !== '',
  );
  return { requestPreview: textOrNull(texts.join('\n')), inputText: texts.join('\n') };
}

function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = response.json;
  if (!isObject(body)) return { outputs: describeBody(response) };
  const usage = readCohereUsage(body.meta);
  const embeddings = summarise(body.embeddings ?? null);
  const vectors = asArray(isObject(embeddings) ? Object.values(embeddings)[0] : embeddings);
  return {
    outputs: { ...body, embeddings },
    responseId: asString(body.id),
    usage: usage === null ? null : { ...usage, output: usage.output ?? 0 },
    responsePreview: describeVectors(wholeLength(vectors), asObject(vectors[0]).dimensions),
  };
}

/** Vectors come in one list, or in a list for each type of number; those of the type `base64` are text. */
function summarise(embeddings: Json): Json {
  if (isObject(embeddings)) {
    return Object.fromEntries(
      Object.entries(embeddings).map(([type, vectors]) => [type, summarise(vectors)]),
    );
  }
  return asArray(embeddings).map((vector) => {
    const dimensions = dimensionsOf(vector);
    return dimensions === null ? vector : { dimensions };
  });
}
