/** How Weir stops: calls under way end, no new ones begin, and whoever asks twice need not wait. */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart, post, spawnStart, tracesOf } from './npm-start.ts';
import { eventually, startProvider } from './weir.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-stops-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SLOW = 60_000;
const PAUSES = 6;

/** Streams for a minute, with pauses in which not a byte passes. */
async function slowProvider() {
  return startProvider((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void (async () => {
      for (let part = 0; part < PAUSES; part++) {
        response.write(`data: {"choices":[{"index":0,"delta":{"content":"${part} "}}]}\n\n`);
        await sleep(SLOW / PAUSES);
      }
      response.end('data: [DONE]\n\n');
    })();
  });
}

describe('a stop', () => {
  it('F227 lets streams of a minute end, also those it does not record, says what it waits for, and takes no new calls', async () => {
    const provider = await slowProvider();
    const variables = { WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: provider.url } }) };
    const data = path.join(folder, 'slow');
    const weir = await npmStart(data, variables);
    const call = (headers: Record<string, string>) =>
      fetch(`${weir.url}/openai/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer none', ...headers },
        body: JSON.stringify({ model: 'slow', stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
      });
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => call({})),
      call({ 'x-weir-capture': 'off' }),
    ]);
    const idle = await idleConnection(weir.url);
    await sleep(2000);
    weir.child.kill('SIGTERM');
    await eventually(() => weir.output().includes('Stopping'));
    expect(weir.output()).toMatch(
      /Stopping: no new calls; waiting for 5 calls under way, the oldest for \d+ s, for \d+ s at most \(WEIR_STOP_SECONDS\)/,
    );
    await expect(fetch(`${weir.url}/livez`)).rejects.toThrow();
    await idle.closed;
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    for (const body of bodies) expect(body).toMatch(/"5 "[^]*data: \[DONE\]\n\n$/);
    expect(await weir.exit).toBe(0);
    provider.stop();

    const next = await npmStart(data, variables);
    await eventually(async () => (await tracesOf(next.url)).length === 4);
    const traces = await tracesOf(next.url);
    expect(traces.map(({ state }) => state)).toEqual(['OK', 'OK', 'OK', 'OK']);
    next.child.kill('SIGTERM');
    expect(await next.exit).toBe(0);
  });

  it('F227 waits no longer than it was told to, and records what was cut off', async () => {
    const data = path.join(folder, 'short');
    const weir = await npmStart(data, { WEIR_STOP_SECONDS: '2' });
    const answer = await post(weir.url, { model: 'demo?chunk=1000&tokens=60', stream: true });
    const began = Date.now();
    weir.child.kill('SIGTERM');
    await expect(answer.text()).rejects.toThrow();
    expect(await weir.exit).toBe(0);
    expect(Date.now() - began).toBeGreaterThan(1900);
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(weir.output()).toContain('1 call cut off: 2 s were over (WEIR_STOP_SECONDS).');
    const next = await npmStart(data);
    await eventually(async () => (await tracesOf(next.url)).length === 1);
    expect((await tracesOf(next.url))[0]?.trace_id).toBe(answer.headers.get('x-weir-trace-id'));
    next.child.kill('SIGTERM');
    expect(await next.exit).toBe(0);
  });

  it('F227 ends at once when asked a second time', async () => {
    const weir = await npmStart(path.join(folder, 'twice'));
    const answer = await post(weir.url, { model: 'demo?chunk=1000&tokens=60', stream: true });
    const cut = expect(answer.text()).rejects.toThrow();
    weir.child.kill('SIGTERM');
    await eventually(() => weir.output().includes('Stopping'));
    await sleep(1200);
    const began = Date.now();
    weir.child.kill('SIGTERM');
    expect(await weir.exit).toBe(130);
    expect(Date.now() - began).toBeLessThan(5000);
    await cut;
  });

  it('F227 asks the worker what is still to be written down where keys are needed', async () => {
    const data = path.join(folder, 'keyed');
    const variables = { WEIR_ADMIN_KEY: 'an-admin-key-of-this-test', WEIR_PROXY_AUTH: 'open' };
    const weir = await npmStart(data, variables);
    const answer = await post(weir.url, { model: 'demo' });
    weir.child.kill('SIGTERM');
    await answer.text();
    expect(await weir.exit).toBe(0);
    const next = await npmStart(data, variables);
    const states = async () => {
      const headers = { 'x-weir-key': variables.WEIR_ADMIN_KEY };
      const found = await fetch(`${next.url}/api/v1/traces`, { headers });
      return ((await found.json()) as { traces: { state: string }[] }).traces.map(({ state }) => state);
    };
    await eventually(async () => (await states()).length > 0);
    expect(await states()).toEqual(['OK']);
    next.child.kill('SIGTERM');
    expect(await next.exit).toBe(0);
  });

  it('refuses a time to wait that is none', async () => {
    const { exit, output } = spawnStart({
      WEIR_DATA_DIR: path.join(folder, 'soon'),
      WEIR_STOP_SECONDS: 'soon',
    });
    expect(await exit).toBe(1);
    expect(output()).toBe('Invalid WEIR_STOP_SECONDS "soon": expected a number of seconds.\n');
  });
});

/** A connection that has had an answer and waits for the next call. */
async function idleConnection(url: string): Promise<{ closed: Promise<void> }> {
  const { hostname, port } = new URL(url);
  const socket = net.connect({ host: hostname, port: Number(port) });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(`GET /health HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`);
  await answered;
  return { closed };
}
