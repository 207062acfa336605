/** The registry is away for a long time under traffic: nobody who calls notices, and nothing is lost or stored twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, eventually, startWeir, type TraceSummary, type Weir } from './weir.ts';

const adminKey = 'the admin key of this suite';
const asAdmin = { 'x-weir-key': adminKey, 'content-type': 'application/json' };

let weir: Weir;
beforeAll(async () => {
  weir = await startWeir({
    variables: {
      WEIR_ADMIN_KEY: adminKey,
      WEIR_SIGNING_KEY: 'the signing key of this suite',
      WEIR_PROXY_AUTH: 'key',
      WEIR_SPOOL: 'large',
    },
  });
});
afterAll(() => weir.stop());

async function manage<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${weir.url}${path}`, { method, headers: asAdmin, ...init });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as Answer;
}

const makeKey = (name: string) =>
  manage<{ key: string; info: { key_id: string } }>('POST', '/api/v1/keys', { name, scopes: ['proxy'] });

async function tracesOf(tag: string): Promise<TraceSummary[]> {
  const { traces = [] } = await manage<{ traces?: TraceSummary[] }>('GET', '/api/v1/traces?page_size=1000');
  return traces.filter(({ request_preview }) => request_preview?.includes(tag) === true);
}

/** The clock goes on; the machine does not wait. */
const pass = (ms: number) => weir.faults(`clockMs=${ms}`);

const health = async () => (await (await fetch(`${weir.url}/health`)).json()) as { checks: Checks };
interface Checks {
  registry: { status: string };
  keys: { status: string; stale_since: string | null };
}

describe('the registry is away', () => {
  it('F238 for ten minutes under traffic: callers unaffected, nothing lost, nothing twice', async () => {
    const { key } = await makeKey('shop');
    const gone = await makeKey('gone');
    await manage('POST', '/api/v1/prompts', { name: 'away', template: 'Say away twice.' });
    const call = (headers: Record<string, string>, tag: string) =>
      chat(weir, { messages: [{ role: 'user', content: tag }] }, headers);
    const usual = { 'x-weir-key': key, 'x-weir-experiment': 'shop' };
    const prompted = { 'x-weir-key': key, 'x-weir-prompt': 'away@latest' };
    expect((await call(usual, 'before it went')).status).toBe(200);
    expect((await call(prompted, 'before it went')).status).toBe(200);
    expect((await call({ 'x-weir-key': gone.key }, 'before it went')).status).toBe(200);
    await eventually(async () => (await tracesOf('before it went')).length === 3);
    await manage('DELETE', `/api/v1/keys/${gone.info.key_id}`);

    await weir.faults('registry=down');
    const ids: string[] = [];
    for (let halfMinute = 0; halfMinute < 20; halfMinute++) {
      await pass(30_000);
      for (const headers of [usual, prompted]) {
        const answer = await call(headers, 'while it was away');
        expect(answer.status, await answer.clone().text()).toBe(200);
        await answer.text();
        ids.push(answer.headers.get('x-weir-trace-id') ?? '');
      }
      // Known to be revoked, and never to have been: neither is let in, and neither is our fault.
      expect([401, 503]).toContain((await call({ 'x-weir-key': gone.key }, 'revoked')).status);
    }
    const unknown = await call({ 'x-weir-key': `weir_${'x'.repeat(43)}` }, 'unknown');
    expect(unknown.status).toBe(503);
    expect(Number(unknown.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(unknown.headers.get('x-weir-error')).toBe('TEMPORARILY_UNAVAILABLE');

    const { checks } = await health();
    expect(checks.registry.status).toBe('down');
    expect(Date.parse(checks.keys.stale_since ?? '')).toBeGreaterThan(0);
    expect((await fetch(`${weir.url}/livez`)).status).toBe(200);
    expect((await fetch(`${weir.url}/readyz`)).status).toBe(503);

    await weir.faults('registry=up');
    await pass(60_000);
    expect((await call(usual, 'it is back')).status).toBe(200);
    // What was refused many times waits for longer each time before it is tried again, by the clock of the machine.
    await eventually(
      async () => (await tracesOf('while it was away')).length >= ids.length,
      undefined,
      200_000,
    );
    const traces = await tracesOf('while it was away');
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual([...ids].sort());
    expect(traces.every(({ span_count }) => span_count === 1)).toBe(true);
    const { dead_letters: dead } = await manage<{ dead_letters: unknown[] }>('GET', '/api/v1/dead-letters');
    expect(dead).toEqual([]);
    await pass(10_000);
    await eventually(async () => (await health()).checks.keys.stale_since === null);
  }, 300_000);
});
