/** What one caller's calls teach of the question for usage must not change what is asked for anybody else. */
import { describe, expect, it } from 'vitest';
import { createMemoryBudget } from '../../src/proxy/memory-budget.ts';
import { createUsageMemory } from '../../src/proxy/usage-memory.ts';
import { limits } from '../../src/core/limits.ts';
import { chunked, createProxy, post, type Upstream } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const events = ['data: {"choices":[],"usage":{"total_tokens":3}}\n\n', 'data: [DONE]\n\n'];
const STORED = { secrets: { OPENAI_API_KEY: 'sk-stored' } };

/** Complains of a message in the message's own words, as providers do; takes everything else. */
const quoting: Upstream = ({ body }) =>
  body.includes('too long')
    ? Response.json(
        { error: { message: `Invalid message: "${/too long[^"]*/.exec(body)?.[0]}"` } },
        { status: 400 },
      )
    : chunked(events);

/** Models of that name take no question. */
const refusing: Upstream = ({ body }) =>
  body.includes('"old"') && body.includes('include_usage')
    ? Response.json({ error: { message: 'Unrecognized argument: stream_options' } }, { status: 400 })
    : chunked(events);

const stream = (more: object, key?: string) =>
  post({ model: 'm', stream: true, ...more }, key === undefined ? {} : { 'x-weir-key': key });

const asked = (body: string | undefined) => body?.includes('"include_usage":true');

async function callAll(proxy: ReturnType<typeof createProxy>, calls: RequestInit[], path = CHAT) {
  const statuses = [];
  for (const init of calls) {
    const answer = await proxy.call(path, init);
    await answer.text();
    statuses.push(answer.status);
  }
  return statuses;
}

describe('what is remembered of the question for usage', () => {
  it.each(['too long: stream_options', 'too long: please set include_usage'])(
    'F200 a refusal that quotes a message ("%s") changes nothing for the next call',
    async (content) => {
      const proxy = createProxy({ upstream: quoting });
      const messages = [{ role: 'user', content }];
      expect(await callAll(proxy, [stream({ messages }), stream({})])).toEqual([400, 200]);
      expect(proxy.received.map(({ body }) => asked(body))).toEqual([true, false, true]);
    },
  );

  it('F200 a refusal that is one holds for its caller and model, and for a while', async () => {
    let nowMs = 1_000_000;
    const usageMemory = createUsageMemory({ now: () => nowMs });
    const proxy = createProxy({ upstream: refusing, services: { usageMemory }, ...STORED });
    const calls = [
      stream({ model: 'old' }, 'weir_valid'),
      stream({ model: 'old' }, 'weir_valid'),
      stream({ model: 'new' }, 'weir_valid'),
      stream({ model: 'old' }, 'weir_bound'),
    ];
    expect(await callAll(proxy, calls)).toEqual([200, 200, 200, 200]);
    expect(proxy.received.map(({ body }) => asked(body))).toEqual([true, false, false, true, true, false]);
    nowMs += 3_600_000;
    await callAll(proxy, [stream({ model: 'old' }, 'weir_valid')]);
    expect(proxy.received.slice(6).map(({ body }) => asked(body))).toEqual([true, false]);
  });

  it('F200 what passed and was refused is not asked in passing again, for its caller alone', async () => {
    const memory = createMemoryBudget(1024 * 1024);
    const proxy = createProxy({ upstream: refusing, services: { memory }, ...STORED });
    const pad = 'x'.repeat(limits.editableRequestBytes);
    const large = (key: string) => stream({ model: 'old', pad }, key);
    const calls = [large('weir_valid'), large('weir_valid'), large('weir_bound')];
    expect(await callAll(proxy, calls)).toEqual([400, 200, 400]);
    // What can be sent again is asked as before.
    await callAll(proxy, [stream({ model: 'old' }, 'weir_valid')]);
    expect(proxy.received.map(({ body }) => asked(body))).toEqual([true, false, true, true, false]);
  });

  it('F285 teaches nothing of callers without a Weir key to others without one', async () => {
    const memory = createMemoryBudget(1024 * 1024);
    const proxy = createProxy({ upstream: refusing, services: { memory } });
    const pad = 'x'.repeat(limits.editableRequestBytes);
    const own = (credential: string, more: object = {}) =>
      post({ model: 'old', stream: true, ...more }, { authorization: `Bearer ${credential}` });
    const one = [own('sk-one-own-1'), own('sk-one-own-1')];
    const calls = [...one, own('sk-two-own-2'), own('sk-one-own-1', { pad }), own('sk-two-own-2', { pad })];
    await callAll(proxy, calls);
    // One: refused, plain, remembered. Two: refused, plain. Then each its own first large body, which passes.
    expect(proxy.received.map(({ body }) => asked(body))).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
    await callAll(proxy, [own('sk-three-own-3', { pad }), own('sk-four-own-4', { pad })]);
    expect(proxy.received.slice(7).map(({ body }) => asked(body))).toEqual([true, true]);
  });

  it('the caller reads the whole of a refusal, however large, with and without a length', async () => {
    const told = `{"error":"stream_options ${'x'.repeat(40_000)}"}`;
    for (const headers of [{}, { 'content-length': String(told.length) }]) {
      const upstream = () =>
        new Response(chunked([told.slice(0, 9), told.slice(9)]).body, { status: 400, headers });
      const proxy = createProxy({ upstream });
      const answer = await proxy.call(CHAT, stream({}));
      expect([answer.status, await answer.text()]).toEqual([400, told]);
    }
  });

  it('keeps a bounded number of outcomes', () => {
    const memory = createUsageMemory({ now: () => 0 });
    const question = (model: string) => ({ caller: null, upstream: 'https://a.example/v1', model });
    for (let index = 0; index < 5000; index++) memory.note('refused', question(`m${index}`));
    expect(memory.has('refused', question('m4999'))).toBe(true);
    expect(memory.has('refused', question('m0'))).toBe(false);
  });
});
