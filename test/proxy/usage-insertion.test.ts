/** Usage is asked for in requests too large to be held: as they pass, with the length that was told, and nothing else changed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { INSERTED_BYTES, UsageInsertion } from '../../src/proxy/usage-insertion.ts';
import { createMemoryBudget } from '../../src/proxy/memory-budget.ts';
import { chunked, createProxy, post } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const encode = (text: string) => new TextEncoder().encode(text);

/** A body passed through, cut where told. */
function passed(text: string, isPadded: boolean, cuts: readonly number[] = []) {
  const insertion = new UsageInsertion(isPadded);
  const bytes = encode(text);
  const edges = [
    0,
    ...[...cuts].map((cut) => cut % (bytes.byteLength + 1)).sort((a, b) => a - b),
    bytes.byteLength,
  ];
  const parts: Uint8Array[] = [];
  for (let i = 1; i < edges.length; i++)
    parts.push(...insertion.take(bytes.subarray(edges[i - 1], edges[i])));
  parts.push(...insertion.rest());
  const sent = parts.map((part) => new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(part));
  return {
    asked: insertion.asked,
    text: sent.join(''),
    byteLength: parts.reduce((sum, part) => sum + part.byteLength, 0),
  };
}

describe('asking for usage in passing', () => {
  it('F110 asks at the end of a streamed request, wherever its members stand and it is cut', () => {
    const content = fc.string({
      unit: fc.constantFrom('"', '\\', '{', '}', '[', 'stream', 'a', ','),
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        content,
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 20 }),
        (words, isFirst, isPretty, cuts) => {
          const nested = { stream: false, stream_options: {}, words };
          const request = isFirst
            ? { stream: true, messages: [nested, words] }
            : { messages: [nested, words], stream: true };
          const text = JSON.stringify(request, null, isPretty ? 2 : 0);
          const { asked, text: sent } = passed(text, true, cuts);
          expect(asked).toBe(true);
          expect(JSON.parse(sent)).toEqual({ ...request, stream_options: { include_usage: true } });
          expect(sent.length).toBe(text.length + INSERTED_BYTES);
        },
      ),
    );
  });

  it.each([
    ['a request that is not streamed', '{"stream":false,"messages":[{"stream":true}]}'],
    ['one that says nothing of it', '{"messages":[]}'],
    ['one that has asked', '{"stream":true,"stream_options":{"include_usage":true}}'],
    ['an empty one', '{}'],
  ])('leaves %s as it is, but for white space where a length was told', (_name, text) => {
    expect(passed(text, false)).toMatchObject({ asked: false, text });
    const padded = passed(text, true, [3]);
    expect(JSON.parse(padded.text)).toEqual(JSON.parse(text));
    expect(padded.byteLength).toBe(text.length + INSERTED_BYTES);
  });

  it('never throws and always keeps the length it told, on bytes of any kind', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(), { maxLength: 5 }), (text, cuts) => {
        expect(passed(text, true, cuts).byteLength).toBe(encode(text).byteLength + INSERTED_BYTES);
      }),
    );
  });
});

describe('a streamed request of twenty megabytes', () => {
  const USAGE = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
  const events = [
    'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n',
    `data: ${JSON.stringify({ id: 'c', choices: [], usage: USAGE })}\n\n`,
    'data: [DONE]\n\n',
  ];
  const picture = 'iVBORw0KGgo'.repeat(1_900_000);
  const request = JSON.stringify({
    model: 'm',
    stream: true,
    messages: [{ role: 'user', content: picture }],
  });

  it('F04 passes byte for byte where it does not say at its beginning that it is streamed', async () => {
    const proxy = createProxy({ upstream: () => chunked(events) });
    const { stream: _stream, ...plain } = JSON.parse(request) as Record<string, unknown>;
    for (const body of [JSON.stringify(plain), JSON.stringify({ ...plain, stream: true })]) {
      await (await proxy.call(CHAT, post(body))).text();
      expect(proxy.received.at(-1)?.body === body).toBe(true);
    }
  });

  it('F110 is asked for usage like others, and its caller sees nothing of it', async () => {
    const proxy = createProxy({ upstream: () => chunked(events) });
    const answer = await proxy.call(CHAT, post(request));
    expect(await answer.text()).toBe(events[0]! + events[2]!);
    await proxy.settled();
    const [sent] = proxy.received;
    expect(sent?.body).toBe(`${request.slice(0, -1)},"stream_options":{"include_usage":true}}`);
    expect(proxy.exchanges[0]).toMatchObject({ usageAsked: true, request: { byteLength: request.length } });
    expect(new TextDecoder().decode(proxy.exchanges[0]?.response.bytes)).toContain('"total_tokens":12');
  });

  it('is not asked where nobody knows whether the server takes the question, until it has taken it once', async () => {
    const rows = { mine: { like: 'openai', baseUrl: 'https://llm.example/v1' } };
    const proxy = createProxy({
      upstream: () => chunked(events),
      variables: { WEIR_PROVIDERS: JSON.stringify(rows) },
      services: { memory: createMemoryBudget(1024 * 1024) },
    });
    const large = `{"stream":true,"pad":"${'x'.repeat(limits.editableRequestBytes)}"}`;
    await (await proxy.call('/mine/v1/chat/completions', post(large))).text();
    expect(proxy.received[0]?.body === large).toBe(true);
    await (await proxy.call('/mine/v1/chat/completions', post({ stream: true }))).text();
    await (await proxy.call('/mine/v1/chat/completions', post(large))).text();
    expect(proxy.received[2]?.body.endsWith(',"stream_options":{"include_usage":true}}')).toBe(true);
  });
});

describe('a large request that can be held', () => {
  const large = (more: object) =>
    JSON.stringify({ messages: ['x'.repeat(limits.editableRequestBytes)], ...more });
  const events = ['data: {"choices":[],"usage":{"total_tokens":3}}\n\n', 'data: [DONE]\n\n'];

  it('F110 passes byte for byte when it is not streamed, and is asked again without the question when that is refused', async () => {
    const memory = createMemoryBudget(limits.heldBytes);
    const proxy = createProxy({
      upstream: ({ body }) =>
        body.includes('stream_options')
          ? Response.json({ error: { message: 'unknown field stream_options' } }, { status: 400 })
          : chunked(events),
      services: { memory },
    });
    const plain = large({ stream: false });
    await (await proxy.call('/fireworks/v1/chat/completions', post(plain))).text();
    expect(proxy.received.map(({ body }) => body === plain)).toEqual([true]);
    const streamed = large({ stream: true });
    const answer = await proxy.call('/fireworks/v1/chat/completions', post(streamed));
    expect([answer.status, await answer.text()]).toEqual([200, events.join('')]);
    expect(proxy.received.slice(1).map(({ body }) => body === streamed)).toEqual([false, true]);
    await proxy.settled();
    expect(memory.heldBytes()).toBe(0);
  });
});
