/**
 * What is unwise in a template without being wrong. Providers cache the beginning of a request that stays the same; a
 * variable in front of a long fixed stretch (a clock at the top, say) takes that away from every call (F99).
 */
import { promptLimits } from '../prompt-limits.ts';
import type { CompiledTemplate } from './compile-template.ts';

/** Something to think about. */
export interface TemplateWarning {
  code: 'variable_before_stable_text';
  /** Index of the message the variable stands in; 0 for a text prompt. */
  message: number;
  variable: string;
  text: string;
}

/** Warns of the first variable that stands before a long fixed stretch, in its own message or a later one. */
export function lintTemplates(templates: readonly CompiledTemplate[]): TemplateWarning[] {
  let first: { message: number; variable: string } | null = null;
  for (const [message, { pieces }] of templates.entries()) {
    for (const piece of pieces ?? []) {
      if ('path' in piece) first ??= { message, variable: piece.path };
      else if (first !== null && piece.fixed.length >= promptLimits.stableCharacters) return [warning(first)];
    }
  }
  return [];
}

function warning({ message, variable }: { message: number; variable: string }): TemplateWarning {
  const text =
    `The variable "${variable}" stands before a long fixed stretch, which the provider's prompt cache then cannot keep. ` +
    'Put fixed text first and variables last.';
  return { code: 'variable_before_stable_text', message, variable, text };
}
