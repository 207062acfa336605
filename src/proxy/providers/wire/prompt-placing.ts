/**
 * What all dialects share in placing a prompt: finding texts that may be a prompt's URI, replacing one text deep in a body,
 * and leaving everything else of the caller's as it is (F69).
 */
import { AppError } from '../../../core/app-error.ts';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { messageJson } from '../../../prompts/chat-message.ts';
import type { ChatMessage } from '../../../prompts/prompt.ts';
import type { RenderedPrompt } from '../../../prompts/rendered-prompt.ts';
import type { BodyPath, PromptSite } from '../contract.ts';

/** The texts of a message's content: the content itself, or its text parts. */
export function contentSites(content: Json | undefined, path: BodyPath): PromptSite[] {
  if (typeof content === 'string') return [{ path, text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part, index) =>
    isObject(part) && typeof part.text === 'string'
      ? [{ path: [...path, index, 'text'], text: part.text }]
      : [],
  );
}

/** The texts of a list of messages. */
export function messageSites(messages: Json | undefined, field: string, member: string): PromptSite[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message, index) =>
    isObject(message) ? contentSites(message[member], [field, index, member]) : [],
  );
}

/** The value with the text at a path replaced; what lies beside the path is shared, not copied. */
export function replaceAt<Value extends Json>(value: Value, path: BodyPath, text: Json): Value {
  const [step, ...rest] = path;
  // A path comes from the same value, so that every step exists, and the result has the value's own form.
  if (step === undefined) return text as Value;
  if (Array.isArray(value))
    return value.with(Number(step), replaceAt(value[Number(step)] ?? null, rest, text)) as Value;
  const object = value as JsonObject;
  return { ...object, [step]: replaceAt(object[step] ?? null, rest, text) } as Value;
}

/** A prompt as messages of chat completions, with all they hold; a text is a system message. */
export function wholeMessages({ content }: RenderedPrompt): JsonObject[] {
  return content.type === 'chat'
    ? content.messages.map(messageJson)
    : [{ role: 'system', content: content.text }];
}

/**
 * A prompt as messages of a role and a text each, for APIs that write everything else in their own way. A text is a system
 * message; names are left out.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for what would be lost: tool calls and their answers, and parts that are no text
 */
export function promptMessages(prompt: RenderedPrompt): ChatMessage[] {
  const { content } = prompt;
  if (content.type === 'text') return [{ role: 'system', content: content.text }];
  return content.messages.map((message, index) => {
    const lost = whatIsLost(message);
    if (lost === null) return { role: message.role, content: message.content };
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Prompt ${prompt.name}/${prompt.version} cannot be put into this call: its message ${index + 1} has ${lost}, ` +
        'which Weir carries to chat completions alone.',
      { details: { field: `template.${index}`, expected: 'a role and text' } },
    );
  });
}

/** Members of chat completions' messages that say something no text does. */
const TELLING_MEMBERS = ['tool_calls', 'tool_call_id', 'function_call', 'audio', 'refusal'];

function whatIsLost({ role, whole }: ChatMessage): string | null {
  if (role === 'tool' || role === 'function') return `the role ${role}`;
  if (whole === undefined) return null;
  const member = TELLING_MEMBERS.find((name) => whole[name] !== undefined && whole[name] !== null);
  if (member !== undefined) return member;
  const parts = Array.isArray(whole.content) ? whole.content : [];
  return parts.every((part) => isObject(part) && typeof part.text === 'string')
    ? null
    : 'parts that are no text';
}

/** A prompt for an API that has the system's words apart from the conversation. */
export function splitSystem(prompt: RenderedPrompt): { system: string[]; conversation: ChatMessage[] } {
  const messages = promptMessages(prompt);
  return {
    system: messages.filter(isSystem).map(({ content }) => content),
    conversation: messages.filter((message) => !isSystem(message)),
  };
}

const isSystem = ({ role }: ChatMessage): boolean => role === 'system' || role === 'developer';

/**
 * The part a URI stood in when the message held nothing else, so that its markers go over to what replaces it; null for plain
 * text.
 *
 * @throws AppError INVALID_PARAMETER_VALUE: several messages cannot stand among the parts of one
 */
export function solePart(content: Json | undefined, prompt: RenderedPrompt): JsonObject | null {
  if (!Array.isArray(content)) return null;
  const [part] = content;
  if (content.length === 1 && isObject(part)) return part;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Prompt ${prompt.name}/${prompt.version} is a chat prompt: its URI must be the only content of a message.`,
    { details: { field: 'messages', expected: 'a message with the prompt URI alone' } },
  );
}

/** A list with one item replaced by several. */
export function spliced(list: readonly Json[], index: number, items: readonly Json[]): Json[] {
  return [...list.slice(0, index), ...items, ...list.slice(index + 1)];
}
