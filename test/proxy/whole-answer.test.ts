import { describe, expect, it } from 'vitest';
import type { TapEnd } from '../../src/proxy/tap-stream.ts';
import { takeWhole, wholeLength } from '../../src/proxy/whole-answer.ts';

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

const encode = (text: string) => new TextEncoder().encode(text);

describe('wholeLength', () => {
  it.each([
    ['application/json', '10', 10],
    ['application/json; charset=utf-8', '65536', 65_536],
    ['application/problem+json', '10', 10],
    ['application/json', '65537', null],
    ['application/json', null, null],
    ['application/json', '0', null],
    ['application/jsonl', '10', null],
    ['application/json-seq', '10', null],
    ['application/x-ndjson', '10', null],
    ['text/event-stream', '10', null],
  ])('%s of %s bytes: %s', (type, length, expected) => {
    const headers = new Headers({ 'content-type': type });
    if (length !== null) headers.set('content-length', length);
    expect(wholeLength(headers)).toBe(expected);
  });
});

describe('takeWhole', () => {
  it('F04 passes the same bytes and tells the end once', async () => {
    const { seen, ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode('{"a"'));
        controller.enqueue(encode(':1}'));
        controller.close();
      },
    });
    expect(await new Response((await takeWhole(source, 7, observer)).body).text()).toBe('{"a":1}');
    expect([seen, ends]).toEqual([[4, 3], ['complete']]);
  });

  it('F55 passes on what came before the break, and the break', async () => {
    const { ends, observer } = observe();
    let sent = false;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error('Network connection lost.'));
        else controller.enqueue(encode('{"a"'));
        sent = true;
      },
    });
    const reader = new Response((await takeWhole(source, 7, observer)).body).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"a"');
    await expect(reader?.read()).rejects.toThrow('Network connection lost.');
    expect(ends).toEqual(['failed']);
  });

  it('F116 breaks off where an answer ends before its length', async () => {
    const { seen, ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode('{"a"'));
        controller.close();
      },
    });
    const { body, done } = await takeWhole(source, 7, observer);
    const reader = new Response(body).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"a"');
    await expect(reader?.read()).rejects.toThrow('ended after 4 of 7 bytes');
    await done;
    expect([seen, ends]).toEqual([[4], ['failed']]);
  });

  it('F116 leaves what stands behind the length', async () => {
    const { ends, observer } = observe();
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode('{"a":1}garbage'));
        controller.close();
      },
    });
    expect(await new Response((await takeWhole(source, 7, observer)).body).text()).toBe('{"a":1}');
    expect(ends).toEqual(['complete']);
  });
});
