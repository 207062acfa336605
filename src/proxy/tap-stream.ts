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

/**
 * Changes what passes, after the observer has seen it. It works inside the pump, because a stream of its own costs as
 * much as the pump.
 */
export interface ChunkEdit {
  /** What to pass on of a chunk, now. */
  take(chunk: Uint8Array): Uint8Array[];
  /** What is left when the source has ended. */
  rest(): Uint8Array[];
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
  /** Null lets every byte pass. */
  edit?: ChunkEdit | null;
  /** The length the sender announced, which the receiver is told too; null when there is none. */
  lengthBytes: number | null;
  /** Aborted when the receiver goes: the only way to know while the source is silent. */
  hangUp: AbortSignal;
}

/**
 * The same bytes as `source`, observed and edited. When the receiver goes the source is cancelled; a failing source
 * fails it.
 */
export function tapStream(source: ReadableStream<Uint8Array>, options: TapOptions): TappedStream {
  const { lengthBytes } = options;
  const { readable, writable } =
    lengthBytes === null ? new IdentityTransformStream() : new FixedLengthStream(lengthBytes);
  return { readable, done: pump(source, writable, options) };
}

async function pump(
  source: ReadableStream<Uint8Array>,
  target: WritableStream<Uint8Array>,
  { observer, hangUp, edit }: TapOptions,
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
  const write = async (parts: Uint8Array[]): Promise<void> => {
    for (const part of parts) await writer.write(part).catch(onHangUp);
  };
  hangUp.addEventListener('abort', onHangUp);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      observer.onChunk(value);
      if (edit) await write(edit.take(value));
      else await writer.write(value).catch(onHangUp);
    }
    if (edit) await write(edit.rest());
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
