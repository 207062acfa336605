/**
 * Texts in which characters are spelled by their codes: `\u002d` in JSON, `%2D` in URLs and forms. What they say is read
 * from a text without those spellings, and found pieces are led back to where they stand. Pure.
 */
import type { Range } from './range.ts';

/** ASCII characters by their codes; how often the backslash is escaped itself does not matter. */
const SPELLED = /\\{1,8}u00([2-7][0-9a-fA-F]|0[aAdD9])|%(25)?([2-7][0-9a-fA-F]|0[aAdD9])/g;

/** A text as it is meant. */
export interface ReadText {
  text: string;
  /** Where a piece of it stands in the text as it was written. */
  toWritten(range: Range): Range;
}

/** The text with characters in place of their codes; null when none is spelled so. */
export function readSpelled(written: string): ReadText | null {
  if (!written.includes('\\u00') && !written.includes('%')) return null;
  const pieces: string[] = [];
  /** Behind each piece: how long the text read and the text written are. */
  const readEnds: number[] = [];
  const writtenEnds: number[] = [];
  let from = 0;
  let read = 0;
  for (const { 0: code, 1: inJson, 3: inUrl, index } of written.matchAll(SPELLED)) {
    const character = String.fromCharCode(Number.parseInt(inJson ?? inUrl ?? '20', 16));
    pieces.push(written.slice(from, index), character);
    read += index - from + 1;
    from = index + code.length;
    readEnds.push(read);
    writtenEnds.push(from);
  }
  if (pieces.length === 0) return null;
  pieces.push(written.slice(from));
  const ends = { readEnds, writtenEnds };
  return {
    text: pieces.join(''),
    toWritten: ({ start, end }) => ({ start: writtenAt(ends, start), end: writtenAt(ends, end) }),
  };
}

function writtenAt(
  { readEnds, writtenEnds }: { readEnds: readonly number[]; writtenEnds: readonly number[] },
  read: number,
): number {
  let [low, high] = [0, readEnds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readEnds[middle] ?? 0) <= read) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before < 0 ? read : (writtenEnds[before] ?? 0) + read - (readEnds[before] ?? 0);
}
