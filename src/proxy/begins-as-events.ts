/** Tells a stream of server-sent events by its first bytes, for servers that declare another type or none. */

/** A field of an event or a comment (WHATWG HTML, section 9.2.5), after a byte order mark or empty lines. */
const FIRST_LINE = /^\uFEFF?[\r\n]*(?:data|event|id|retry)?:/;

/** True when the text begins as a stream of events does. */
export function beginsAsEvents(text: string): boolean {
  return FIRST_LINE.test(text.slice(0, 64));
}
