/** Reading a body whole without trusting its size: no further than a limit. */
import { AppError } from './app-error.ts';

/**
 * The whole body, or a refusal as soon as it is too large.
 *
 * @param maxBytes largest body that is read
 * @throws AppError PAYLOAD_TOO_LARGE; the rest of the body is cancelled then
 */
export async function readUpTo(
  maxBytes: number,
  body: ReadableStream<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The refusal of a body that is larger than `maxBytes`. */
export function tooLarge(maxBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, {
    details: { max_bytes: String(maxBytes) },
  });
}
