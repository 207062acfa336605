import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, eventually, startProvider, startWeir, type Weir } from './weir.ts';

type Provider = Awaited<ReturnType<typeof startProvider>>;
let weir: Weir;
let provider: Provider;
/** A caller's credential, and one that lies in Weir's variables. */
const planted = 'sk-planted0SECRET0123456789abcdef';
const stored = 'sk-stored0SECRET0123456789abcdef';

/** Buffers of one stalled call, those of the engine and its sockets included, with room for a slow machine. */
const MOST_MEMORY_PER_CALL_BYTES = 3_000_000;
/** Far below the body that passes. */
const MOST_MEMORY_BYTES = 90_000_000;

/** Calls whose answer the provider could send to its end. */
const endedWhole = new Set<string>();

/** Headers of the last call as the provider saw them. */
let headersSeen: string[] = [];

/** Bytes that the provider has poured out. */
let pouredBytes = 0;

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider');
    headersSeen = Object.keys(request.headers).toSorted();
    if (url.searchParams.get('do') === 'head') {
      const status = Number(url.searchParams.get('status'));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': 500 });
      response.end();
      return;
    }
    const short = url.searchParams.get('short');
    if (short !== null) {
      request.resume();
      const [length, sent] = short.split('-').map(Number);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
      response.write(`{"a":"${'x'.repeat((sent ?? 0) - 6)}`);
      setTimeout(() => response.destroy(), 100);
      return;
    }
    if (url.searchParams.get('do') === 'echo') {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': request.headers['content-length'],
      });
      request.pipe(response);
      return;
    }
    request.resume();
    if (url.searchParams.get('do') === 'silence') return;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"index":0,"delta":{"content":"first "}}]}\n\n');
    if (url.searchParams.get('do') === 'ends') {
      response.write('data: {"choices":[{"index":0,"delta":{"content":"last"},"finish_reason":"stop"}]}\n\n');
      if (url.searchParams.get('at') !== 'reason') response.write('data: [DONE]\n\n');
      const rest =
        'data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}\n\ndata: [DONE]\n\n';
      const sendRest = () => {
        response.end(url.searchParams.get('at') === 'reason' ? rest : '');
        response.on('finish', () => endedWhole.add(url.searchParams.get('call') ?? ''));
      };
      setTimeout(sendRest, Number(url.searchParams.get('after')));
    }
    if (url.searchParams.get('do') === 'reset') setTimeout(() => response.destroy(), 100);
    if (url.searchParams.get('do') === 'flood') {
      const chunk = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(8000)}"}}]}\n\n`;
      const pour = () => {
        do pouredBytes += chunk.length;
        while (response.write(chunk));
        response.once('drain', pour);
      };
      pour();
    }
  });
  weir = await startWeir({
    variables: {
      // Forwarded calls need a key where nothing is said.
      WEIR_PROXY_AUTH: 'open',
      WEIR_PROVIDERS: JSON.stringify({
        openai: { baseUrl: provider.url },
        google: { baseUrl: provider.url },
      }),
      ANTHROPIC_API_KEY: stored,
      OPENAI_API_KEY: stored,
    },
  });
});
afterAll(async () => {
  provider.stop();
  await weir.stop();
});

/** A raw call, to hang up as a client does. */
function open(query: string, body: object = { stream: true }) {
  const url = `${weir.url}/openai/v1/chat/completions?${query}`;
  const request = http.request(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  request.on('error', () => undefined);
  const answer = new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
  request.end(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: query }], ...body }));
  return { request, answer };
}

describe('connections', () => {
  it('F48 a caller who hangs up in mid-stream stops the generation, and what came is recorded', async () => {
    const { request, answer } = open('do=wait');
    const response = await answer;
    await new Promise((resolve) => response.once('data', resolve));
    expect(provider.open()).toBe(1);
    request.destroy();
    await eventually(() => provider.open() === 0);
    const [trace] = await weir.until((traces) =>
      traces.some(({ request_preview }) => request_preview === 'do=wait'),
    );
    expect(trace).toMatchObject({
      state: 'ERROR',
      response_preview: 'first ',
      metadata: { 'weir.end': 'client_cancelled' },
    });
  });

  it('F49 a caller who leaves before the first byte does too', async () => {
    const { request } = open('do=silence');
    await eventually(() => provider.open() === 1);
    request.destroy();
    await eventually(() => provider.open() === 0);
    const traces = await weir.until((found) =>
      found.some(({ request_preview }) => request_preview === 'do=silence'),
    );
    expect(traces.find(({ request_preview }) => request_preview === 'do=silence')).toMatchObject({
      state: 'ERROR',
      metadata: { 'weir.end': 'client_cancelled' },
    });
  });

  it.each([
    ['[DONE]', 0],
    ['[DONE]', 1],
    ['[DONE]', 50],
    ['[DONE]', 80],
    ['reason', 80],
  ])('F113 a caller who closes at %s, %i ms before the end, has had the answer', async (at, after) => {
    const query = `do=ends&at=${at === 'reason' ? at : 'done'}&after=${after}&call=${at}-${after}`;
    // Untouched, so that what the provider sends is what it was told to.
    const { request, answer } = open(query, { stream: true, stream_options: { include_usage: true } });
    const response = await answer;
    const until = at === 'reason' ? '"finish_reason":"stop"' : '[DONE]';
    let seen = '';
    await new Promise<void>((resolve) => {
      response.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (seen.includes(until)) resolve();
      });
    });
    request.destroy();
    const traces = await weir.until((found) =>
      found.some(({ request_preview }) => request_preview === query),
    );
    expect(traces.find(({ request_preview }) => request_preview === query)).toMatchObject({
      state: 'OK',
      response_preview: 'first last',
      metadata: { 'weir.end': 'complete' },
      ...(at === 'reason' ? { usage: { input_tokens: 7, output_tokens: 2 } } : {}),
    });
    // The provider was not cut off before it had sent its end.
    const call = `${at}-${after}`;
    await eventually(() => endedWhole.has(call));
  });

  it('F55 a provider that breaks off is recorded as such, and the caller sees the break', async () => {
    const response = await open('do=reset').answer;
    const ended = await new Promise((resolve) => {
      response.resume();
      response.on('end', () => resolve('complete'));
      response.on('error', () => resolve('broken'));
    });
    expect(ended).toBe('broken');
    const traces = await weir.until((found) =>
      found.some(({ request_preview }) => request_preview === 'do=reset'),
    );
    expect(traces.find(({ request_preview }) => request_preview === 'do=reset')).toMatchObject({
      state: 'ERROR',
      response_preview: 'first ',
      metadata: { 'weir.end': 'upstream_failed' },
    });
  });

  it.each(['100-40', '60000-50000', '100000-70000'])(
    'F116 an answer that ends before its length (%s bytes) reaches the caller as it came',
    async (short) => {
      const query = `short=${short}`;
      const [length, sent] = short.split('-').map(Number);
      const response = await open(query, {}).answer;
      let seen = 0;
      response.on('data', (chunk: Buffer) => {
        seen += chunk.length;
      });
      const ended = await new Promise((resolve) => {
        response.on('end', () => resolve('complete'));
        response.on('error', () => resolve('broken'));
      });
      expect({ ended, seen, length: response.headers['content-length'] }).toEqual({
        ended: 'broken',
        seen: sent,
        length: String(length),
      });
      const traces = await weir.until((found) =>
        found.some(({ request_preview }) => request_preview === query),
      );
      expect(traces.find(({ request_preview }) => request_preview === query)).toMatchObject({
        state: 'ERROR',
        metadata: { 'weir.end': 'upstream_failed' },
      });
    },
  );

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])(
    'F116 the length that an answer to %s with status %i announces is no body that is missing',
    async (method, status) => {
      const url = `${weir.url}/openai/v1/models?do=head&status=${status}`;
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http.request(url, { method }, resolve).on('error', reject).end();
      });
      response.resume();
      await new Promise((resolve) => response.on('end', resolve));
      expect(response.statusCode).toBe(status);
      const id = response.headers['x-weir-trace-id'];
      if (method === 'HEAD') {
        expect([response.headers['content-length'], id]).toEqual(['500', undefined]);
        return;
      }
      const traces = await weir.until((found) => found.some(({ trace_id }) => trace_id === id));
      expect(traces.find(({ trace_id }) => trace_id === id)).toMatchObject({ state: 'OK' });
    },
  );

  it('F117 the provider sees the headers of the caller and no others', async () => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'test',
      authorization: 'Bearer sk-0',
      'x-forwarded-for': '10.0.0.1',
      'cf-connecting-ip': '10.0.0.1',
      'cf-ray': '1-A',
      'cdn-loop': 'cloudflare',
      'x-weir-user': 'u',
    };
    const url = `${weir.url}/openai/v1/models?do=head&status=200`;
    const request = http.request(url, { method: 'HEAD', headers }).on('error', () => undefined);
    request.end();
    await new Promise((resolve) =>
      request.on('response', (response) => response.resume().on('end', resolve)),
    );
    const own = ['authorization', 'content-type', 'host', 'user-agent'];
    // The engine keeps the connection to the provider open by itself.
    expect(headersSeen.filter((name) => name !== 'connection')).toEqual(own);
  });

  it('F54 two hundred callers who stop reading do not fill the memory, and the others are served', async () => {
    const memoryBefore = weir.memoryBytes();
    const stalled = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const call = open('do=flood');
        (await call.answer).pause();
        return call;
      }),
    );
    try {
      // Nobody reads, so the provider must come to a stop.
      let before = -1;
      await eventually(async () => {
        before = pouredBytes;
        await new Promise((resolve) => setTimeout(resolve, 500));
        return before === pouredBytes;
      });
      expect(weir.memoryBytes() - memoryBefore).toBeLessThan(stalled.length * MOST_MEMORY_PER_CALL_BYTES);
      for (let call = 0; call < 20; call++) expect((await chat(weir, {})).status).toBe(200);
    } finally {
      for (const { request } of stalled) request.destroy();
    }
    await eventually(() => provider.open() === 0);
  });

  it('F53 a long quiet stream is recorded whole', async () => {
    const response = await chat(weir, { model: 'demo?chunk=700&tokens=12', stream: true });
    expect((await response.text()).endsWith('data: [DONE]\n\n')).toBe(true);
    const id = response.headers.get('x-weir-trace-id');
    const traces = await weir.until((found) => found.some(({ trace_id }) => trace_id === id));
    expect(traces.find(({ trace_id }) => trace_id === id)).toMatchObject({
      state: 'OK',
      usage: { output_tokens: 12 },
    });
  });

  it('F63 34 MB pass whole in both directions', async () => {
    const body = JSON.stringify({ model: 'm', input: 'x'.repeat(34_000_000) });
    const response = await fetch(`${weir.url}/openai/v1/chat/completions?do=echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.headers.get('content-length')).toBe(String(body.length));
    expect((await response.text()).length).toBe(body.length);
  });

  it('F63 100 MB pass in both directions, and the memory they take is bounded', async () => {
    const megabyte = 'x'.repeat(1_000_000);
    const memoryBefore = weir.memoryBytes();
    let peakBytes = 0;
    let echoedBytes = 0;
    const request = http.request(`${weir.url}/openai/v1/chat/completions?do=echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100_000_000 },
    });
    const whole = new Promise<void>((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        response.on('data', (chunk: Buffer) => {
          echoedBytes += chunk.length;
        });
        response.on('end', resolve);
        response.on('error', reject);
      });
    });
    for (let sent = 0; sent < 100; sent++) {
      if (!request.write(megabyte)) await new Promise((resolve) => request.once('drain', resolve));
      if (sent % 10 === 0) peakBytes = Math.max(peakBytes, weir.memoryBytes());
    }
    request.end();
    await whole;
    expect(echoedBytes).toBe(100_000_000);
    peakBytes = Math.max(peakBytes, weir.memoryBytes());
    expect(peakBytes - memoryBefore).toBeLessThan(MOST_MEMORY_BYTES);
  });

  it('F92 no answer of one caller reaches another', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const response = await chat(
          weir,
          { messages: [{ role: 'user', content: `caller ${index}.` }] },
          { authorization: `Bearer sk-${index}` },
        );
        return (await response.text()).includes(`caller ${index}.`);
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });
});

describe('secrets', () => {
  it('F85 F86 F87 are nowhere in what was stored, queued, answered or logged', async () => {
    const made = await fetch(`${weir.url}/api/v1/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"planted","scopes":["proxy"]}',
    });
    const { key } = (await made.json()) as { key: string };
    const mark = 'planted secrets';
    const calls = [
      { authorization: `Bearer ${planted}`, cookie: `s=${planted}`, 'x-api-key': planted },
      { 'x-weir-key': key },
      { 'x-weir-key': `${key}x`, authorization: `Bearer ${planted}` },
      { authorization: `Bearer ${key}` },
    ].map((headers) =>
      chat(weir, { messages: [{ role: 'user', content: mark }] }, headers, 'openai').then((response) =>
        response.body?.cancel(),
      ),
    );
    const gemini = fetch(`${weir.url}/google/v1beta/models/m:streamGenerateContent?alt=sse&key=${planted}`, {
      method: 'POST',
      headers: { 'x-weir-request-id': mark },
      body: '{}',
    }).then((response) => response.body?.cancel());
    await Promise.all([...calls, gemini]);
    const traces = await weir.until(
      (found) =>
        found.filter(({ request_preview }) => request_preview === mark).length === 3 &&
        found.some(({ client_request_id }) => client_request_id === mark),
    );
    await weir.settled();
    const answers = await Promise.all(
      traces
        .slice(0, 50)
        .map(async ({ trace_id }) => (await fetch(`${weir.url}/api/v1/traces/${trace_id}`)).text()),
    );
    for (const secret of [planted, stored, key]) {
      expect(filesWith(secret, weir.dataDirectory)).toEqual([]);
      expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
      expect(weir.log.filter((line) => line.includes(secret))).toEqual([]);
    }
    // The search finds what is there: the key's name lies in the registry in clear.
    expect(filesWith('planted', weir.dataDirectory)).not.toEqual([]);
  });
});

/** Paths of the files under a folder whose bytes contain the text. */
function filesWith(text: string, directory: string): string[] {
  const { status, stdout, stderr } = spawnSync('grep', ['-rlaF', text, directory], { encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`grep failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
