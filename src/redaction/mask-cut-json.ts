/**
 * Masks members by name in JSON that was cut off and cannot be parsed any more: bodies beyond the capture limit, previews.
 * What cannot be told apart goes with the member: a value that is an object or a list takes the rest of the text.
 */

/** The text with a marker in place of the value of each member that `markerOf` knows. */
export function maskCutJson(text: string, markerOf: (name: string) => string | null): string {
  const pieces: string[] = [];
  let from = 0;
  // A quote may be escaped, once or more, where JSON stands in a text of JSON.
  for (const { 0: head, 1: escape = '', 2: name = '', index } of text.matchAll(MEMBER)) {
    if (index < from) continue;
    const marker = markerOf(name);
    if (marker === null) continue;
    const start = index + head.length;
    pieces.push(text.slice(from, start), marker);
    from = endOfValue(text, start, escape);
  }
  return pieces.join('') + text.slice(from);
}

const MEMBER = /(\\{0,8})"([^"\\]{1,200})\1"\s{0,8}:\s{0,8}/g;

/** Where the value ends that begins there. */
function endOfValue(text: string, start: number, escape: string): number {
  const first = text[start];
  if (first === '{' || first === '[') return text.length;
  const quote = `${escape}"`;
  if (!text.startsWith(quote, start)) {
    const rest = text.slice(start).search(/[,}\]\s]/);
    return rest < 0 ? text.length : start + rest;
  }
  for (let at = start + quote.length; at < text.length; at++) {
    at = text.indexOf(quote, at);
    if (at < 0) break;
    // A quote of the value itself is escaped once more.
    if (text[at - 1] !== '\\') return at + quote.length;
  }
  return text.length;
}
