/**
 * A path as it is meant. SDKs and callers encode what others leave plain (`arn%3Aaws%3A…`, `models%2Fgemini…`,
 * `%3AgenerateContent`, `%40cf`), some of them twice; a call is the same call however its path is written. Only what is
 * read of a call goes by this: upstream it goes as it came.
 */

/** Encodings of encodings that are undone: no client is known to encode more than twice. */
const MOST_ROUNDS = 3;

/** One or more bytes that are written in hexadecimal. */
const ENCODED = /(?:%[0-9a-f]{2})+/gi;

/**
 * The path with percent-encoded characters in place of their codes. What is no character of UTF-8 stays as it is.
 *
 * @param path path of a URL, without its query
 */
export function readablePath(path: string): string {
  let readable = path;
  for (let round = 0; round < MOST_ROUNDS && readable.includes('%'); round++) {
    const decoded = readable.replace(ENCODED, decode);
    if (decoded === readable) break;
    readable = decoded;
  }
  return readable;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
