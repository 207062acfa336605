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
}

/** Longest text that is counted; longer ones are scaled. */
const MOST_CHARACTERS = 400_000;

/** Fills in what is missing; without any text to go by, unknown stays unknown. */
export function estimateUsage(reading: Reading): KnownUsage {
  const told = reading.usage;
  const outputMissing =
    told === null || told.output === null || (!reading.complete && cutShort(reading, told));
  const inputMissing = told === null || told.input === null;
  if (!outputMissing && !inputMissing) return { usage: told, estimated: false };
  const input = inputMissing ? estimate(reading.inputText) : told.input;
  const output = outputMissing ? Math.max(estimate(reading.outputText) ?? 0, told?.output ?? 0) : told.output;
  const knowsOutput =
    outputMissing && reading.outputText === '' && (told?.output ?? null) === null ? null : output;
  if (input === null && knowsOutput === null) return { usage: told, estimated: false };
  const usage = { ...(told ?? unknownUsage()), input, output: knowsOutput };
  return { usage: { ...usage, total: sumKnown(input, knowsOutput) }, estimated: true };
}

/** A cut stream's last output count is a snapshot from before the cut, often 1. */
function cutShort(reading: Reading, told: Usage): boolean {
  return (
    told.output !== null && reading.outputText !== '' && (estimate(reading.outputText) ?? 0) > told.output
  );
}

function estimate(text: string): number | null {
  if (text === '') return null;
  if (text.length <= MOST_CHARACTERS) return estimateTokenCount(text);
  return Math.round((estimateTokenCount(text.slice(0, MOST_CHARACTERS)) * text.length) / MOST_CHARACTERS);
}
