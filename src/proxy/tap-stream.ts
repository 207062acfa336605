/**
 * Lets a stream pass unchanged while an observer looks on. Capture sits in the answer's own pipe, not in a tee: end,
 * hang-up of the reader and failure of the source each reach the observer once, and backpressure is exact: a chunk is
 * read from the source only when the one before has been taken.
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
  if (lengthBytes === null) return pulledThrough(source, options);
  const { readable, writable } = new FixedLengthStream(lengthBytes);
  return { readable, done: pump(source, writable, options) };
}

/**
 * A stream that reads when it is asked. The platform's identity stream takes no less time, and holds some 70 KB more for
 * each open stream.
 */
function pulledThrough(
  source: ReadableStream<Uint8Array>,
  { observer, hangUp, edit }: TapOptions,
): TappedStream {
  const reader = source.getReader();
  const ending = Promise.withResolvers<void>();
  let ended = false;
  const finish = (end: TapEnd): void => {
    if (ended) return;
    ended = true;
    hangUp.removeEventListener('abort', leave);
    observer.onEnd(end);
    ending.resolve();
  };
  const leave = (): void => {
    finish({ how: 'cancelled' });
    // Ends a pending read; that the source may have failed already is of no interest then.
    reader.cancel().catch(() => undefined);
  };
  hangUp.addEventListener('abort', leave);
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      let taken = 0;
      while (taken === 0) {
        const { done, value } = await reader.read();
        if (ended) throw new Error('the receiver has gone');
        if (!done) observer.onChunk(value);
        const parts = partsOf(done ? null : value, edit ?? null);
        for (const part of parts) controller.enqueue(part);
        taken = parts.length;
        if (!done) continue;
        finish({ how: 'complete' });
        controller.close();
        return;
      }
    } catch (cause) {
      finish({ how: 'failed', cause });
      reader.cancel(cause).catch(() => undefined);
      controller.error(cause);
    }
  };
  return {
    readable: new ReadableStream<Uint8Array>({ pull, cancel: leave }, { highWaterMark: 0 }),
    done: ending.promise,
  };
}

/** What to pass on of a chunk, or at the end of all (null). */
function partsOf(chunk: Uint8Array | null, edit: ChunkEdit | null): Uint8Array[] {
  if (edit !== null) return chunk === null ? edit.rest() : edit.take(chunk);
  return chunk === null ? [] : [chunk];
}

async function pump(
  source: ReadableStream<Uint8Array>,
  target: WritableStream<Uint8Array>,
  { observer, hangUp, edit = null }: TapOptions,
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
      for (const part of partsOf(value, edit)) await writer.write(part).catch(onHangUp);
    }
    for (const part of partsOf(null, edit)) await writer.write(part).catch(onHangUp);
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
