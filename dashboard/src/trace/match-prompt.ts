/**
 * Finds a prompt version in the messages it was put before, and the values its variables had: so that another version can
 * take its place. Pure. Templates with control flow cannot be matched.
 */
import type { PromptVersion } from '../api/types.ts';
import type { ChatMessage } from '../playground/run-chat.ts';
import { toMessages } from '../prompts/template.ts';

/** Where the prompt was. */
export interface MatchedPrompt {
  variables: Record<string, string>;
  /** The messages without those of the prompt. */
  rest: ChatMessage[];
}

/** The prompt at the head of the messages; null when it is not there as the template says. */
export function matchPrompt(
  template: PromptVersion['template'],
  messages: readonly ChatMessage[],
): MatchedPrompt | null {
  const expected = toMessages(template);
  const variables: Record<string, string> = {};
  for (const [index, { role, content }] of expected.entries()) {
    const message = messages[index];
    if (message === undefined || !isRole(role, message.role)) return null;
    const values = matchText(content, textOf(message.content));
    if (values === null) return null;
    for (const [name, value] of Object.entries(values)) {
      if (variables[name] !== undefined && variables[name] !== value) return null;
      variables[name] = value;
    }
  }
  return { variables, rest: messages.slice(expected.length) };
}

/** A text prompt becomes the system message, which newer models call the developer's. */
function isRole(expected: string, role: string): boolean {
  const system = ['system', 'developer'];
  return expected === role || (['text', ...system].includes(expected) && system.includes(role));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : '')).join('');
}

const VARIABLE = /\{\{\s*([A-Za-z_][\w.]*)\s*\}\}/g;

/** The values by which the template becomes the text; null when none do. Each takes as little as it can. */
export function matchText(template: string, text: string): Record<string, string> | null {
  if (template.includes('{%')) return null;
  // Fixed pieces stand at even places, names of variables at odd ones.
  const pieces = template.split(VARIABLE);
  const values: Record<string, string> = {};
  let at = 0;
  for (let index = 0; index < pieces.length; index += 2) {
    const fixed = pieces[index] ?? '';
    const isLast = index === pieces.length - 1;
    const found = index === 0 ? 0 : isLast ? text.length - fixed.length : text.indexOf(fixed, at);
    if (found < at || !text.startsWith(fixed, found)) return null;
    const name = pieces[index - 1];
    if (name !== undefined) {
      const value = text.slice(at, found);
      if (values[name] !== undefined && values[name] !== value) return null;
      values[name] = value;
    }
    at = found + fixed.length;
  }
  return at === text.length ? values : null;
}
