import { describe, expect, it } from 'vitest';
import { askForUsage, refusesStreamOptions, UsageRemoval } from '../../src/proxy/stream-usage.ts';
import { cutsEverywhere } from '../helpers/readable-call.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function through(bytes: Uint8Array, cuts: number[]): string {
  const edges = [0, ...cuts, bytes.byteLength];
  const edit = new UsageRemoval();
  const parts = edges.slice(1).flatMap((edge, index) => edit.take(bytes.slice(edges[index], edge)));
  const decoder = new TextDecoder();
  return [...parts, ...edit.rest()].map((part) => decoder.decode(part, { stream: true })).join('');
}

describe('askForUsage', () => {
  it('F23 asks when a stream would bring no usage', () => {
    expect(JSON.parse(askForUsage('{"model":"m","stream":true}') ?? '')).toEqual({
      model: 'm',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(
      JSON.parse(askForUsage('{"stream":true,"stream_options":{"include_obfuscation":false}}') ?? ''),
    ).toEqual({
      stream: true,
      stream_options: { include_obfuscation: false, include_usage: true },
    });
  });

  it('leaves every other byte as the caller wrote it', () => {
    const body = '{ "seed": 12345678901234567890, "stream" : true,\n "messages": [] }';
    expect(askForUsage(body)).toBe(
      '{"stream_options":{"include_usage":true}, "seed": 12345678901234567890, "stream" : true,\n "messages": [] }',
    );
  });

  it.each([
    ['a plain call', '{"model":"m"}'],
    ['a caller who asks', '{"stream":true,"stream_options":{"include_usage":true}}'],
    ['a caller who declines', '{"stream":true,"stream_options":{"include_usage":false}}'],
    ['stream: false', '{"stream":false}'],
    ['text that is not JSON', '{"stream":true'],
  ])('does not edit %s', (_, body) => {
    expect(askForUsage(body)).toBeNull();
  });
});

describe('refusesStreamOptions', () => {
  it('F25 recognises a refusal by the field it names', () => {
    expect(refusesStreamOptions(400, '{"error":{"message":"Unknown parameter: stream_options"}}')).toBe(true);
    expect(refusesStreamOptions(400, '{"error":{"message":"Unknown model"}}')).toBe(false);
    expect(refusesStreamOptions(500, 'stream_options')).toBe(false);
  });
});

describe('UsageRemoval', () => {
  const first = 'data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}],"usage":null}';
  const text = 'data: {"choices":[{"index":0,"delta":{"content":"a \\"choices\\":[] 🙂"}}],"usage":null}';
  const usage = 'data: {"id":"x","choices": [ ],"usage":{"prompt_tokens":1,"completion_tokens":2}}';
  const stream = (newline: string, withUsage: boolean) =>
    [': ping', first, text, ...(withUsage ? [usage] : []), 'data: [DONE]']
      .map((event) => event + newline + newline)
      .join('');

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('F24 removes exactly the chunk Weir asked for, wherever the stream is cut (%s)', (_, newline) => {
    const bytes = encode(stream(newline, true));
    for (const cuts of cutsEverywhere(bytes.byteLength)) {
      expect(through(bytes, cuts)).toBe(stream(newline, false));
    }
  });

  it('passes every byte of a stream without such a chunk', () => {
    const unfinished = `${stream('\n', false)}data: {"choices":[{"in`;
    for (const cuts of cutsEverywhere(encode(unfinished).byteLength)) {
      expect(through(encode(unfinished), cuts)).toBe(unfinished);
    }
  });

  it('passes an event that is too long to hold, and everything after it', () => {
    const long = `data: {"choices":[{"delta":{"content":"${'x'.repeat(200_000)}"}}]}\n\n`;
    const bytes = encode(long + stream('\n', false));
    expect(through(bytes, [10, 70_000, 140_000])).toBe(long + stream('\n', false));
  });
});
