/** Header values are bytes to HTTP and Latin-1 to fetch. */

/** The text of a header value: what is valid UTF-8 is read as such, anything else is left as it came. */
export function decodeHeader(value: string): string {
  if (isAscii(value)) return value;
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0) & 0xff);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return value;
  }
}

function isAscii(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) > 127) return false;
  return true;
}
