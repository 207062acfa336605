/**
 * Messages of chat prompts, whatever they hold: tool calls, names, parts of content. What a prompt knows of a message is its
 * role and its words; the message itself is kept as it was registered.
 */
import { asArray, asString, isObject, type Json, type JsonObject } from '../core/json.ts';
import type { ChatMessage, PromptTemplate } from './prompt.ts';

/** A message from its JSON: an object with a role. */
export function toChatMessage(json: JsonObject): ChatMessage {
  const { role, content, ...others } = json;
  const message = { role: asString(role) ?? 'user', content: wordsOf(content) };
  const isPlain = typeof content === 'string' && Object.keys(others).length === 0;
  return isPlain ? message : { ...message, whole: json };
}

/** A message as it was registered, with the values put in where it was rendered. */
export function messageJson({ role, content, whole }: ChatMessage): JsonObject {
  return whole ?? { role, content };
}

/** The text of the content, or of its text parts. */
function wordsOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .flatMap((part) => (isObject(part) && typeof part.text === 'string' ? [part.text] : []))
    .join('\n');
}

/** One text that may hold variables, and the message it stands in; 0 for a text prompt. */
export interface TemplateText {
  message: number;
  text: string;
}

/** Every text of a template: the one, or those in the content of its messages. */
export function templateTexts(template: PromptTemplate): TemplateText[] {
  if (template.type === 'text') return [{ message: 0, text: template.text }];
  return template.messages.flatMap(({ content, whole }, message) =>
    textsIn(whole === undefined ? content : (whole.content ?? null)).map((text) => ({ message, text })),
  );
}

/** The template with other texts, in the order of {@link templateTexts}. */
export function withTexts(template: PromptTemplate, texts: readonly string[]): PromptTemplate {
  if (template.type === 'text') return { type: 'text', text: texts[0] ?? '' };
  const rest = texts.values();
  const next = (): string => rest.next().value ?? '';
  const messages = template.messages.map(({ role, whole }): ChatMessage => {
    if (whole === undefined) return { role, content: next() };
    return whole.content === undefined
      ? { role, content: '', whole }
      : toChatMessage({ ...whole, content: replaced(whole.content, next) });
  });
  return { type: 'chat', messages };
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function replaced(value: Json, next: () => string): Json {
  if (typeof value === 'string') return next();
  if (Array.isArray(value)) return value.map((item) => replaced(item, next));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, next)]));
}
