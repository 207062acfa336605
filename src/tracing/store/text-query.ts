/**
 * Search text as an FTS5 query. The index holds, beside the words, one mark for a trace's experiment and one for its
 * hour; they begin with a private-use character that is taken out of every query, so nobody can ask for them by text.
 */

const MARK = '\u{e000}';
/** More words than this do not narrow a search any more. */
const MAX_WORDS = 32;

/** Hours since 1970, the first and the last, inclusive. */
export interface HourRange {
  first: number;
  last: number;
}

/** The hour a time lies in, as the index counts them. */
export function hourOf(timeMs: number): number {
  return Math.floor(timeMs / 3_600_000);
}

/**
 * The words of a search, each quoted, so that no input has a meaning in FTS5's query language.
 *
 * @returns null when the text has no word at all
 */
export function toWordQuery(text: string): string | null {
  const words = text
    .toWellFormed()
    .split(/[\s"\p{Cc}\p{Co}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MAX_WORDS);
  return words.length === 0 ? null : words.map((word) => `"${word}"`).join(' AND ');
}

/** Restricts a word query to experiments and hours; null does not restrict. */
export function withMarks(
  wordQuery: string,
  experimentIds: string[] | undefined,
  hours: HourRange | null,
): string {
  const parts = [wordQuery];
  if (experimentIds !== undefined) parts.push(anyOf(experimentIds.map((id) => `e${id.replaceAll('"', '')}`)));
  if (hours !== null) {
    const count = hours.last - hours.first + 1;
    parts.push(anyOf(Array.from({ length: count }, (_, index) => `h${hours.first + index}`)));
  }
  return parts.map((part) => `(${part})`).join(' AND ');
}

function anyOf(marks: string[]): string {
  return marks.map((mark) => `"${MARK}${mark}"`).join(' OR ');
}
