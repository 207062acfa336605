/** Cuts a filter or an order into tokens. Every text has tokens; only a quote without its end is a fault. */
import type { Parsed } from './condition.ts';

/** A token, with where it begins and ends. */
export interface Token {
  /** `quoted` and `key` (in backticks) hold their text without quotes. */
  kind: 'word' | 'quoted' | 'key' | 'symbol' | 'end';
  text: string;
  start: number;
  end: number;
  /** Of a quoted one: it was in double quotes, so it may also be a key. */
  double: boolean;
}

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|("(?:[^"]|"")*")|(`[^`]*`)|(!=|<>|<=|>=|[=<>(),])|([^\s'"`=<>!(),]+)|(\S))/uy;

/** The tokens of a text, the last of kind `end`. */
export function lex(text: string): Parsed<Token[]> {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const length = text.trimEnd().length;
  while (pattern.lastIndex < length) {
    const match = pattern.exec(text);
    if (match === null) break;
    const [, single, double, key, symbol, word, stray] = match;
    const raw = single ?? double ?? key ?? symbol ?? word ?? stray ?? '';
    const start = pattern.lastIndex - raw.length;
    const at = { start, end: pattern.lastIndex, double: double !== undefined };
    if (single !== undefined) tokens.push({ ...at, kind: 'quoted', text: unquote(single, "'") });
    else if (double !== undefined) tokens.push({ ...at, kind: 'quoted', text: unquote(double, '"') });
    else if (key !== undefined) tokens.push({ ...at, kind: 'key', text: key.slice(1, -1) });
    else if (symbol !== undefined)
      tokens.push({ ...at, kind: 'symbol', text: symbol === '<>' ? '!=' : symbol });
    else if (word !== undefined) tokens.push({ ...at, kind: 'word', text: word });
    else {
      const quote = `'"\``.includes(raw);
      const expected = quote
        ? `the closing ${raw} of what begins here`
        : 'an identifier, an operator or a value';
      return { ok: false, fault: { position: start, expected, found: text.slice(start, start + 30) } };
    }
  }
  tokens.push({ kind: 'end', text: '', start: length, end: length, double: false });
  return { ok: true, value: tokens };
}

/** Doubled, a quote stands for itself (SQL). */
function unquote(raw: string, quote: string): string {
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}
