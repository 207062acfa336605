/**
 * Lets a stream pass unchanged while an observer looks on. Capture sits in the answer's own pipe, not in a tee: end,
 * hang-up of the reader and failure of the source each reach the observer once, and backpressure is exact: a chunk is
 * read from the source only when the one before has been taken. The platform's identity stream carries the bytes,
 * which costs a third less than a stream made in JavaScript.
 */

/** How a tapped stream came to its end. */
export type TapEnd = { how: 'complete' } | { how: 'cancelled' } | { how: 'failed'; cause: unknown };

/** Looks on. Must not throw and must not keep the chunks. */
export interface StreamObserver {
  onChunk(chunk: Uint8Array): void;
  /** Called exactly once. */
  onEnd(end: TapEnd): void;
}

/** A stream under observation. */
export interface TappedStream {
  readable: ReadableStream<Uint8Array>;
  /** Resolves after `onEnd`; never rejects. Its owner keeps the call alive until then. */
  done: Promise<void>;
}

/** How a stream is tapped. */
export interface TapOptions {
  observer: StreamObserver;
  /** The length the sender announced, which the receiver is told too; null when there is none. */
  lengthBytes: number | null;
  /** Aborted when the receiver goes: the only way to know while the source is silent. */
  hangUp: AbortSignal;
}

/** The same bytes as `source`, observed. When the receiver goes the source is cancelled; a failing source fails it. */
export function tapStream(source: ReadableStream<Uint8Array>, options: TapOptions): TappedStream {
  const { lengthBytes } = options;
  const { readable, writable } =
    lengthBytes === null ? new IdentityTransformStream() : new FixedLengthStream(lengthBytes);
  return { readable, done: pump(source, writable, options) };
}

async function pump(
  source: ReadableStream<Uint8Array>,
  target: WritableStream<Uint8Array>,
  { observer, hangUp }: TapOptions,
): Promise<void> {
  const reader = source.getReader();
  const writer = target.getWriter();
  let receiverGone = false;
  const onHangUp = (): void => {
    receiverGone = true;
    // Ends a pending read or write; that either side may have failed already is of no interest then.
    reader.cancel().catch(() => undefined);
    writer.abort().catch(() => undefined);
  };
  hangUp.addEventListener('abort', onHangUp);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      observer.onChunk(value);
      await writer.write(value).catch(onHangUp);
    }
    if (receiverGone) throw new Error('the receiver has gone');
    await writer.close();
    observer.onEnd({ how: 'complete' });
  } catch (cause) {
    observer.onEnd(receiverGone ? { how: 'cancelled' } : { how: 'failed', cause });
    await Promise.allSettled([reader.cancel(cause), writer.abort(cause)]);
  } finally {
    hangUp.removeEventListener('abort', onHangUp);
  }
}
