/** Pieces of a text, as everything that looks for secrets returns them. Pure. */

/** A piece of a text, in UTF-16 code units; the end is exclusive. */
export interface Range {
  start: number;
  end: number;
  /** What is to stand in its place, where that is not the marker alone. */
  instead?: string;
}

/** The ranges in order; those that overlap become one. */
export function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && range.start < last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}

/** The text with a marker in place of each range; the ranges in order, without overlaps. */
export function replaceRanges(text: string, ranges: readonly Range[], marker: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, instead = marker } of ranges) {
    pieces.push(text.slice(from, start), instead);
    from = end;
  }
  return pieces.join('') + text.slice(from);
}
