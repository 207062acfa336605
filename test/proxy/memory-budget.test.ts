import { describe, expect, it } from 'vitest';
import { createMemoryBudget } from '../../src/proxy/memory-budget.ts';
import { plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { chunked, createProxy, post } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const KB = 1024;

describe('the memory that calls hold together', () => {
  it('is bounded, and refuses the large before the small', () => {
    const budget = createMemoryBudget(1000 * KB);
    expect(budget.take(400 * KB, 400 * KB)).toBe(true);
    expect(budget.take(200 * KB, 200 * KB)).toBe(false);
    expect(budget.take(100 * KB, 100 * KB)).toBe(true);
    expect(budget.take(300 * KB, 100 * KB)).toBe(false);
    expect(budget.take(500 * KB, 10 * KB)).toBe(true);
    expect(budget.take(1, 1)).toBe(false);
    budget.give(1000 * KB);
    expect(budget.heldBytes()).toBe(0);
  });

  it('F54 never exceeds the budget however many callers stall, cuts records and not answers, and is given back', async () => {
    const memory = createMemoryBudget(200 * KB);
    const body = 'data: {"choices":[{"index":0,"delta":{"content":"word"}}]}\n\n'.repeat(300);
    const proxy = createProxy({
      upstream: () => chunked(Array.from({ length: 4 }, () => body)),
      services: { memory },
    });
    const answers = await Promise.all(Array.from({ length: 60 }, () => proxy.call(CHAT, post(plainRequest))));
    const readers = answers.map((answer) => answer.body!.getReader());
    let most = 0;
    const lengths = readers.map(() => 0);
    for (let round = 0; round < 4; round++) {
      for (const [index, reader] of readers.entries()) {
        const { value } = await reader.read();
        lengths[index] = (lengths[index] ?? 0) + (value?.byteLength ?? 0);
        most = Math.max(most, memory.heldBytes());
      }
    }
    await Promise.all(
      readers.map(async (reader, index) => {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          lengths[index] = (lengths[index] ?? 0) + value.byteLength;
        }
      }),
    );
    await proxy.settled();
    expect(most).toBeGreaterThan(100 * KB);
    expect(most).toBeLessThanOrEqual(200 * KB);
    expect(new Set(lengths)).toEqual(new Set([4 * body.length]));
    expect(proxy.exchanges).toHaveLength(60);
    expect(proxy.exchanges.every(({ response }) => response.byteLength === 4 * body.length)).toBe(true);
    expect(proxy.exchanges.some(({ response }) => response.truncated)).toBe(true);
    expect(memory.heldBytes()).toBe(0);
  });

  it('is given back by calls that fail, are refused or hang up', async () => {
    const memory = createMemoryBudget(200 * KB);
    const failing = createProxy({
      upstream: () => {
        throw new Error('connect ECONNREFUSED');
      },
      services: { memory },
    });
    await failing.call(CHAT, post({ ...plainRequest, stream: true }));
    await failing.settled();
    const caller = new AbortController();
    const hanging = createProxy({
      upstream: () => chunked(['data: {}\n\n', 'data: {}\n\n']),
      services: { memory },
    });
    const init = { ...post({ ...plainRequest, stream: true }), signal: caller.signal };
    const answer = await hanging.call(CHAT, init);
    await answer.body!.getReader().read();
    caller.abort();
    await hanging.settled();
    expect(hanging.exchanges).toEqual([expect.objectContaining({ end: 'client_cancelled' })]);
    const refusing = createProxy({
      upstream: ({ body }) =>
        body.includes('stream_options')
          ? Response.json({ error: { message: 'unknown field stream_options' } }, { status: 400 })
          : Response.json(plainAnswer),
      services: { memory },
    });
    const refused = post({ ...plainRequest, stream: true });
    await (await refusing.call('/groq/v1/chat/completions', refused)).text();
    expect(refusing.received).toHaveLength(2);
    await refusing.settled();
    expect(memory.heldBytes()).toBe(0);
  });

  it('lets a body pass untouched that there is no room to hold, so usage is not asked for', async () => {
    const request = JSON.stringify({ ...plainRequest, stream: true, padding: 'x'.repeat(20 * KB) });
    const proxy = createProxy({
      upstream: () => chunked(['data: [DONE]\n\n']),
      services: { memory: createMemoryBudget(16 * KB) },
    });
    await (await proxy.call(CHAT, post(request))).text();
    expect(proxy.received[0]?.body).toBe(request);
    await proxy.settled();
    expect(proxy.exchanges[0]).toMatchObject({ usageAsked: false, request: { truncated: true } });
  });
});
