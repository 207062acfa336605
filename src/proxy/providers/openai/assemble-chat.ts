/**
 * A chat or legacy completion out of the chunks of its stream: the object the plain call would have answered with. Both
 * readers pass plain answers through `plainCompletion`, so that the two forms are equal member by member.
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
import { without } from './begin-reading.ts';
import { MessageDraft, plainMessage } from './chat-message.ts';
import type { StreamEvent } from './stream-events.ts';
import { usageIn } from './usage.ts';

/** Members of a chunk that are not part of the answer, or are put together apart. */
const APART = ['choices', 'usage', 'object', 'error', 'obfuscation', 'prompt_logprobs'];

/** Members of a choice that are put together apart or dropped: log probabilities outweigh the answer many times. */
const CHOICE_APART = ['index', 'message', 'delta', 'text', 'finish_reason', 'logprobs', 'usage'];

/** Members that are set by the first chunk that has them; Azure's first chunk has them empty. */
const SET_ONCE = new Set(['id', 'created', 'model']);

interface ChoiceDraft {
  index: number;
  message: MessageDraft;
  text: string | null;
  finishReason: Json;
  others: JsonObject;
}

/**
 * Assembles the chunks of a stream.
 *
 * @param kind the plain answer's `object`
 * @returns null when no chunk came
 */
export function assembleCompletion(
  events: readonly StreamEvent[],
  kind: 'chat.completion' | 'text_completion',
): JsonObject | null {
  if (events.length === 0) return null;
  const envelope: JsonObject = { object: kind };
  const choices = new Map<number, ChoiceDraft>();
  let usage: Record<string, unknown> = {};
  for (const { data } of events) {
    addEnvelope(envelope, data);
    usage = mergeSnapshots(usage, usageIn(data));
    for (const choice of asArray(data.choices)) {
      if (isObject(choice)) addChoice(choices, choice);
    }
  }
  const finished = [...choices.values()].toSorted((one, other) => one.index - other.index).map(finishChoice);
  if (Object.keys(usage).length > 0) envelope.usage = toJsonObject(usage);
  return plainCompletion({ ...envelope, choices: finished });
}

/** A plain completion, tidied to the form that streams are assembled to. */
export function plainCompletion(body: JsonObject): JsonObject {
  const completion: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && name !== 'prompt_logprobs') completion[name] = value;
  }
  // As in a stream, where usage is merged over chunks and nulls say nothing.
  if (isObject(body.usage)) completion.usage = toJsonObject(mergeSnapshots({}, body.usage));
  if (Array.isArray(body.choices)) completion.choices = body.choices.map(plainChoice);
  return completion;
}

/** True when every choice that was seen has ended, and as many were seen as were wished for. */
export function allChoicesEnded(completion: JsonObject | null, wished: number): boolean {
  const choices = asArray(completion?.choices);
  return (
    choices.length >= Math.max(1, wished) &&
    choices.every((choice) => asString(asObject(choice).finish_reason) !== null)
  );
}

function addEnvelope(envelope: JsonObject, chunk: JsonObject): void {
  for (const [name, value] of Object.entries(without(chunk, APART))) {
    if (value === null || value === '' || value === 0) continue;
    if (SET_ONCE.has(name)) envelope[name] ??= value;
    else if (name === 'x_groq') addGroq(envelope, asObject(value));
    else envelope[name] = value;
  }
}

/** Groq's own member comes with the first and the last chunk; its usage and error have their own places. */
function addGroq(envelope: JsonObject, value: JsonObject): void {
  const told = without(value, ['usage', 'error']);
  if (Object.keys(told).length > 0) envelope.x_groq = { ...asObject(envelope.x_groq), ...told };
}

function addChoice(choices: Map<number, ChoiceDraft>, choice: JsonObject): void {
  const index = asNumber(choice.index) ?? 0;
  let draft = choices.get(index);
  if (draft === undefined) {
    draft = { index, message: new MessageDraft(), text: null, finishReason: null, others: {} };
    choices.set(index, draft);
  }
  // A server that answers at once may send the whole message in one chunk.
  draft.message.add(asObject(choice.delta ?? choice.message));
  if (typeof choice.text === 'string') draft.text = (draft.text ?? '') + choice.text;
  if (asString(choice.finish_reason) !== null) draft.finishReason = choice.finish_reason ?? null;
  draft.others = toJsonObject(mergeSnapshots(draft.others, without(choice, CHOICE_APART)));
}

function finishChoice(draft: ChoiceDraft): JsonObject {
  const said = draft.text === null ? { message: draft.message.finish() } : { text: draft.text };
  return { index: draft.index, ...said, finish_reason: draft.finishReason, ...draft.others };
}

function plainChoice(choice: Json): Json {
  if (!isObject(choice)) return choice;
  const tidy: JsonObject = { index: choice.index ?? 0 };
  if (isObject(choice.message)) tidy.message = plainMessage(choice.message);
  if (typeof choice.text === 'string') tidy.text = choice.text;
  tidy.finish_reason = choice.finish_reason ?? null;
  for (const [name, value] of Object.entries(without(choice, CHOICE_APART))) {
    if (value !== null) tidy[name] = value;
  }
  return tidy;
}

/** Snapshots are merged out of parsed JSON alone, so the result is JSON. */
function toJsonObject(merged: Record<string, unknown>): JsonObject {
  return merged as JsonObject;
}
