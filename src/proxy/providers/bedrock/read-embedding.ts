/** Reads InvokeModel of embedding models: Titan, Cohere, Nova and others. Vectors are replaced by their length. */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';
import { membersLeftOut, wholeLength } from '../../../core/shortened.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { finishUsage, tokenCount, unknownUsage } from '../wire/usage.ts';
import { withBedrockFacts } from './read-bedrock-call.ts';
import { completeUsage, readHeaderCounts } from './usage.ts';

/** Vectors lie no deeper than this in any documented answer. */
const MOST_LEVELS = 5;

/** Reads the call. */
export function readEmbedding(call: ReadableCall): Reading {
  return withBedrockFacts(call, readCall(call, { readRequest, readAnswer }));
}

function readRequest({ request }: ReadableCall): ReadingPart {
  const body = asObject(request.json);
  const texts = [body.inputText, ...asArray(body.texts)].map((text) => asString(text) ?? '');
  const words = texts.filter((text) => text !== '');
  return { requestPreview: textOrNull(words[0] ?? ''), inputText: words.join('\n') };
}

/** There is no output: where input was counted, that is a zero and not an unknown. */
function readAnswer({ response, responseHeaders }: ReadableCall): ReadingPart {
  const body = asObject(response.json);
  const told = finishUsage({ ...unknownUsage(), input: tokenCount(body.inputTextTokenCount) });
  const usage = completeUsage(told, readHeaderCounts(responseHeaders));
  return {
    outputs: summarise(describeBody(response), MOST_LEVELS),
    responseId: asString(body.id),
    usage: usage === null ? null : { ...usage, output: usage.output ?? 0 },
  };
}

function summarise(value: Json, levels: number): Json {
  if (levels === 0) return value;
  if (Array.isArray(value)) {
    const isVector = value.every((member) => typeof member === 'number' || membersLeftOut(member) !== null);
    return isVector && value.length > 0
      ? { dimensions: wholeLength(value) }
      : value.map((member) => summarise(member, levels - 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, summarise(member, levels - 1)]),
  );
}
