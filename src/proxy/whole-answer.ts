/**
 * Small answers of known length are taken whole before they go on: a caller can use such JSON only when it is complete,
 * and a pump through a stream costs as much as the rest of the call.
 */
import type { StreamObserver } from './tap-stream.ts';

const LARGEST_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/** The length of an answer that is to be taken whole; null when it is to be passed on as it comes. */
export function wholeLength(headers: Headers): number | null {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  const isSmall = length > 0 && length <= LARGEST_BYTES;
  return isSmall && JSON_TYPE.test(headers.get('content-type') ?? '') ? length : null;
}

/** An answer that was taken. */
export interface WholeAnswer {
  body: BodyInit;
  /** Resolves when nothing is left to be passed on; never rejects. */
  done: Promise<void>;
}

/**
 * Reads a body to its end. When it breaks off, or ends before its length, the result passes on what came and breaks off
 * too, with the length that was announced: the caller sees what it would have seen of the provider.
 */
export async function takeWhole(
  body: ReadableStream<Uint8Array>,
  byteLength: number,
  observer: StreamObserver,
): Promise<WholeAnswer> {
  const reader = body.getReader();
  const whole = new Uint8Array(byteLength);
  let received = 0;
  try {
    while (received < byteLength) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`the answer ended after ${received} of ${byteLength} bytes`);
      // What stands behind the announced length is no part of the answer (RFC 9112, section 6.3).
      const part = value.subarray(0, byteLength - received);
      observer.onChunk(part);
      whole.set(part, received);
      received += part.byteLength;
    }
  } catch (cause) {
    observer.onEnd({ how: 'failed', cause });
    return brokenOff(whole.subarray(0, received), byteLength, cause);
  }
  observer.onEnd({ how: 'complete' });
  return { body: whole, done: Promise.resolve() };
}

/** A body that announces its length, and breaks off before it. */
function brokenOff(bytes: Uint8Array, byteLength: number, cause: unknown): WholeAnswer {
  const { readable, writable } = new FixedLengthStream(byteLength);
  const writer = writable.getWriter();
  const pass = async (): Promise<void> => {
    if (bytes.byteLength > 0) await writer.write(bytes);
    // The engine sends when its turn comes: a break in the same turn would take the bytes and the headers along.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await writer.abort(cause);
  };
  // A caller who has gone meanwhile takes nothing any more, and misses nothing.
  return { body: readable, done: pass().catch(() => undefined) };
}
