/**
 * JSON text whose depth is bounded before it is parsed: a few kilobytes of brackets exhaust the stack of whatever
 * recurses, `JSON.stringify` among them. `JSON.parse` itself takes any depth.
 */

const UNIT = {
  quote: 34,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/**
 * The text, with each object or array that lies deeper than `maxDepth` others replaced: unless told otherwise by a JSON
 * string that holds its source, character by character.
 *
 * @param text JSON, or what may be JSON; of what is not, nothing is promised but that it is still none
 * @param maxDepth objects and arrays inside each other that stay
 * @param replace the JSON that stands for a part, by its source
 * @throws SyntaxError when a part that would be replaced stands in text that is not JSON
 */
export function boundDepth(
  text: string,
  maxDepth: number,
  replace: (source: string) => string = JSON.stringify,
): string {
  // Each level opens and closes.
  if (text.length <= 2 * maxDepth) return text;
  const parts: string[] = [];
  let kept = 0;
  let depth = 0;
  let deepStart = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === UNIT.quote) {
      at = endOfString(text, at);
    } else if (unit === UNIT.openBrace || unit === UNIT.openBracket) {
      if (depth++ === maxDepth) deepStart = at;
    } else if ((unit === UNIT.closeBrace || unit === UNIT.closeBracket) && --depth === maxDepth) {
      parts.push(text.slice(kept, deepStart), replace(text.slice(deepStart, at + 1)));
      kept = at + 1;
    }
  }
  if (parts.length === 0) return text;
  // What is wrong inside a part would be hidden by its quotes.
  JSON.parse(text);
  return [...parts, text.slice(kept)].join('');
}

/** Where the string that begins at `start` ends; the text's end when it does not. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === UNIT.backslash) backslashes++;
    if (backslashes % 2 === 0) return quote;
    from = quote + 1;
  }
}
