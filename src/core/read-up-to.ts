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
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** A body that was read whole, or a stream of one that is longer than may be held. */
export type StartedBody = { whole: Uint8Array } | { large: ReadableStream<Uint8Array> };

/** The whole body, or all of it as a stream when it is larger than `maxBytes`. */
export async function readStart(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<StartedBody> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return { whole: joined(chunks, length) };
    chunks.push(value);
    length += value.byteLength;
  }
  const large = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = chunks.shift() ?? (await reader.read()).value;
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { large };
}

/** The refusal of a body that is larger than `maxBytes`. */
export function tooLarge(maxBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, {
    details: { max_bytes: String(maxBytes) },
  });
}
