/**
 * The words a request sends to the model, for the preview and for token estimates: chat `messages`, Responses `input`
 * items, and the plain `prompt` or `input` of the other calls.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { Reading } from '../contract.ts';
import { lastQuestion } from '../wire/what-was-asked.ts';
import { contentText, joinTexts, reasoningText, textOrNull } from './content-text.ts';

/** The prompt's part of a reading. */
export type PromptFacts = Pick<Reading, 'requestPreview' | 'inputText'>;

/** Reads the words of a request body, whichever call it is for. */
export function readPrompt(body: JsonObject): PromptFacts {
  const items = Array.isArray(body.messages) ? asArray(body.messages) : asArray(body.input).filter(isObject);
  const instructions = asString(body.instructions);
  if (items.length > 0) {
    return {
      requestPreview: previewOf(items),
      inputText: joinTexts([instructions, ...items.map(itemText)]),
    };
  }
  const prompt = plainText(body.prompt ?? body.input ?? null);
  return {
    requestPreview: textOrNull(prompt),
    inputText: joinTexts([instructions, prompt, asString(body.suffix)]),
  };
}

/** All words of a message or Responses item, with the arguments and results of its tool calls. */
export function itemText(item: Json): string {
  const { content, tool_calls: toolCalls, arguments: given, output, summary, ...rest } = asObject(item);
  const calls = asArray(toolCalls).map((call) => asString(asObject(asObject(call).function).arguments));
  return joinTexts([
    reasoningText(content),
    contentText(content),
    asString(rest.reasoning_content) ?? asString(rest.reasoning),
    ...calls,
    asString(given),
    contentText(output),
    reasoningText(summary),
    asString(rest.text),
  ]);
}

/** The last user message's words, else the last item's that has any. */
function previewOf(items: readonly Json[]): string | null {
  const fromUser = items.map(asObject).filter(({ role }) => role === 'user');
  const text = lastQuestion(
    fromUser.map(({ content }) => textParts(content)),
    '',
  );
  if (text !== '') return text;
  const last = items.at(-1);
  return last === undefined || fromUser.length > 0 ? null : textOrNull(itemText(last));
}

/** The texts of content, part by part. */
function textParts(content: Json | undefined): string[] {
  return Array.isArray(content) ? content.map((part) => contentText([part])) : [contentText(content)];
}

/** A prompt is a string, a list of strings, or tokens, which have no words. */
function plainText(prompt: Json): string {
  if (typeof prompt === 'string') return prompt;
  return joinTexts(asArray(prompt).map(asString));
}
