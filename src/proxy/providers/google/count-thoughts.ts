/**
 * Calls of Gemini's OpenAI-compatible path (ai.google.dev/gemini-api/docs/openai). Thoughts are in `total_tokens` and not
 * in `completion_tokens`, as in Gemini's own counting; here they are put where the canonical form has them.
 */
import type { CallKind, Usage } from '../contract.ts';

/** The same call, thoughts counted as output. */
export function countThoughts(kind: CallKind | null): CallKind | null {
  if (kind === null) return null;
  return {
    ...kind,
    read: (call) => {
      const reading = kind.read(call);
      return { ...reading, usage: reading.usage === null ? null : withThoughts(reading.usage) };
    },
  };
}

function withThoughts(usage: Usage): Usage {
  const { input, output, total } = usage;
  if (input === null || output === null || total === null || total <= input + output) return usage;
  return {
    ...usage,
    output: total - input,
    reasoning: Math.max(usage.reasoning ?? 0, total - input - output),
  };
}
