import { describe, expect, it } from 'vitest';
import { readSse } from '../../../../src/proxy/providers/wire/sse.ts';
import { readJsonObjects } from '../../../../src/proxy/providers/wire/json-lines.ts';
import { bodyOf, cutsEverywhere } from '../../../helpers/readable-call.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const TRICKY =
  ': ping\r\n\r\nevent: a\r\ndata: {"x":"é🙂: [\\"q"}\r\n\r\ndata:no space\n\ndata: two\ndata: lines\n\n: mid\ndata: [DONE]';

describe('readSse', () => {
  it('F01 F05 reads the same events wherever the stream is cut', () => {
    const whole = readSse(bodyOf(bytes(TRICKY), 'text/event-stream').segments).map(({ event, data }) => [
      event,
      data,
    ]);
    expect(whole).toEqual([
      ['a', '{"x":"é🙂: [\\"q"}'],
      [null, 'no space'],
      [null, 'two\nlines'],
      [null, '[DONE]'],
    ]);
    for (const cuts of cutsEverywhere(bytes(TRICKY).byteLength)) {
      const events = readSse(bodyOf(bytes(TRICKY), 'text/event-stream', cuts).segments);
      expect(events.map(({ event, data }) => [event, data])).toEqual(whole);
    }
  });
});

describe('readJsonObjects', () => {
  const arrays = '[{"a":"}{","b":{"c":[1,2]}}\r\n,\r\n{"é":"🙂\\""}]';
  const lines = '{"a":1}\n{"b":"\\\\"}\n{"cut":';
  it.each([
    [arrays, [{ a: '}{', b: { c: [1, 2] } }, { é: '🙂"' }]],
    [lines, [{ a: 1 }, { b: '\\' }]],
  ])('reads the same values wherever the stream is cut', (text, expected) => {
    for (const cuts of cutsEverywhere(bytes(text).byteLength)) {
      const values = readJsonObjects(bodyOf(bytes(text), 'application/json', cuts).segments);
      expect(values.map(({ value }) => value)).toEqual(expected);
    }
  });
});
