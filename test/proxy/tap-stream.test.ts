import { describe, expect, it } from 'vitest';
import { tapStream, type StreamObserver, type TapEnd } from '../../src/proxy/tap-stream.ts';

function observe() {
  const seen: number[] = [];
  const ends: TapEnd['how'][] = [];
  return {
    seen,
    ends,
    observer: {
      onChunk: (chunk: Uint8Array) => seen.push(chunk.byteLength),
      onEnd: (end: TapEnd) => ends.push(end.how),
    },
  };
}

/** Bytes of unknown length are pulled, those of known length are pumped: both ways keep the same promises. */
const ways = [
  { way: 'of unknown length', length: () => null },
  { way: 'of known length', length: (lengthBytes: number) => lengthBytes },
];

describe.each(ways)('tapStream, $way', ({ length }) => {
  const tap = (
    source: ReadableStream<Uint8Array>,
    { observer, lengthBytes }: { observer: StreamObserver; lengthBytes: number },
    hangUp = new AbortController().signal,
  ) => tapStream(source, { observer, lengthBytes: length(lengthBytes), hangUp });

  it('F04 passes the same bytes and tells the end once', async () => {
    const { seen, ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2]));
        controller.enqueue(new Uint8Array([3]));
        controller.close();
      },
    });
    const { readable, done } = tap(source, { observer, lengthBytes: 3 });
    expect(new Uint8Array(await new Response(readable).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    await done;
    expect(seen).toEqual([2, 1]);
    expect(ends).toEqual(['complete']);
  });

  it('F48 cancels the source when the reader goes', async () => {
    const { ends, observer } = observe();
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: () => {
        cancelled = true;
      },
    });
    const { readable, done } = tap(source, { observer, lengthBytes: 10_000 });
    const reader = readable.getReader();
    await reader.read();
    await reader.cancel();
    await done;
    expect(cancelled).toBe(true);
    expect(ends).toEqual(['cancelled']);
  });

  it('F49 cancels the source when the caller hangs up while the source is silent', async () => {
    const { ends, observer } = observe();
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      cancel: () => {
        cancelled = true;
      },
    });
    const caller = new AbortController();
    const { done } = tap(source, { observer, lengthBytes: 10_000 }, caller.signal);
    caller.abort();
    await done;
    expect(cancelled).toBe(true);
    expect(ends).toEqual(['cancelled']);
  });

  it('F55 tells a failing source and fails the reader', async () => {
    const { ends, observer } = observe();
    let pulls = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(new Uint8Array(1));
          else controller.error(new Error('reset'));
        },
      },
      { highWaterMark: 0 },
    );
    const { readable, done } = tap(source, { observer, lengthBytes: 10_000 });
    await expect(new Response(readable).text()).rejects.toThrow('reset');
    await done;
    expect(ends).toEqual(['failed']);
  });

  it('F54 reads from the source only as fast as the reader does', async () => {
    const { observer } = observe();
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(1024));
        },
      },
      { highWaterMark: 0 },
    );
    const { readable, done } = tap(source, { observer, lengthBytes: 10_000 });
    const reader = readable.getReader();
    for (let i = 0; i < 5; i++) await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBeLessThanOrEqual(7);
    await reader.cancel();
    await done;
  });

  it('passes on what an edit keeps, and asks for more when it keeps nothing', async () => {
    const { seen, ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of [1, 2, 3, 4]) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const odd = (chunk: Uint8Array): Uint8Array[] => ((chunk[0] ?? 0) % 2 === 1 ? [chunk] : []);
    const edit = { take: odd, rest: () => [new Uint8Array([9])] };
    const hangUp = new AbortController().signal;
    const { readable, done } = tapStream(source, { observer, edit, lengthBytes: length(3), hangUp });
    expect(new Uint8Array(await new Response(readable).arrayBuffer())).toEqual(new Uint8Array([1, 3, 9]));
    await done;
    expect([seen, ends]).toEqual([[1, 1, 1, 1], ['complete']]);
  });
});

describe('tapStream', () => {
  it('F62 announces the length it was told, and fails a reader whose source is shorter', async () => {
    const { observer } = observe();
    const { body } = new Response('four');
    const hangUp = new AbortController().signal;
    const { readable } = tapStream(body ?? new ReadableStream(), { observer, lengthBytes: 5, hangUp });
    await expect(new Response(readable).text()).rejects.toThrow();
  });
});
