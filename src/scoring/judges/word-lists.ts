/** Lists of rules and facts as callers write them: one text, or a list of texts. */
import { asArray } from '../../core/json.ts';

/** The entries of a list, or the one text as a list of one; anything else is empty. */
export function listLines(value: unknown): string[] {
  const entries = typeof value === 'string' ? [value] : asArray(value);
  return entries.filter((entry) => typeof entry === 'string').filter((entry) => entry.trim() !== '');
}

/** The entries one a line, numbered from 1. */
export function numbered(entries: readonly string[]): string {
  return entries.map((entry, index) => `${index + 1}. ${entry}`).join('\n');
}
