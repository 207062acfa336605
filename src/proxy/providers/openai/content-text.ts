/**
 * The words inside message content, which is a string or a list of parts in one of several shapes: chat parts, Responses
 * parts, and the reasoning parts of Databricks and Mistral. Used for previews and token estimates.
 */
import { asArray, asObject, asString, isObject, type Json } from '../../../core/json.ts';

const REASONING_TYPES = new Set<unknown>(['thinking', 'reasoning', 'reasoning_text', 'summary_text']);

/** What the reader of the answer sees: text parts and refusals, without reasoning. */
export function contentText(content: unknown): string {
  return partTexts(content, false).join('');
}

/** The reasoning inside a list of parts; empty for a string. */
export function reasoningText(content: unknown): string {
  return partTexts(content, true).join('');
}

/** Joins the texts that are there. */
export function joinTexts(texts: readonly (string | null)[]): string {
  return texts.filter((text) => text !== null && text !== '').join('\n');
}

/** The text, or null when it is empty: for previews. */
export function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

function partTexts(content: unknown, reasoning: boolean): string[] {
  if (typeof content === 'string') return reasoning ? [] : [content];
  const parts: readonly Json[] = isObject(content) ? [content] : asArray(content);
  return parts.map((part) => {
    if (typeof part === 'string') return reasoning ? '' : part;
    const isReasoning = REASONING_TYPES.has(asObject(part).type);
    return isReasoning === reasoning ? partText(part) : '';
  });
}

/** A part's own words, wherever its type keeps them; nested lists are reasoning summaries and thinking chunks. */
function partText(part: Json): string {
  if (typeof part === 'string') return part;
  const { text, refusal, transcript, thinking, summary } = asObject(part);
  const own = asString(text) ?? asString(refusal) ?? asString(transcript) ?? asString(thinking);
  if (own !== null) return own;
  const nested = asArray(thinking).length > 0 ? asArray(thinking) : asArray(summary);
  return nested.map((inner) => asString(asObject(inner).text) ?? '').join('');
}
