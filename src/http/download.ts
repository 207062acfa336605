/** Files of people's making or of their data, under our own origin: browsers keep them, and neither show nor run them. */

/**
 * The headers of a file that is to be saved.
 *
 * @param fileName any text; as the browser names the file (RFC 6266, RFC 8187)
 */
export function downloadHeaders({
  contentType,
  fileName,
}: {
  contentType: string;
  fileName: string;
}): Record<string, string> {
  const isPlain = /^[\w.-]+$/.test(fileName);
  const name = isPlain ? `filename="${fileName}"` : `filename*=UTF-8''${encodeValue(fileName)}`;
  return {
    'content-type': contentType,
    'content-disposition': `attachment; ${name}`,
    'x-content-type-options': 'nosniff',
  };
}

function encodeValue(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
