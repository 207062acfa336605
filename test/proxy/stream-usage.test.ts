import { describe, expect, it } from 'vitest';
import { askForUsage, refusesStreamOptions, removeUsageChunk } from '../../src/proxy/stream-usage.ts';
import { cutsEverywhere } from '../helpers/readable-call.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function through(bytes: Uint8Array, cuts: number[]): Promise<string> {
  const edges = [0, ...cuts, bytes.byteLength];
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 1; i < edges.length; i++) controller.enqueue(bytes.slice(edges[i - 1], edges[i]));
      controller.close();
    },
  });
  return new Response(source.pipeThrough(removeUsageChunk())).text();
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

describe('removeUsageChunk', () => {
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
  ])('F24 removes exactly the chunk Weir asked for, wherever the stream is cut (%s)', async (_, newline) => {
    const bytes = encode(stream(newline, true));
    for (const cuts of cutsEverywhere(bytes.byteLength)) {
      expect(await through(bytes, cuts)).toBe(stream(newline, false));
    }
  });

  it('passes every byte of a stream without such a chunk', async () => {
    const unfinished = `${stream('\n', false)}data: {"choices":[{"in`;
    for (const cuts of cutsEverywhere(encode(unfinished).byteLength)) {
      expect(await through(encode(unfinished), cuts)).toBe(unfinished);
    }
  });

  it('passes an event that is too long to hold, and everything after it', async () => {
    const long = `data: {"choices":[{"delta":{"content":"${'x'.repeat(200_000)}"}}]}\n\n`;
    const bytes = encode(long + stream('\n', false));
    expect(await through(bytes, [10, 70_000, 140_000])).toBe(long + stream('\n', false));
  });
});
