/** Header values are bytes to HTTP and Latin-1 to fetch. */

/** The text of a header value: what is valid UTF-8 is read as such, anything else is left as it came. */
export function decodeHeader(value: string): string {
  if (!holdsBytes(value)) return value;
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0) & 0xff);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return value;
  }
}

/** True when some characters are beyond ASCII and all of them could be bytes: workerd has decoded the others already. */
function holdsBytes(value: string): boolean {
  let beyondAscii = false;
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    if (unit > 255) return false;
    if (unit > 127) beyondAscii = true;
  }
  return beyondAscii;
}
