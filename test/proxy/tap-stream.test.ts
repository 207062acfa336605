import { describe, expect, it } from 'vitest';
import { tapStream, type TapEnd } from '../../src/proxy/tap-stream.ts';

function observe() {
  const seen: number[] = [];
  const ends: TapEnd['how'][] = [];
  return {
    seen,
    ends,
    observer: { onChunk: (chunk: Uint8Array) => seen.push(chunk.byteLength), onEnd: (end: TapEnd) => ends.push(end.how) },
  };
}

describe('tapStream', () => {
  it('F04 passes the same chunks and tells the end once', async () => {
    const { seen, ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2]));
        controller.enqueue(new Uint8Array([3]));
        controller.close();
      },
    });
    const reader = tapStream(source, observer).getReader();
    expect((await reader.read()).value).toEqual(new Uint8Array([1, 2]));
    expect((await reader.read()).value).toEqual(new Uint8Array([3]));
    expect((await reader.read()).done).toBe(true);
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
    const reader = tapStream(source, observer).getReader();
    await reader.read();
    await reader.cancel();
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
    const reader = tapStream(source, observer).getReader();
    await reader.read();
    await expect(reader.read()).rejects.toThrow('reset');
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
    const reader = tapStream(source, observer).getReader();
    for (let i = 0; i < 5; i++) await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBeLessThanOrEqual(6);
    await reader.cancel();
  });
});
