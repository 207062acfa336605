/**
 * Lets a stream pass unchanged while an observer looks on. Capture sits in the answer's own pipe, not in a tee: end,
 * hang-up of the reader and failure of the source each reach the observer once, and backpressure is exact: a chunk is
 * read from the source only when the one before has been taken.
 */
import { limits } from '../core/limits.ts';

/** How a tapped stream came to its end. */
export type TapEnd =
  | { how: 'complete' }
  /** The receiver went, and the source was left to come to its end. */
  | { how: 'lingered' }
  | { how: 'cancelled' }
  | { how: 'failed'; cause: unknown };

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
  /**
   * Asked once, when the receiver has gone: true when it has had all it wanted, so that the source may come to its own end,
   * within limits. Null cancels the source at once.
   */
  mayLinger?: (() => boolean) | null;
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
function pulledThrough(source: ReadableStream<Uint8Array>, options: TapOptions): TappedStream {
  const { observer, hangUp, edit, mayLinger } = options;
  const reader = source.getReader();
  const ending = Promise.withResolvers<void>();
  let ended = false;
  let left = false;
  let reading: ReturnType<typeof reader.read> | null = null;
  const finish = (end: TapEnd): void => {
    if (ended) return;
    ended = true;
    hangUp.removeEventListener('abort', leave);
    observer.onEnd(end);
    ending.resolve();
  };
  const leave = (): void => {
    if (ended || left) return;
    left = true;
    if (mayLinger?.() === true) {
      void lingerOn(reader, reading, observer).then(() => finish({ how: 'lingered' }));
      return;
    }
    finish({ how: 'cancelled' });
    // Ends a pending read; that the source may have failed already is of no interest then.
    reader.cancel().catch(() => undefined);
  };
  hangUp.addEventListener('abort', leave);
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      let taken = 0;
      while (taken === 0) {
        reading = reader.read();
        const { done, value } = await reading;
        if (ended || left) throw new Error('the receiver has gone');
        reading = null;
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
      controller.error(cause);
      if (left) return;
      finish({ how: 'failed', cause });
      reader.cancel(cause).catch(() => undefined);
    }
  };
  return {
    readable: new ReadableStream<Uint8Array>({ pull, cancel: leave }, { highWaterMark: 0 }),
    done: ending.promise,
  };
}

/**
 * Reads on without a receiver until the source ends, or has sent or taken more than what may follow an answer; never
 * rejects.
 *
 * @param pending a read that is under way, whose chunk nobody else takes any more
 */
async function lingerOn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  pending: ReturnType<typeof reader.read> | null,
  observer: StreamObserver,
): Promise<void> {
  const stop = (): void => void reader.cancel().catch(() => undefined);
  const patience = setTimeout(stop, limits.lingerMs);
  let byteCount = 0;
  try {
    for (let next = pending ?? reader.read(); ; next = reader.read()) {
      const { done, value } = await next;
      if (done) return;
      observer.onChunk(value);
      byteCount += value.byteLength;
      if (byteCount > limits.lingerBytes) break;
    }
  } catch {
    // The receiver had its answer: how the source ends after that is of no interest.
  } finally {
    clearTimeout(patience);
  }
  stop();
}

/** What to pass on of a chunk, or at the end of all (null). */
function partsOf(chunk: Uint8Array | null, edit: ChunkEdit | null): Uint8Array[] {
  if (edit !== null) return chunk === null ? edit.rest() : edit.take(chunk);
  return chunk === null ? [] : [chunk];
}

async function pump(
  source: ReadableStream<Uint8Array>,
  target: WritableStream<Uint8Array>,
  { observer, hangUp, edit = null, mayLinger }: TapOptions,
): Promise<void> {
  const reader = source.getReader();
  const writer = target.getWriter();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  let receiver: 'there' | 'gone' | 'served' = 'there';
  let patience: ReturnType<typeof setTimeout> | undefined;
  let lingerBytes = 0;
  const onHangUp = (): void => {
    if (receiver !== 'there') return;
    receiver = mayLinger?.() === true ? 'served' : 'gone';
    // Ends a pending read or write; that either side may have failed already is of no interest then.
    if (receiver === 'gone') stop();
    else patience = setTimeout(stop, limits.lingerMs);
    writer.abort().catch(() => undefined);
  };
  const isGone = (): boolean => receiver !== 'there';
  hangUp.addEventListener('abort', onHangUp);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (!done) observer.onChunk(value);
      if (isGone()) lingerBytes += value?.byteLength ?? 0;
      else for (const part of partsOf(done ? null : value, edit)) await writer.write(part).catch(onHangUp);
      if (done) break;
      if (lingerBytes > limits.lingerBytes) stop();
    }
    if (isGone()) throw new Error('the receiver has gone');
    await writer.close();
    observer.onEnd({ how: 'complete' });
  } catch (cause) {
    observer.onEnd(pumpEnd(receiver, cause));
    await Promise.allSettled([reader.cancel(cause), writer.abort(cause)]);
  } finally {
    clearTimeout(patience);
    hangUp.removeEventListener('abort', onHangUp);
  }
}

function pumpEnd(receiver: 'there' | 'gone' | 'served', cause: unknown): TapEnd {
  if (receiver === 'served') return { how: 'lingered' };
  return receiver === 'gone' ? { how: 'cancelled' } : { how: 'failed', cause };
}
