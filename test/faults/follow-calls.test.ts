import { describe, expect, it } from 'vitest';
// @ts-expect-error -- scripts are plain modules without declarations
import { followCalls } from '../../scripts/follow-calls.mjs';

interface Calls {
  asked(bytes: Buffer): void;
  answered(bytes: Buffer): void;
  sinceMs(): number | null;
}

const ask = 'POST / HTTP/1.1\r\nhost: weir\r\ncontent-length: 2\r\n\r\n{}';

/** Whether a call is under way after these bytes of an answer, given in parts of this size. */
function isUnderWay(answer: string, { request = ask, size = 1 } = {}): boolean {
  const calls = followCalls(() => undefined) as Calls;
  calls.asked(Buffer.from(request));
  for (let index = 0; index < answer.length; index += size)
    calls.answered(Buffer.from(answer.slice(index, index + size)));
  return calls.sinceMs() !== null;
}

const sized = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nHello';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n';

describe('calls of a connection', () => {
  it.each([
    ['a body of known length', sized, ask],
    ['chunks', chunked, ask],
    ['chunks that are none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', ask],
    ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', ask],
    ['an answer after "continue"', `HTTP/1.1 100 Continue\r\n\r\n${sized}`, ask],
    ['the head alone', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n', 'HEAD / HTTP/1.1\r\n\r\n'],
  ])('F227 end with %s, however the bytes arrive, and not before', (_what, answer, request) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      expect(isUnderWay(answer, { request, size })).toBe(false);
      expect(isUnderWay(answer.slice(0, -1), { request, size })).toBe(true);
    }
  });

  it.each([
    ['an answer without a length, which the end of the connection ends', 'HTTP/1.1 200 OK\r\n\r\nHello'],
    ['a connection that is no longer HTTP', 'HTTP/1.1 101 Switching Protocols\r\n\r\n\u0001'],
    ['nothing yet', ''],
  ])('F227 are under way with %s', (_what, answer) => {
    expect(isUnderWay(answer)).toBe(true);
  });

  it('F227 are told apart on a connection that is kept', () => {
    let ended = 0;
    const calls = followCalls(() => ended++) as Calls;
    for (const answer of [sized, chunked, sized]) {
      expect(calls.sinceMs()).toBe(null);
      calls.asked(Buffer.from(ask));
      expect(calls.sinceMs()).not.toBe(null);
      calls.answered(Buffer.from(answer));
    }
    expect(ended).toBe(3);
    expect(calls.sinceMs()).toBe(null);
  });
});
