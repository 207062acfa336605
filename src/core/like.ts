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
 * A test for texts that match a pattern as a whole: `%` is any text, `_` one character. Its time grows with the length of the
 * text, whatever the pattern; of a piece between two `%`, each 32 characters cost one step more per character of the text.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const pieces = pattern.split(/%+/).map(codePointsOf);
  const [first = none] = pieces;
  if (pieces.length === 1) {
    return (given) => {
      const text = codePointsOf(given);
      return text.length === first.length && fitsAt(first, text, 0);
    };
  }
  const last = pieces.at(-1) ?? none;
  const between = pieces.slice(1, -1).map(compilePiece);
  return (given) => {
    const text = codePointsOf(given);
    if (!fitsAt(first, text, 0)) return false;
    let end = first.length;
    // What is found leftmost leaves the most for those that follow: nothing is ever taken back.
    for (const findEnd of between) {
      end = findEnd(text, end);
      if (end === -1) return false;
    }
    return text.length - last.length >= end && fitsAt(last, text, text.length - last.length);
  };
}

/**
 * The test of an operator, `LIKE` or `ILIKE`: the second does not tell upper case from lower.
 */
export function compileLikeOperator(operator: 'LIKE' | 'ILIKE', pattern: string): (text: string) => boolean {
  if (operator === 'LIKE') return compileLike(pattern);
  const matches = compileLike(pattern.toLowerCase());
  return (text) => matches(text.toLowerCase());
}

const none = new Uint32Array();
const ANY_CHARACTER = '_'.charCodeAt(0);

function codePointsOf(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; length++) {
    const point = text.codePointAt(at) ?? 0;
    points[length] = point;
    at += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, length);
}

function fitsAt(piece: Uint32Array, text: Uint32Array, start: number): boolean {
  if (start + piece.length > text.length) return false;
  return piece.every((wanted, index) => wanted === ANY_CHARACTER || wanted === text[start + index]);
}

/**
 * Finds where a piece without `%` first ends, not before `from`; -1 when it does not occur. Every beginning of the piece that
 * fits so far is one bit, all moved at once (Baeza-Yates and Gonnet, "A new approach to text searching", 1992).
 */
function compilePiece(piece: Uint32Array): (text: Uint32Array, from: number) => number {
  const words = Math.ceil(piece.length / 32);
  const fitsAny = new Uint32Array(words);
  const fitsOf = new Map<number, Uint32Array>();
  for (const [index, wanted] of piece.entries()) {
    if (wanted === ANY_CHARACTER) setBit(fitsAny, index);
  }
  for (const [index, wanted] of piece.entries()) {
    const fits = fitsOf.get(wanted) ?? fitsAny.slice();
    setBit(fits, index);
    fitsOf.set(wanted, fits);
  }
  const endBit = 1 << ((piece.length - 1) & 31);
  return (text, from) => {
    const begun = new Uint32Array(words);
    for (let at = from; at < text.length; at++) {
      const fits = fitsOf.get(text[at] ?? 0) ?? fitsAny;
      let carried = 1;
      for (let word = 0; word < words; word++) {
        const bits = begun[word] ?? 0;
        begun[word] = ((bits << 1) | carried) & (fits[word] ?? 0);
        carried = bits >>> 31;
      }
      if (((begun[words - 1] ?? 0) & endBit) !== 0) return at + 1;
    }
    return -1;
  };
}

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
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
