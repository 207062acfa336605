/**
 * A caller leaves: at the last event, as most SDKs do, or before. Every dialect's streams, against a provider that ends its
 * body some time after the last event.
 */
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { messageFixtures } from '../fixtures/anthropic/messages.ts';
import { toolFixtures } from '../fixtures/anthropic/tools.ts';
import { converseStreams } from '../fixtures/bedrock/converse.ts';
import { EVENT_STREAM, type FrameFixture } from '../fixtures/bedrock/frames.ts';
import { invokeStreams } from '../fixtures/bedrock/invoke.ts';
import { chatFixtures } from '../fixtures/cohere/chat.ts';
import { otherFixtures as cohereFixtures } from '../fixtures/cohere/other-calls.ts';
import { generateFixtures } from '../fixtures/google/generate.ts';
import { interactionFixtures } from '../fixtures/google/interactions.ts';
import { ollamaFixtures } from '../fixtures/ollama/calls.ts';
import { chatStreams } from '../fixtures/openai/chat.ts';
import { compatibleStreams } from '../fixtures/openai/compatible.ts';
import { legacyCompletion } from '../fixtures/openai/completions.ts';
import { dataEvents, type StreamFixture } from '../fixtures/openai/fixture.ts';
import { responsesStreams } from '../fixtures/openai/responses.ts';
import type { WireFixture } from '../fixtures/wire-fixture.ts';
import { createProxy, post } from '../helpers/proxy.ts';

/** A streamed answer in the pieces it is sent in. */
interface Stream {
  name: string;
  path: string;
  request: unknown;
  type: string;
  pieces: Uint8Array[];
}

const encode = (text: string) => new TextEncoder().encode(text);
/** Cut after each event or line, the separators kept. */
const eventsOf = (text: string) =>
  (text.match(/[^]*?(?:\r?\n\r?\n|\n(?=\{)|$)/g) ?? []).filter((piece) => piece !== '');

const ofWire = (provider: string, fixtures: readonly WireFixture[]): Stream[] =>
  fixtures.flatMap(({ name, path, request, stream, status }) =>
    stream === null || !stream.complete || (status ?? 200) !== 200
      ? []
      : [
          {
            name: `${provider}: ${name}`,
            path: `/${provider}${stream.path ?? path}`,
            request,
            type: stream.contentType,
            pieces: eventsOf(stream.text).map(encode),
          },
        ],
  );
const ofOpenai = (fixtures: readonly StreamFixture[]): Stream[] =>
  fixtures.flatMap(({ name, path, request, stream, complete }) =>
    complete
      ? [
          {
            name: `openai: ${name}`,
            path: `/openai${path ?? '/v1/chat/completions'}`,
            request: { ...(request as object), stream: true },
            type: 'text/event-stream',
            pieces: eventsOf(stream).map(encode),
          },
        ]
      : [],
  );
const ofBedrock = (fixtures: readonly FrameFixture[]): Stream[] =>
  fixtures.map(({ name, path, request, frames }) => ({
    name: `bedrock: ${name}`,
    path: `/bedrock${path}`,
    request,
    type: EVENT_STREAM,
    pieces: [...frames],
  }));

const streams: Stream[] = [
  ...ofOpenai([...chatStreams, ...compatibleStreams, legacyCompletion, ...responsesStreams]),
  ...ofWire('anthropic', [...messageFixtures, ...toolFixtures]),
  ...ofWire('google', [...generateFixtures, ...interactionFixtures]),
  ...ofWire('cohere', [...chatFixtures, ...cohereFixtures.filter(({ path }) => path.includes('/chat'))]),
  ...ofWire('ollama', ollamaFixtures),
  ...ofBedrock([...converseStreams, ...invokeStreams]),
];

interface Leaving {
  /** After how many pieces the caller goes. */
  pieces: number;
  /** From the last piece to the end of the body; null never ends. */
  endAfterMs: number | null;
  /** Told by the request's signal alone, or by the body that is no longer read. */
  by?: 'signal' | 'body';
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Plays a stream to a caller who leaves. */
async function leave(stream: Stream, { pieces, endAfterMs, by = 'body' }: Leaving) {
  const upstream = { sent: 0, ended: false, stopped: false };
  const proxy = createProxy({
    upstream: (_, init) => {
      init.signal?.addEventListener('abort', () => {
        upstream.stopped ||= !upstream.ended;
      });
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const piece = stream.pieces[upstream.sent];
            if (piece !== undefined) {
              upstream.sent += 1;
              controller.enqueue(piece);
              return;
            }
            if (endAfterMs === null) await new Promise(() => undefined);
            await sleep(endAfterMs ?? 0);
            upstream.ended = true;
            controller.close();
          },
          cancel() {
            upstream.stopped = true;
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body, { headers: { 'content-type': stream.type } });
    },
  });
  const caller = new AbortController();
  const response = await proxy.call(stream.path, {
    ...post(stream.request, { authorization: 'Bearer key', 'x-weir-stream-usage': 'untouched' }),
    signal: caller.signal,
  });
  const reader = response.body?.getReader();
  for (let piece = 0; piece < pieces; piece++) await reader?.read();
  if (by === 'signal') caller.abort();
  else await reader?.cancel();
  await proxy.settled();
  const [exchange] = proxy.exchanges;
  return { ...upstream, exchange };
}

describe.each(streams.map((stream) => [stream.name, stream] as const))('%s', (_, stream) => {
  const all = stream.pieces.length;
  const byteLength = stream.pieces.reduce((sum, piece) => sum + piece.byteLength, 0);

  it.each([0, 1, 50, 80])(
    'F113 has ended for a caller who leaves %i ms before the end of the body',
    async (endAfterMs) => {
      const { exchange, ended, stopped } = await leave(stream, { pieces: all, endAfterMs });
      expect(exchange).toMatchObject({ end: 'complete', failure: null, response: { byteLength } });
      expect({ ended, stopped }).toEqual({ ended: true, stopped: false });
    },
  );

  it('F113 the same when the hang-up is told by the signal', async () => {
    const { exchange, stopped } = await leave(stream, { pieces: all, endAfterMs: 20, by: 'signal' });
    expect(exchange).toMatchObject({ end: 'complete', response: { byteLength } });
    expect(stopped).toBe(false);
  });

  it('F48 is cancelled for a caller who leaves at its beginning', async () => {
    if (all === 1) return;
    const { exchange, stopped } = await leave(stream, { pieces: 1, endAfterMs: 20 });
    expect(exchange).toMatchObject({ end: 'client_cancelled' });
    expect(stopped).toBe(true);
  });
});

describe('a caller who leaves', () => {
  const chat = (text: string): Stream => ({
    name: 'chat',
    path: '/openai/v1/chat/completions',
    request: { model: 'm', stream: true },
    type: 'text/event-stream',
    pieces: eventsOf(text).map(encode),
  });
  const choice = (index: number, content: string, finish: string | null = null) => ({
    choices: [{ index, delta: { content }, finish_reason: finish }],
  });
  const usage = { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } };

  it('F113 at the reason of the end still gets the usage that follows recorded', async () => {
    const stream = chat(dataEvents(choice(0, 'Hi'), choice(0, '', 'stop'), usage, '[DONE]'));
    for (const pieces of [2, 3]) {
      const { exchange, ended } = await leave(stream, { pieces, endAfterMs: 50 });
      expect(exchange).toMatchObject({ end: 'complete' });
      expect(new TextDecoder().decode(exchange?.response.bytes)).toContain('"prompt_tokens":9');
      expect(ended).toBe(true);
    }
  });

  it('F113 at the end of the first of two choices has not had the answer', async () => {
    const stream = chat(dataEvents(choice(0, 'Hi', 'stop'), choice(1, 'Ho', 'stop'), '[DONE]'));
    const two = { ...stream, request: { model: 'm', stream: true, n: 2 } };
    expect((await leave(two, { pieces: 1, endAfterMs: 0 })).exchange?.end).toBe('client_cancelled');
    expect((await leave(two, { pieces: 2, endAfterMs: 0 })).exchange?.end).toBe('complete');
  });

  it('F113 at the last event of a provider that never ends stops it after a while', async () => {
    const stream = chat(dataEvents(choice(0, 'Hi', 'stop'), '[DONE]'));
    const started = Date.now();
    const { exchange, stopped } = await leave(stream, { pieces: 2, endAfterMs: null });
    expect(exchange).toMatchObject({ end: 'complete' });
    expect(stopped).toBe(true);
    expect(Date.now() - started).toBeGreaterThanOrEqual(limits.lingerMs - 50);
    // The call was over for the caller when it left.
    expect(exchange?.endedAtMs).toBeLessThan(limits.lingerMs / 2);
  }, 15_000);

  it('F48 at the last event of a provider that goes on sending stops it at the bound', async () => {
    const more = Array.from({ length: 1000 }, () => `: ${'x'.repeat(1000)}\n\n`).join('');
    const stream = chat(dataEvents(choice(0, 'Hi', 'stop'), '[DONE]') + more);
    const { exchange, stopped, sent } = await leave(stream, { pieces: 2, endAfterMs: 0 });
    expect(exchange).toMatchObject({ end: 'complete' });
    expect(stopped).toBe(true);
    expect(sent).toBeLessThan(300);
  });

  it('F113 at the reason of the end of a provider that breaks off then has had the answer', async () => {
    const text = [
      { type: 'message_start', message: { id: 'msg_1', role: 'assistant', model: 'claude', content: [] } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
    ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const stream: Stream = { ...chat(''), path: '/anthropic/v1/messages', pieces: text.map(encode) };
    expect((await leave(stream, { pieces: 3, endAfterMs: 10 })).exchange?.end).toBe('client_cancelled');
    expect((await leave(stream, { pieces: 2, endAfterMs: 10 })).stopped).toBe(true);
  });

  it.each([
    ['of unknown length', {}],
    ['of known length', { 'content-length': '100011' }],
  ])('F113 after a whole JSON answer %s has had it', async (_, headers) => {
    const answer = `{"data":"${'x'.repeat(100_000)}"}`;
    const pieces = [answer.slice(0, 50_000), answer.slice(50_000)].map(encode);
    for (const read of [1, 2]) {
      let sent = 0;
      const proxy = createProxy({
        upstream: () =>
          new Response(
            new ReadableStream<Uint8Array>(
              {
                async pull(controller) {
                  const piece = pieces[sent++];
                  if (sent > 1) await sleep(50);
                  if (piece === undefined) controller.close();
                  else controller.enqueue(piece);
                },
              },
              { highWaterMark: 0 },
            ),
            { headers: { 'content-type': 'application/json', ...headers } },
          ),
      });
      const caller = new AbortController();
      const response = await proxy.call('/openai/v1/embeddings', { ...post({}), signal: caller.signal });
      const reader = response.body?.getReader();
      let seen = 0;
      while (seen < (read === 1 ? 50_000 : answer.length))
        seen += (await reader?.read())?.value?.byteLength ?? 0;
      caller.abort();
      await reader?.cancel().catch(() => undefined);
      await proxy.settled();
      expect(proxy.exchanges[0]?.end).toBe(read === 1 ? 'client_cancelled' : 'complete');
    }
  });
});
