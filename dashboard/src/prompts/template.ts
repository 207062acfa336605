/** A prompt's template as the editor sees it: messages, and the variables in them. */
import type { PromptVersion } from '../api/types.ts';

/** One message of a template; a text prompt is one with role `text`. */
export interface TemplateMessage {
  role: string;
  content: string;
}

/** The template as messages. */
export function toMessages(template: PromptVersion['template']): TemplateMessage[] {
  if (typeof template === 'string') return [{ role: 'text', content: template }];
  return template.map(({ role, content }) => ({ role, content }));
}

/** Messages as the API takes them. */
export function toTemplate(messages: TemplateMessage[]): string | TemplateMessage[] {
  const [first] = messages;
  return messages.length === 1 && first?.role === 'text' ? first.content : messages;
}

/** A template as one text, for comparing. */
export function toText(template: PromptVersion['template']): string {
  if (typeof template === 'string') return template;
  return template.map(({ role, content }) => `[${role}]\n${content}`).join('\n\n');
}

/** Names between double braces, in the order they come. */
export function variablesIn(messages: TemplateMessage[]): string[] {
  const text = messages.map(({ content }) => content).join('\n');
  return [...new Set([...text.matchAll(/\{\{\s*([A-Za-z_][\w.]*)/g)].map(([, name]) => name ?? ''))];
}
