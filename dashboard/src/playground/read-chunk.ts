/** Puts an answer together from the chunks of a stream in OpenAI's form: what was said, thought, and called. */
import { ApiError } from '../api/call.ts';
import type { Part } from '../trace/conversation.ts';

/** An answer so far. */
export interface StreamedAnswer {
  reasoning: string;
  text: string;
  /** By the index the provider gives. */
  calls: { id: string | null; name: string; arguments: string }[];
  inputTokens: number | null;
  outputTokens: number | null;
}

/** Nothing said yet. */
export const startAnswer = (): StreamedAnswer => ({
  reasoning: '',
  text: '',
  calls: [],
  inputTokens: null,
  outputTokens: null,
});

interface Chunk {
  choices?: {
    delta?: {
      content?: string | null;
      reasoning?: string | null;
      reasoning_content?: string | null;
      tool_calls?: {
        index?: number;
        id?: string | null;
        function?: { name?: string; arguments?: string };
      }[];
    };
  }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: { message?: string };
}

/**
 * Adds what a chunk tells.
 *
 * @returns whether it said anything
 * @throws ApiError when the stream carries an error
 */
export function addChunk(data: string, answer: StreamedAnswer): boolean {
  const chunk = JSON.parse(data) as Chunk;
  if (chunk.error !== undefined)
    throw new ApiError(502, 'PROVIDER_ERROR', chunk.error.message ?? 'The stream broke off.');
  if (chunk.usage) {
    answer.inputTokens = chunk.usage.prompt_tokens ?? null;
    answer.outputTokens = chunk.usage.completion_tokens ?? null;
  }
  const delta = chunk.choices?.[0]?.delta;
  if (delta === undefined) return false;
  const thought = delta.reasoning_content ?? delta.reasoning ?? '';
  const said = delta.content ?? '';
  answer.reasoning += thought;
  answer.text += said;
  for (const [place, { index = place, id, function: called }] of (delta.tool_calls ?? []).entries()) {
    const call = (answer.calls[index] ??= { id: null, name: '', arguments: '' });
    call.id ??= id ?? null;
    call.name += called?.name ?? '';
    call.arguments += called?.arguments ?? '';
  }
  return thought !== '' || said !== '' || delta.tool_calls !== undefined;
}

/** The answer as a message's parts. */
export function partsOf({ reasoning, text, calls }: StreamedAnswer): Part[] {
  return [
    ...(reasoning === '' ? [] : [{ kind: 'reasoning', text: reasoning } as const]),
    ...(text === '' ? [] : [{ kind: 'text', text } as const]),
    ...calls.flatMap((call) => [
      { kind: 'tool-call', name: call.name, input: parsed(call.arguments), id: call.id } as const,
    ]),
  ];
}

/** Arguments are JSON once they are whole. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
