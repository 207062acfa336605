/** What a span says it used: MLflow's attribute, else by the conventions. Counts that cannot be are refused. Pure. */
import { isObject, type Json } from '../../core/json.ts';
import { tokenCount } from '../../proxy/providers/wire/usage.ts';
import type { TokenUsage } from '../trace.ts';
import type { Convention, ConventionSpan } from './conventions/convention.ts';
import { conventions } from './conventions/index.ts';

/** Usage, null when a span tells none; and the members it tells that are no counts, such as 1e308 tokens. */
export interface SpanUsage {
  usage: TokenUsage | null;
  refused: string[];
}

/** Reads the usage of a span. */
export function spanUsage(span: ConventionSpan): SpanUsage {
  const told = readUsage(span.attributes['mlflow.chat.tokenUsage']) ?? findUsage(span);
  if (told === null) return { usage: null, refused: [] };
  const usage = { ...told };
  const refused: string[] = [];
  for (const [name, count] of Object.entries(told) as [keyof TokenUsage, number | null][]) {
    if (!Number.isNaN(tokenCount(count))) continue;
    usage[name] = null;
    refused.push(name);
  }
  const { inputTokens, outputTokens, totalTokens } = usage;
  const isKnown = [inputTokens, outputTokens, totalTokens].some((count) => count !== null);
  return { usage: isKnown ? usage : null, refused };
}

function findUsage(span: ConventionSpan): TokenUsage | null {
  for (const convention of conventions) {
    const usage = usageOf(span, convention);
    if (usage !== null) return usage;
  }
  return null;
}

function usageOf(span: ConventionSpan, convention: Convention): TokenUsage | null {
  const keys = convention.usageKeys?.(span) ?? null;
  if (keys === null) return null;
  const count = (names: readonly string[] | undefined): number | null => {
    for (const name of names ?? []) {
      const number = toCount(span.attributes[name]);
      if (number !== null) return number;
    }
    return null;
  };
  const [cacheRead, cacheWrite] = [count(keys.cacheRead), count(keys.cacheWrite)];
  const told = count(keys.input);
  const cached = keys.inputExcludesCache === true ? (cacheRead ?? 0) + (cacheWrite ?? 0) : 0;
  const input = told === null ? null : told + cached;
  const output = count(keys.output);
  const total = count(keys.total) ?? (input === null || output === null ? null : input + output);
  if (input === null && output === null && total === null) return null;
  return {
    inputTokens: input,
    outputTokens: output,
    totalTokens: total,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
  };
}

/** Usage as MLflow writes it on a span; null when it is not that. */
function readUsage(value: Json | undefined): TokenUsage | null {
  if (!isObject(value)) return null;
  const usage = {
    inputTokens: toCount(value['input_tokens']),
    outputTokens: toCount(value['output_tokens']),
    totalTokens: toCount(value['total_tokens']),
    cacheReadTokens: toCount(value['cache_read_input_tokens']),
    cacheWriteTokens: toCount(value['cache_creation_input_tokens']),
  };
  const { inputTokens, outputTokens, totalTokens } = usage;
  return inputTokens === null && outputTokens === null && totalTokens === null ? null : usage;
}

/** A count of tokens, also as decimal text; NaN for what is none. */
function toCount(value: Json | undefined): number | null {
  return tokenCount(typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value);
}
