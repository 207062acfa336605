/** LIKE and ILIKE patterns: their simple forms, which a database answers cheaply, and matching of all others. */

/** A pattern without `_` and with `%` at its ends only. */
export interface SimplePattern {
  form: 'equals' | 'starts' | 'ends' | 'contains' | 'any';
  text: string;
}

/** The simple form of a pattern, or null when it has none. */
export function toSimplePattern(pattern: string): SimplePattern | null {
  const core = pattern.replace(/^%+/, '').replace(/%+$/, '');
  if (/[%_]/.test(core)) return null;
  if (core === '') return { form: pattern === '' ? 'equals' : 'any', text: '' };
  const [open, close] = [pattern.startsWith('%'), pattern.endsWith('%')];
  if (open && close) return { form: 'contains', text: core };
  if (open) return { form: 'ends', text: core };
  return { form: close ? 'starts' : 'equals', text: core };
}

/**
 * A test for texts that match a pattern as a whole. Its time is at most the product of both lengths: after each `%` only
 * the last one is ever taken back.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const wanted = Array.from(pattern);
  return (text) => matchLike(wanted, Array.from(text));
}

function matchLike(wanted: string[], text: string[]): boolean {
  let [w, t] = [0, 0];
  let afterPercent = -1;
  let retryAt = 0;
  while (t < text.length) {
    if (wanted[w] === '%') {
      afterPercent = ++w;
      retryAt = t;
    } else if (w < wanted.length && (wanted[w] === '_' || wanted[w] === text[t])) {
      w++;
      t++;
    } else if (afterPercent !== -1) {
      w = afterPercent;
      t = ++retryAt;
    } else return false;
  }
  while (wanted[w] === '%') w++;
  return w === wanted.length;
}

/** Lower case of the letters A to Z alone, as SQLite's ILIKE in MLflow has it. */
export function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Words that occur in every text that matches, for an index of words. Only words of ASCII letters and digits between
 * ASCII characters that are neither, or at an end of the text: every tokenizer cuts there.
 *
 * @returns words, and beginnings of words
 */
export function wordsOfPattern(pattern: string): { whole: string[]; beginnings: string[] } {
  const whole: string[] = [];
  const beginnings: string[] = [];
  // A pattern that begins or ends with a wildcard has an empty first or last piece.
  const pieces = pattern.split(/[%_]/);
  for (const [index, piece] of pieces.entries()) {
    for (const { 0: word, index: start } of piece.matchAll(/[A-Za-z0-9]+/g)) {
      const [before, after] = [piece[start - 1], piece[start + word.length]];
      if (!(before === undefined ? index === 0 : isSeparator(before))) continue;
      if (after === undefined ? index === pieces.length - 1 : isSeparator(after)) whole.push(word);
      else if (after === undefined) beginnings.push(word);
    }
  }
  return { whole, beginnings };
}

/** The character is ASCII; next to a word it is then no letter and no digit. */
function isSeparator(character: string): boolean {
  return character < '\u0080';
}
