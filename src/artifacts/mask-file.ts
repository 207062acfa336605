/**
 * Masks files of text before they are kept: what a run logs as JSON, CSV or notes says the same as its traces. Other files,
 * and text too large to be held, pass as they are.
 */

/** Largest file that is held to be masked, in bytes. */
const MOST_BYTES = 8 * 1024 * 1024;

const TEXT_FILE =
  /\.(?:txt|md|json|jsonl|ndjson|csv|tsv|ya?ml|toml|ini|cfg|conf|env|log|xml|html?|py|js|ts|sh|sql|ipynb|properties)$/i;

/** A file to be kept. */
export interface IncomingFile {
  path: string;
  body: ReadableStream<Uint8Array> | Uint8Array;
  byteLength: number;
}

/**
 * The file's bytes, masked where it is text.
 *
 * @param mask rejects when it is not known what to mask: then the file is not kept
 */
export async function maskFile(
  { path, body, byteLength }: IncomingFile,
  mask: (text: string) => Promise<string>,
): Promise<ReadableStream<Uint8Array> | Uint8Array> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (byteLength > MOST_BYTES || (name.includes('.') && !TEXT_FILE.test(name))) return body;
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(await new Response(body).arrayBuffer());
  const text = decode(bytes);
  if (text === null) return bytes;
  const masked = await mask(text);
  return masked === text ? bytes : new TextEncoder().encode(masked);
}

/** Null for bytes that are no text. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
