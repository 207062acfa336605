/** Reads chat completions, plain and streamed, of every provider that speaks this dialect. */
import { asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { objectsIn, readCall } from './begin-reading.ts';
import { readCompletionAnswer, type CompletionForm } from './completion-answer.ts';
import { contentText, joinTexts, reasoningText, textOrNull } from './content-text.ts';

/** Members of a delta that carry tokens. */
const TOKEN_MEMBERS = [
  'content',
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'refusal',
  'tool_calls',
  'function_call',
  'images',
] as const;

/** Reads a chat completion. */
export function readChat(call: ReadableCall): Reading {
  return readCall(call, (answered) => readCompletionAnswer(answered, chatForm));
}

const chatForm: CompletionForm = {
  kind: 'chat.completion',
  hasToken(choice) {
    const delta = asObject(choice.delta ?? choice.message);
    const audio = asObject(delta.audio);
    return [...TOKEN_MEMBERS.map((name) => delta[name]), audio.data, audio.transcript].some(isFilled);
  },
  describeChoices(choices) {
    const messages = choices.map(({ message }) => asObject(message));
    return {
      responsePreview: textOrNull(previewOf(messages[0] ?? {})),
      outputText: joinTexts(messages.map(messageText)),
    };
  },
};

/** The answer's words, else the tool calls it consists of. */
function previewOf(message: JsonObject): string {
  const text = joinTexts([contentText(message.content), asString(message.refusal), spokenText(message)]);
  if (text !== '') return text;
  const calls = message.tool_calls ?? message.function_call;
  return calls === undefined ? '' : JSON.stringify(calls);
}

/** Everything the model wrote in a message. */
function messageText(message: JsonObject): string {
  const calls = objectsIn(message.tool_calls).map((call) => asObject(call.function ?? call.custom));
  return joinTexts([
    asString(message.reasoning_content) ?? asString(message.reasoning) ?? reasoningText(message.content),
    contentText(message.content),
    asString(message.refusal),
    spokenText(message),
    ...[...calls, asObject(message.function_call)].flatMap((called) => [
      asString(called.name),
      asString(called.arguments) ?? asString(called.input),
    ]),
  ]);
}

function spokenText(message: JsonObject): string | null {
  return asString(asObject(message.audio).transcript);
}

function isFilled(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}
