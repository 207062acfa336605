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

/** Reads a body to its end. When it breaks off, the result passes on what came, and the break. */
export async function takeWhole(
  body: ReadableStream<Uint8Array>,
  byteLength: number,
  observer: StreamObserver,
): Promise<BodyInit> {
  const reader = body.getReader();
  const whole = new Uint8Array(byteLength);
  let received = 0;
  try {
    while (received < byteLength) {
      const { done, value } = await reader.read();
      if (done) break;
      observer.onChunk(value);
      whole.set(value, received);
      received += value.byteLength;
    }
  } catch (cause) {
    observer.onEnd({ how: 'failed', cause });
    return brokenOff(whole.subarray(0, received), cause);
  }
  observer.onEnd({ how: 'complete' });
  return whole.subarray(0, received);
}

function brokenOff(bytes: Uint8Array, cause: unknown): ReadableStream<Uint8Array> {
  let passed = bytes.byteLength === 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (passed) controller.error(cause);
      else controller.enqueue(bytes);
      passed = true;
    },
  });
}
