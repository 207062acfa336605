import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, startProvider, startWeir, type Weir } from './weir.ts';

type Provider = Awaited<ReturnType<typeof startProvider>>;
let weir: Weir;
let provider: Provider;

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider');
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
    if (url.searchParams.get('do') === 'reset') setTimeout(() => response.destroy(), 100);
    if (url.searchParams.get('do') === 'flood') {
      const chunk = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(8000)}"}}]}\n\n`;
      const pour = () => {
        while (response.write(chunk));
        response.once('drain', pour);
      };
      pour();
    }
  });
  weir = await startWeir({
    variables: { WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: provider.url } }) },
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

const eventually = async (test: () => boolean) => {
  for (let attempt = 0; attempt < 300 && !test(); attempt++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(test()).toBe(true);
};

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

  it('F54 two hundred callers who stop reading do not fill the memory, and the others are served', async () => {
    const stalled = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const call = open('do=flood');
        (await call.answer).pause();
        return call;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (let call = 0; call < 20; call++) expect((await chat(weir, {})).status).toBe(200);
    for (const { request } of stalled) request.destroy();
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
  it('F86 F87 are nowhere in what was stored, queued or logged', async () => {
    const planted = 'sk-planted0SECRET0123456789abcdef';
    await chat(
      weir,
      {},
      { authorization: `Bearer ${planted}`, cookie: `s=${planted}`, 'x-api-key': planted },
      'openai',
    ).then((response) => response.body?.cancel());
    await fetch(`${weir.url}/google/v1beta/models/m:generateContent?key=${planted}`, {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.timeout(300),
    }).catch(() => undefined);
    await weir.until((traces) => traces.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { execFileSync } = await import('node:child_process');
    let matches = '';
    try {
      matches = execFileSync('grep', ['-rla', planted, weir.dataDirectory], { encoding: 'utf8' });
    } catch {
      matches = '';
    }
    expect(matches).toBe('');
    expect(weir.log.join('\n')).not.toContain(planted);
  });
});
