/**
 * What of a text counts as words when tokens are estimated. Data in base64 is none, wherever it stands: pictures, audio and
 * files in tool results and arguments are billed by other measures than their letters. A shortened text stands for the
 * whole one.
 */
import { SHORTENING_MARK } from '../core/shortened.ts';

/** A data URL, whole or with a mark in its middle. */
const MARKED_BASE64 = String.raw`[A-Za-z0-9+/_-]*={0,2}(?:\[weir left out [^\]]{1,120}\][A-Za-z0-9+/_-]*={0,2})?`;
const DATA_URL = new RegExp(
  String.raw`data:[\w.+-]+/[\w.+-]+(?:;[\w=.+-]+){0,4};base64,${MARKED_BASE64}`,
  'gi',
);

/** Letters of base64 before a mark, from which on they are data and no word. */
const LEAST_RUN = 40;

const ANY_MARK = /\[weir left out [^\]]{1,120}\]/g;
const RUN_LETTER = /[A-Za-z0-9+/_=-]/;

/** Longer than any word, address or identifier. Looked for where a run begins: from each of its letters it would take seconds. */
const LONG_RUN = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{256,}={0,2}/g;

/** Base64 as mail and PEM files break it: lines of one length. They begin where a run does, or after a break that is spelled. */
const LINES_OF_RUNS =
  /(?:(?<![A-Za-z0-9+/])|(?<=\\n))(?:[A-Za-z0-9+/]{60,76}(?:\r\n|\n|\\n)){4,}[A-Za-z0-9+/]*={0,2}/g;

/** Of less than this the whole cannot be told. */
const LEAST_CHARACTERS = 200;

/** The words of a text, and how many times as many the whole text has. */
export interface CountableText {
  text: string;
  /** 1 for a text that is whole; null when too little of it was kept to tell. */
  scale: number | null;
}

/** What to count. */
export function countableText(text: string): CountableText {
  const words = [LINES_OF_RUNS, LONG_RUN].reduce(
    (rest, data) => rest.replaceAll(data, ' '),
    withoutShortenedRuns(text.replaceAll(DATA_URL, ' ')),
  );
  let leftOutBytes = 0;
  const kept = words.replaceAll(SHORTENING_MARK, (_mark, count: string) => {
    leftOutBytes += Number(count);
    return '';
  });
  if (leftOutBytes === 0) return { text: kept, scale: 1 };
  if (kept.length < LEAST_CHARACTERS) return { text: kept, scale: null };
  const keptBytes = new TextEncoder().encode(kept).byteLength;
  return { text: kept, scale: (keptBytes + leftOutBytes) / keptBytes };
}

/**
 * Takes out shortened base64, of which only the ends were kept. It looks from the marks to both sides: a pattern that begins
 * with the letters would try each of them in a long run that has no mark, which takes minutes for a picture.
 */
function withoutShortenedRuns(text: string): string {
  let kept = '';
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(ANY_MARK)) {
    let start = index;
    while (start > from && RUN_LETTER.test(text.charAt(start - 1))) start -= 1;
    if (index - start < LEAST_RUN) continue;
    let end = index + mark.length;
    while (end < text.length && RUN_LETTER.test(text.charAt(end))) end += 1;
    kept += `${text.slice(from, start)} `;
    from = end;
  }
  return kept + text.slice(from);
}
