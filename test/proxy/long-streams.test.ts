/** Long streams: work grows with the stream, and what is held does not. Work is counted, no clock is read. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Exchange } from '../../src/proxy/exchange.ts';
import { anthropicDialect } from '../../src/proxy/providers/anthropic/index.ts';
import { cohereDialect } from '../../src/proxy/providers/cohere/index.ts';
import { googleDialect } from '../../src/proxy/providers/google/index.ts';
import { ollamaDialect } from '../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../src/proxy/providers/openai/index.ts';
import { UsageRemoval } from '../../src/proxy/stream-usage.ts';
import { block, end, messageStream, start } from '../fixtures/anthropic/pieces.ts';
import { crlfEvents } from '../fixtures/google/generate.ts';
import { longStream } from '../fixtures/openai/chat.ts';
import { jsonLines, typedEvents } from '../fixtures/wire-fixture.ts';
import { readWith } from '../helpers/dialect-proof.ts';
import { chunked, createProxy, post } from '../helpers/proxy.ts';

const EVENTS = 50_000;
const repeat = <Item>(item: Item): Item[] => Array.from({ length: EVENTS }, () => item);
const candidate = (text: string, more = {}) => ({
  candidates: [{ content: { parts: [{ text }] }, ...more }],
});
const says = (content: string) => ({ message: { role: 'assistant', content } });

const streams = {
  'OpenAI chat': [openaiDialect, '/v1/chat/completions', 'text/event-stream', longStream(EVENTS)],
  'Anthropic messages': [
    anthropicDialect,
    '/v1/messages',
    'text/event-stream',
    messageStream(
      start({}),
      ...block(0, { type: 'text', text: '' }, ...repeat({ type: 'text_delta', text: 'word ' })),
      ...end('end_turn', {}),
    ).text,
  ],
  'Gemini events': [
    googleDialect,
    '/v1beta/models/m:streamGenerateContent',
    'text/event-stream',
    crlfEvents(...repeat(candidate('word ')), candidate('', { finishReason: 'STOP' })).text,
  ],
  'Gemini array': [
    googleDialect,
    '/v1beta/models/m:streamGenerateContent',
    'application/json',
    JSON.stringify([...repeat(candidate('word ')), candidate('', { finishReason: 'STOP' })]),
  ],
  'Cohere chat': [
    cohereDialect,
    '/v2/chat',
    'text/event-stream',
    typedEvents(
      { type: 'message-start' },
      ...repeat({ type: 'content-delta', index: 0, delta: { message: { content: { text: 'word ' } } } }),
      { type: 'message-end', delta: { finish_reason: 'COMPLETE' } },
    ).text,
  ],
  'Ollama chat': [
    ollamaDialect,
    '/api/chat',
    'application/x-ndjson',
    jsonLines('', ...repeat(says('word ')), { ...says(''), done: true }).text,
  ],
} as const;

/** As many cuts as arrivals are noted of a stream. */
function evenCuts(byteLength: number): number[] {
  return Array.from({ length: 255 }, (_, index) => Math.floor(((index + 1) * byteLength) / 256));
}

afterEach(() => vi.restoreAllMocks());

describe('a stream of fifty thousand events', () => {
  it.each(Object.entries(streams))('F21 of %s is read with each event parsed once', (_name, stream) => {
    const [dialect, path, responseType, response] = stream;
    let parsedCharacters = 0;
    const parse = JSON.parse;
    vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      parsedCharacters += text.length;
      return parse(text) as unknown;
    });
    const reading = readWith(dialect, { path, response, responseType, cuts: evenCuts(response.length) });
    expect(reading.responsePreview).toHaveLength(EVENTS * 'word '.length);
    expect(reading.complete).toBe(true);
    // Once by the reader, and at most once more as a whole, to see whether it is one JSON value.
    expect(parsedCharacters).toBeLessThanOrEqual(2 * response.length);
  });

  it('F21 passes the removal of usage with each byte copied at most once', () => {
    const bytes = new TextEncoder().encode(longStream(EVENTS));
    const arrays = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
    let copied = 0;
    const set = arrays.set;
    vi.spyOn(arrays, 'set').mockImplementation(function copy(this: Uint8Array, from, offset) {
      copied += from.length;
      set.call(this, from, offset);
    });
    const removal = new UsageRemoval();
    let passed = 0;
    // Cut inside events, so that every chunk leaves something to hold.
    for (let at = 0; at < bytes.byteLength; at += 1000) {
      for (const part of removal.take(bytes.subarray(at, at + 1000))) passed += part.byteLength;
    }
    for (const part of removal.rest()) passed += part.byteLength;
    expect(passed).toBe(bytes.byteLength);
    expect(copied).toBeLessThanOrEqual(2 * bytes.byteLength);
  });
});

describe('a stream of ten thousand chunks', () => {
  it('F22 F54 leaves a bounded record: beginning and end, two hundred and fifty-six arrivals, the true size', async () => {
    const chunk = `data: ${JSON.stringify(candidate('word '))}\n\n`;
    const CHUNKS = 10_000;
    const proxy = createProxy({
      upstream: () => chunked(Array.from({ length: CHUNKS }, () => chunk)),
      variables: { WEIR_CAPTURE_LIMIT_BYTES: '100000' },
    });
    const response = await proxy.call('/google/v1beta/models/m:streamGenerateContent?alt=sse', post({}));
    let passed = 0;
    for await (const piece of response.body ?? []) passed += piece.byteLength;
    await proxy.settled();
    const [exchange] = proxy.exchanges as [Exchange];
    expect(passed).toBe(CHUNKS * chunk.length);
    expect(exchange.response).toMatchObject({ byteLength: passed, truncated: true });
    expect(exchange.response.bytes.byteLength).toBeLessThanOrEqual(100_000);
    expect(exchange.response.bytes.buffer.byteLength).toBeLessThanOrEqual(200_000);
    expect(exchange.arrivals.length).toBeLessThanOrEqual(256);
    expect(exchange.arrivals.at(-1)?.[0]).toBe(exchange.response.bytes.byteLength);
  });
});
