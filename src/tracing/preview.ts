/**
 * The beginning of what was said, as lists show it: the last message of a role where inputs or outputs are messages,
 * else their JSON (mlflow/tracing/utils/truncation.py).
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { redactSecrets } from '../core/redaction.ts';
import { lastQuestion, whatWasAsked } from '../proxy/providers/wire/what-was-asked.ts';

const ELLIPSIS = '...';

/**
 * The preview of inputs or outputs.
 *
 * @param role whose last message is meant: `user` for inputs, `assistant` for outputs
 * @returns at most `limits.previewCharacters`, secrets taken out; null when there is nothing to show
 */
export function previewOf(value: Json | undefined, role: 'user' | 'assistant'): string | null {
  if (value === undefined || value === null || value === '') return null;
  const messages = findMessages(value);
  const message = messages.findLast((one) => one['role'] === role) ?? messages.at(-1);
  const said = message === undefined ? '' : (askedIn(messages, role) ?? textOf(message));
  if (said !== '') return cutPreview(said);
  return cutPreview(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What the user typed last, among what agents write in their name; null where the last message is to be shown as it is. */
function askedIn(messages: readonly JsonObject[], role: 'user' | 'assistant'): string | null {
  if (role === 'assistant') return null;
  const asked = messages.filter((one) => one['role'] === 'user').map(firstTyped);
  return lastQuestion(asked, '') || null;
}

/** Behind a cut so much more is looked at, so that a secret is not cut through and left in part. */
const LOOKED_AHEAD_CHARACTERS = 2000;

/** Text cut to a preview's length, secrets taken out before, without half of a surrogate pair at the cut. */
export function cutPreview(text: string): string {
  const most = limits.previewCharacters;
  const clean = redactSecrets(text.slice(0, most + LOOKED_AHEAD_CHARACTERS));
  if (clean.length <= most && text.length <= most + LOOKED_AHEAD_CHARACTERS) return clean;
  const cut = clean.slice(0, most - ELLIPSIS.length);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut) + ELLIPSIS;
}

/** Messages of a chat request or answer, of the Responses API, or of OpenTelemetry's conventions. */
function findMessages(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isMessage);
  if (!isObject(value)) return [];
  for (const member of ['messages', 'input', 'output'] as const) {
    const messages = asArray(value[member]).filter(isMessage);
    if (messages.length > 0) return messages;
  }
  const choice = asObject(asArray(value['choices'])[0])['message'];
  if (isMessage(choice)) return [choice];
  return value['request'] === undefined ? [] : findMessages(value['request']);
}

function isMessage(value: unknown): value is JsonObject {
  return isObject(value) && 'role' in value && ('content' in value || 'parts' in value);
}

/** Text of a message, or of its first part that is text. */
function textOf(message: JsonObject): string {
  return textsOf(message)[0] ?? '';
}

/** The first of a message's texts that its author typed; all of them where an agent wrote all. */
function firstTyped(message: JsonObject): string[] {
  const texts = textsOf(message);
  const typed = texts.find((text) => whatWasAsked(text).trim() !== '');
  return typed === undefined ? texts.slice(0, 1) : [typed];
}

/** Texts of a message, part by part. */
function textsOf(message: JsonObject): string[] {
  const content = message['content'] ?? message['parts'];
  if (typeof content === 'string') return [content];
  return asArray(content).flatMap((part) => {
    if (typeof part === 'string') return [part];
    const { type, text, content: held } = asObject(part);
    const isText = type === 'text' || type === 'output_text' || type === 'input_text' || type === undefined;
    const said = isText ? (asString(text) ?? asString(held)) : null;
    return said === null ? [] : [said];
  });
}
