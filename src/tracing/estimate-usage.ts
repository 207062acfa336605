/**
 * Tokens estimated where the provider told none: a stream that was cut, a provider that sends no usage. Off the path,
 * by a small library; a full tokenizer is too large for a worker. What the provider did tell is kept.
 */
import { estimateTokenCount } from 'tokenx';
import type { Reading, Usage } from '../proxy/providers/contract.ts';
import { sumKnown, unknownUsage } from '../proxy/providers/wire/usage.ts';

/** Usage of a call, and whether any of it is an estimate. */
export interface KnownUsage {
  usage: Usage | null;
  estimated: boolean;
  /** Members that the provider told and that cannot be, such as 1e308 tokens: null in `usage`. */
  refused: string[];
}

/** Longest text that is counted; longer ones are scaled. */
const MOST_CHARACTERS = 400_000;

/** Fills in what is missing; without any text to go by, unknown stays unknown. */
export function estimateUsage(reading: Reading): KnownUsage {
  const told = reading.usage;
  // Counted in something else: images, seconds, characters.
  if (told !== null && told.input === null && told.output === null && Object.keys(told.extra).length > 0) {
    return { usage: told, estimated: false, refused: [] };
  }
  const input = told?.input ?? estimate(reading.inputText);
  const output = isCutShort(reading)
    ? estimate(reading.outputText)
    : (told?.output ?? estimate(reading.outputText));
  if (input === (told?.input ?? null) && output === (told?.output ?? null))
    return { usage: told, estimated: false, refused: [] };
  return {
    usage: { ...(told ?? unknownUsage()), input, output, total: sumKnown(input, output) },
    estimated: true,
    refused: [],
  };
}

/** A cut stream's last output count is a snapshot from before the cut, often 1. */
function isCutShort({ complete, usage, outputText }: Reading): boolean {
  return !complete && usage !== null && usage.output !== null && (estimate(outputText) ?? 0) > usage.output;
}

function estimate(text: string): number | null {
  if (text === '') return null;
  if (text.length <= MOST_CHARACTERS) return estimateTokenCount(text);
  return Math.round((estimateTokenCount(text.slice(0, MOST_CHARACTERS)) * text.length) / MOST_CHARACTERS);
}
