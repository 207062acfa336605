/**
 * Lets a stream pass unchanged while an observer looks on. Capture sits in the answer's own pipe, not in a tee: end,
 * hang-up of the reader and failure of the source each reach the observer once, and backpressure stays exact, because
 * a chunk is read from the source only when the reader asks for one.
 */

/** How a tapped stream came to its end. */
export type TapEnd = { how: 'complete' } | { how: 'cancelled' } | { how: 'failed'; cause: unknown };

/** Looks on. Must not throw and must not keep the chunks. */
export interface StreamObserver {
  onChunk(chunk: Uint8Array): void;
  /** Called exactly once. */
  onEnd(end: TapEnd): void;
}

/** The same bytes as `source`, observed. Cancelling it cancels the source. */
export function tapStream(
  source: ReadableStream<Uint8Array>,
  observer: StreamObserver,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let ended = false;
  const endOnce = (end: TapEnd): void => {
    if (ended) return;
    ended = true;
    observer.onEnd(end);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            endOnce({ how: 'complete' });
            return;
          }
          observer.onChunk(value);
          controller.enqueue(value);
        } catch (cause) {
          endOnce({ how: 'failed', cause });
          controller.error(cause);
        }
      },
      async cancel(reason) {
        endOnce({ how: 'cancelled' });
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
