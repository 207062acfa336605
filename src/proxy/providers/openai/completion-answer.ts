/**
 * What chat and legacy completions share: their answer is one completion object, sent whole or in chunks. The readers of
 * the two say what their choices mean.
 */
import { asNumber, asObject, asString, isObject, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Usage } from '../contract.ts';
import { describeBody } from '../wire/reading.ts';
import { allChoicesEnded, assembleCompletion, plainCompletion } from './assemble-chat.ts';
import { errorInBody, isStream, objectsIn, words, type Answer } from './begin-reading.ts';
import { firstArrival, readStreamEvents } from './stream-events.ts';
import { readBreakdown, readUsage, usageIn } from './usage.ts';

/** What tells chat and legacy completions apart. */
export interface CompletionForm {
  /** The plain answer's `object`. */
  kind: 'chat.completion' | 'text_completion';
  /** True when a choice of a chunk brings a token. */
  hasToken: (choice: JsonObject) => boolean;
  /** The words of the choices. */
  describeChoices: (choices: JsonObject[]) => Pick<Answer, 'responsePreview' | 'outputText'>;
}

/** Reads the answer of a call that succeeded. */
export function readCompletionAnswer(call: ReadableCall, form: CompletionForm): Answer {
  if (isStream(call)) return readStream(call, form);
  const body = call.response.json;
  if (!isObject(body)) return { outputs: describeBody(call.response) };
  const completion = plainCompletion(body);
  return { ...describe(completion, call, form), outputs: completion, error: errorInBody(body) };
}

function readStream(call: ReadableCall, form: CompletionForm): Answer {
  const { events, done, error } = readStreamEvents(call.response.segments);
  const completion = assembleCompletion(events, form.kind);
  return {
    ...(completion === null ? {} : describe(completion, call, form)),
    streamed: true,
    outputs: completion,
    complete: done || allChoicesEnded(completion, wishedChoices(call)),
    firstTokenAtMs: firstArrival(events, ({ choices }) => objectsIn(choices).some(form.hasToken)),
    error,
  };
}

function describe(completion: JsonObject, call: ReadableCall, form: CompletionForm): Answer {
  const choices = objectsIn(completion.choices);
  const usage = usageIn(completion);
  return {
    ...form.describeChoices(choices),
    responseModel: asString(completion.model),
    responseId: asString(completion.id),
    serviceTier: asString(completion.service_tier) ?? asString(usage.service_tier),
    finishReasons: words(choices.map((choice) => choice.finish_reason)),
    usage: usageOf(completion, call),
  };
}

/** How many choices the request asks for (`n`). */
function wishedChoices({ request }: ReadableCall): number {
  return asNumber(asObject(request.json).n) ?? 1;
}

/** The usage, by model where several answered, and what their tools were used for. */
function usageOf(completion: JsonObject, call: ReadableCall): Usage | null {
  const usage = readUsage(usageIn(completion), call.usageRules);
  if (usage === null) return null;
  const tools = objectsIn(completion.choices).flatMap(({ message }) =>
    objectsIn(asObject(message).executed_tools),
  );
  const extra = tools.length === 0 ? usage.extra : { ...usage.extra, executed_tools: tools.length };
  return { ...usage, extra, others: readBreakdown(completion, call.usageRules) };
}
