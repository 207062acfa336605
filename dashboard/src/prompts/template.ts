/** A prompt's template as the editor sees it: messages, and the variables in them. */
import type { PromptVersion } from '../api/types.ts';

/** One message of a template; a text prompt is one with role `text`. */
export interface TemplateMessage {
  role: string;
  /** The text; where content is no text, its JSON. */
  content: string;
  isJson?: boolean;
  /** What else the message holds: tool calls, names. */
  others?: object;
}

/** The template as messages. */
export function toMessages(template: PromptVersion['template']): TemplateMessage[] {
  if (typeof template === 'string') return [{ role: 'text', content: template }];
  return template.map(({ role, content, ...others }) => ({
    role,
    content: contentText(content),
    ...(typeof content === 'string' ? {} : { isJson: true }),
    ...(Object.keys(others).length === 0 ? {} : { others }),
  }));
}

/** Messages as the API takes them. */
export function toTemplate(messages: TemplateMessage[]): string | { role: string; content?: unknown }[] {
  const [first] = messages;
  if (messages.length === 1 && first?.role === 'text') return first.content;
  return messages.map(({ role, content, isJson = false, others = {} }) => ({
    role,
    content: isJson ? parsed(content) : content,
    ...others,
  }));
}

/** Content that is no text any more stays what was typed. */
function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return content === undefined || content === null ? '' : JSON.stringify(content, null, 2);
}

/** A template as one text, for comparing. */
export function toText(template: PromptVersion['template']): string {
  if (typeof template === 'string') return template;
  return template
    .map(({ role, content, ...others }) => {
      const rest = Object.keys(others).length === 0 ? '' : `\n${JSON.stringify(others, null, 2)}`;
      return `[${role}]\n${contentText(content)}${rest}`;
    })
    .join('\n\n');
}

/** Names between double braces, in the order they come. */
export function variablesIn(messages: TemplateMessage[]): string[] {
  const text = messages.map(({ content }) => content).join('\n');
  return [...new Set([...text.matchAll(/\{\{\s*([A-Za-z_][\w.]*)/g)].map(([, name]) => name ?? ''))];
}
