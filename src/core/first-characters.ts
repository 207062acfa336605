/**
 * The first so many characters of a text, none of them cut in half: counted as Python counts them, in code points.
 *
 * @param most how many may stay
 */
export function firstCharacters(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}
