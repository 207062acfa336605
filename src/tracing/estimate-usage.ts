/**
 * Tokens estimated where the provider told none: a stream that was cut, a provider that sends no usage. Off the path,
 * by a small library; a full tokenizer is too large for a worker. What the provider did tell is kept.
 */
import { estimateTokenCount } from 'tokenx';
import type { Json } from '../core/json.ts';
import { membersLeftOut } from '../core/shortened.ts';
import type { Reading, Usage } from '../proxy/providers/contract.ts';
import { countableText } from './countable-text.ts';
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
  const input = told?.input ?? estimateOf(reading.inputs, reading.inputText);
  const said = estimateOf(reading.outputs, reading.outputText);
  const output = (isCutShort(reading) ? said : null) ?? told?.output ?? said;
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

/** Words whose number is unknown, because whole messages are missing, are not counted. */
function estimateOf(content: Json, text: string): number | null {
  return hasLostMembers(content, 0) ? null : estimate(text);
}

function estimate(given: string): number | null {
  const { text, scale } = countableText(given);
  if (text.trim() === '' || scale === null) return null;
  if (text.length <= MOST_CHARACTERS) return Math.round(estimateTokenCount(text) * scale);
  const counted = estimateTokenCount(text.slice(0, MOST_CHARACTERS));
  return Math.round((counted * text.length * scale) / MOST_CHARACTERS);
}

/** Lists of content lie no deeper than this in any request. */
const MOST_LEVELS = 8;

/** True when members of a list were left out; the numbers of a vector are no words. */
function hasLostMembers(content: Json, level: number): boolean {
  if (typeof content !== 'object' || content === null || level > MOST_LEVELS) return false;
  const members = Object.values(content);
  if (Array.isArray(content) && typeof content[0] === 'number') return false;
  return members.some((member) => membersLeftOut(member) !== null || hasLostMembers(member, level + 1));
}
