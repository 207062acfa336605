/**
 * A stream's chunks as the one response a plain call would have been: parts of each candidate in order, neighbouring text
 * of the same kind joined, everything else as the last chunk that has it says.
 */
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import { mergeSnapshots } from '../wire/usage.ts';

/** Merges chunks in the order they came. */
export function mergeChunks(chunks: readonly JsonObject[]): JsonObject {
  const candidates = new Map<number, CandidateParts>();
  const merged: JsonObject = {};
  let usage: JsonObject = {};
  for (const chunk of chunks) {
    for (const [key, value] of Object.entries(chunk)) {
      if (key !== 'candidates' && key !== 'usageMetadata' && value !== null) merged[key] = value;
    }
    // Merging JSON objects yields a JSON object.
    usage = mergeSnapshots(usage, asObject(chunk.usageMetadata)) as JsonObject;
    for (const candidate of asArray(chunk.candidates).filter(isObject)) addCandidate(candidates, candidate);
  }
  const list = [...candidates.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, parts]) => finish(parts));
  if (list.length > 0) merged.candidates = list;
  if (Object.keys(usage).length > 0) merged.usageMetadata = usage;
  return merged;
}

/** A candidate while its chunks come in. */
interface CandidateParts {
  rest: JsonObject;
  content: JsonObject;
  parts: { part: JsonObject; text: string[] | null }[];
}

function addCandidate(candidates: Map<number, CandidateParts>, candidate: JsonObject): void {
  const index = asNumber(candidate.index) ?? 0;
  const known = candidates.get(index) ?? { rest: {}, content: {}, parts: [] };
  candidates.set(index, known);
  const { content, ...rest } = candidate;
  Object.assign(known.rest, rest);
  const { parts, ...facts } = asObject(content);
  Object.assign(known.content, facts);
  for (const part of asArray(parts).filter(isObject)) addPart(known, part);
}

function addPart({ parts }: CandidateParts, part: JsonObject): void {
  const text = asString(part.text);
  const last = parts.at(-1);
  if (text === null) {
    parts.push({ part, text: null });
    return;
  }
  if (last?.text !== null && last !== undefined && (last.part.thought === true) === (part.thought === true)) {
    last.text.push(text);
    last.part = { ...last.part, ...part };
    return;
  }
  if (text === '' && Object.keys(part).length === 1) return;
  parts.push({ part, text: [text] });
}

function finish({ rest, content, parts }: CandidateParts): JsonObject {
  const finished: Json[] = parts.map(({ part, text }) =>
    text === null ? part : { ...part, text: text.join('') },
  );
  const hasContent = finished.length > 0 || Object.keys(content).length > 0;
  return hasContent ? { content: { parts: finished, ...content }, ...rest } : rest;
}
