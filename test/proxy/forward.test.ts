import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { chunked, createProxy, post, readChunks } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sse = (...events: string[]) => events.map((event) => `data: ${event}\n\n`);
const delta = (content: string) => `{"choices":[{"index":0,"delta":{"content":"${content}"}}],"usage":null}`;
const USAGE = '{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}';

describe('a call through the proxy', () => {
  it('F04 passes request and answer as they are, and records both', async () => {
    const proxy = createProxy({
      upstream: () =>
        Response.json(plainAnswer, {
          status: 201,
          headers: { 'x-request-id': 'req-1', 'set-cookie': 'a=1' },
        }),
    });
    const body = `${JSON.stringify(plainRequest)}\n`;
    const response = await proxy.call(
      `${CHAT}?trace=%20a`,
      post(body, { authorization: 'Bearer sk-caller-key-0123456789' }),
    );
    expect(response.status).toBe(201);
    expect(await response.text()).toBe(JSON.stringify(plainAnswer));
    expect(response.headers.get('x-request-id')).toBe('req-1');
    expect(response.headers.get('set-cookie')).toBe('a=1');
    expect(response.headers.get('x-weir-trace-id')).toMatch(/^tr-[0-9a-f]{32}$/);
    expect(response.headers.get('server-timing')).toMatch(/^weir;dur=/);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-weir-trace-id');
    expect(proxy.received).toEqual([
      expect.objectContaining({
        url: 'https://api.openai.com/v1/chat/completions?trace=%20a',
        method: 'POST',
        body,
      }),
    ]);
    await proxy.settled();
    const [exchange] = proxy.exchanges;
    expect(exchange).toMatchObject({
      provider: 'openai',
      path: '/v1/chat/completions?trace=%20a',
      status: 201,
      end: 'complete',
    });
    expect(text(exchange?.request.bytes ?? new Uint8Array())).toBe(body);
    expect(text(exchange?.response.bytes ?? new Uint8Array())).toBe(JSON.stringify(plainAnswer));
  });

  it('F09 F11 hands each chunk on as it comes, pings and comments too', async () => {
    const chunks = ['event: ping\ndata: {"type": "ping"}\n\n', ': keep-alive\n\n', 'data: {"a', '":1}\n\n'];
    const proxy = createProxy({ upstream: () => chunked(chunks) });
    const response = await proxy.call('/anthropic/v1/messages', post({ stream: true }));
    expect((await readChunks(response)).map(text)).toEqual(chunks);
  });

  it('F06 passes an answer that breaks off as far as it came, and breaks off too', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (sent++ === 0) controller.enqueue(new TextEncoder().encode('data: {"half":'));
          else controller.error(new Error('Network connection lost.'));
        },
      },
      { highWaterMark: 0 },
    );
    const proxy = createProxy({
      upstream: () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    });
    const reader = (await proxy.call(CHAT, post({ model: 'm' }))).body?.getReader();
    expect(text((await reader?.read())?.value ?? new Uint8Array())).toBe('data: {"half":');
    await expect(reader?.read()).rejects.toThrow();
    await proxy.settled();
    expect(proxy.exchanges).toEqual([
      expect.objectContaining({ end: 'upstream_failed', failure: expect.stringContaining('broke off') }),
    ]);
  });

  it.each([
    ['gzip', 'application/json'],
    ['br', 'text/event-stream'],
    ['zstd', 'application/json'],
  ])('F60 F61 hands %s on as it came, with its header', async (encoding, type) => {
    const bytes = Uint8Array.from([31, 139, 8, 0, 255, 254]);
    const proxy = createProxy({
      upstream: () =>
        new Response(bytes, {
          status: 429,
          headers: { 'content-encoding': encoding, 'content-type': type, 'content-length': '6' },
          encodeBody: 'manual',
        }),
    });
    const response = await proxy.call(CHAT, post(plainRequest, { 'accept-encoding': 'gzip, br, zstd' }));
    expect(response.status).toBe(429);
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(proxy.received[0]?.headers.get('accept-encoding')).toBe('gzip, br, zstd');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('F67 passes beta headers untouched', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    await proxy.call(
      '/anthropic/v1/messages',
      post({}, { 'anthropic-beta': 'a,b', 'anthropic-version': '2023-06-01', 'x-api-key': 'sk-ant-1' }),
    );
    const headers = proxy.received[0]?.headers;
    expect([
      headers?.get('anthropic-beta'),
      headers?.get('anthropic-version'),
      headers?.get('x-api-key'),
    ]).toEqual(['a,b', '2023-06-01', 'sk-ant-1']);
  });

  it('passes the bearer token of an OAuth client, beside a Weir key of its own', async () => {
    const proxy = createProxy({
      upstream: () => Response.json({}),
      variables: { WEIR_PROXY_AUTH: 'key' },
      secrets: { ANTHROPIC_API_KEY: 'sk-ant-stored' },
    });
    const oauth = {
      authorization: 'Bearer sk-ant-oat01-caller',
      'anthropic-beta': 'oauth-2025-04-20,claude-code-20250219',
    };
    await proxy.call('/anthropic/v1/messages?beta=true', post({}, { ...oauth, 'x-weir-key': 'weir_valid' }));
    await proxy.call('/k/weir_valid/anthropic/v1/messages?beta=true', post({}, oauth));
    for (const { url, headers } of proxy.received) {
      expect(url).toBe('https://api.anthropic.com/v1/messages?beta=true');
      expect(headers.get('authorization')).toBe(oauth.authorization);
      expect(headers.get('anthropic-beta')).toBe(oauth['anthropic-beta']);
      expect(headers.has('x-api-key')).toBe(false);
    }
    expect(proxy.received).toHaveLength(2);
  });

  it('F63 F65 passes a body beyond the capture limit whole, and records its true size', async () => {
    const proxy = createProxy({
      upstream: ({ body }) => new Response(body),
      variables: { WEIR_CAPTURE_LIMIT_BYTES: '1000' },
    });
    const large = 'x'.repeat(6_000_000);
    const response = await proxy.call(CHAT, post(JSON.stringify({ large })));
    expect((await response.text()).length).toBe(large.length + 12);
    await proxy.settled();
    const [exchange] = proxy.exchanges;
    expect(exchange?.request).toMatchObject({ byteLength: large.length + 12, truncated: true });
    expect(exchange?.request.bytes.byteLength).toBeLessThanOrEqual(1000);
    const digest = createHash('sha256').update(large).digest('hex');
    expect(text(exchange?.request.bytes ?? new Uint8Array())).toContain(
      `of 6000000 bytes, SHA-256 ${digest}]`,
    );
    expect(exchange?.response).toMatchObject({ byteLength: large.length + 12, truncated: true });
  });

  it('traces binary bodies by type, size and digest', async () => {
    const proxy = createProxy({
      upstream: () => new Response(new Uint8Array(1000), { headers: { 'content-type': 'audio/mpeg' } }),
    });
    await (await proxy.call('/openai/v1/audio/speech', post({ model: 'tts-1' }))).arrayBuffer();
    await proxy.settled();
    expect(proxy.exchanges[0]?.response).toMatchObject({
      byteLength: 1000,
      omitted: 'binary',
      sha256: '541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53',
    });
  });

  it('passes invalid JSON on: the provider decides', async () => {
    const proxy = createProxy({ upstream: ({ body }) => new Response(body, { status: 400 }) });
    const response = await proxy.call(CHAT, post('{"stream": true, '));
    expect([response.status, await response.text()]).toEqual([400, '{"stream": true, ']);
  });

  it('joins the trace of traceparent, and answers under the name of the caller’s dialect', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    const response = await proxy.call(
      CHAT,
      post(
        {},
        { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'helicone-user-id': 'u' },
      ),
    );
    await response.text();
    expect(response.headers.get('x-weir-trace-id')).toBe('tr-0af7651916cd43dd8448eb211c80319c');
    expect(response.headers.get('helicone-id')).toBe('tr-0af7651916cd43dd8448eb211c80319c');
    await proxy.settled();
    expect(proxy.exchanges[0]?.parentSpanId).toBe('b7ad6b7169203331');
  });

  it('takes members of other gateways out of the body, and records them', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    const body = { ...plainRequest, litellm_session_id: 's', 'tensorzero::tags': { a: 'b' } };
    await (await proxy.call(CHAT, post(body))).text();
    expect(JSON.parse(proxy.received[0]?.body ?? '')).toEqual(plainRequest);
    await proxy.settled();
    expect(JSON.parse(text(proxy.exchanges[0]?.request.bytes ?? new Uint8Array()))).toEqual(body);
  });

  it('answers a preflight itself', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    const response = await proxy.call(CHAT, {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, x-weir-user',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization, x-weir-user');
    expect(proxy.received).toEqual([]);
  });
});

describe('what is kept', () => {
  const modes = [
    ['full', true, true],
    ['request', true, false],
    ['response', false, true],
    ['metadata', false, false],
  ] as const;
  it.each(modes)('x-weir-capture: %s', async (mode, request, response) => {
    const proxy = createProxy({ upstream: () => Response.json(plainAnswer) });
    await (await proxy.call(CHAT, post(plainRequest, { 'x-weir-capture': mode }))).text();
    await proxy.settled();
    const [exchange] = proxy.exchanges;
    expect([
      (exchange?.request.bytes.byteLength ?? 0) > 0,
      (exchange?.response.bytes.byteLength ?? 0) > 0,
    ]).toEqual([request, response]);
    // What is private is content, not the meter.
    const [asked, answered] = [exchange?.request, exchange?.response].map((body) =>
      text(body?.meter ?? new Uint8Array()),
    );
    if (!request) expect(asked).toBe('{"model":"gpt-4o-mini","messages":[{"role":"user","content":"…"}]}');
    if (!response) expect(answered).toContain('"total_tokens":12');
    expect(answered).not.toContain('Hi there');
    expect(exchange?.response.byteLength).toBe(JSON.stringify(plainAnswer).length);
  });

  it('x-weir-capture: off records nothing and still proxies', async () => {
    const proxy = createProxy({ upstream: () => Response.json(plainAnswer) });
    const response = await proxy.call(CHAT, post(plainRequest, { 'x-weir-capture': 'off' }));
    expect(await response.json()).toEqual(plainAnswer);
    expect(response.headers.has('x-weir-trace-id')).toBe(false);
    await proxy.settled();
    expect(proxy.exchanges).toEqual([]);
  });
});

describe('usage of streams', () => {
  const streamed = (body: object, headers = {}) => post({ ...plainRequest, stream: true, ...body }, headers);
  const upstream = () => chunked(sse(delta('Hi'), delta(' there'), USAGE, '[DONE]'));

  it('F23 F24 asks for usage and removes the chunk for a caller who did not ask', async () => {
    const proxy = createProxy({ upstream });
    const answer = await (await proxy.call(CHAT, streamed({}))).text();
    expect(JSON.parse(proxy.received[0]?.body ?? '')).toMatchObject({
      stream_options: { include_usage: true },
    });
    expect(answer).toBe(sse(delta('Hi'), delta(' there'), '[DONE]').join(''));
    await proxy.settled();
    expect(text(proxy.exchanges[0]?.response.bytes ?? new Uint8Array())).toContain('"prompt_tokens":9');
    expect(proxy.exchanges[0]?.usageAsked).toBe(true);
  });

  it('F24 keeps the chunk for a caller who asked, and every byte for one who wants none touched', async () => {
    const whole = sse(delta('Hi'), delta(' there'), USAGE, '[DONE]').join('');
    for (const init of [
      streamed({ stream_options: { include_usage: true } }),
      streamed({}, { 'x-weir-stream-usage': 'untouched' }),
    ]) {
      const proxy = createProxy({ upstream });
      expect(await (await proxy.call(CHAT, init)).text()).toBe(whole);
      expect(proxy.received[0]?.body).toBe(init.body);
    }
  });

  it('F25 F68 asks a refusing upstream once more with the body as it was, and remembers', async () => {
    const proxy = createProxy({
      variables: { WEIR_PROVIDERS: '{"openai":{"baseUrl":"https://refusing.example/v1"}}' },
      upstream: ({ body }) =>
        body.includes('stream_options')
          ? Response.json(
              { error: { message: "Unrecognized request argument supplied: 'stream_options'" } },
              { status: 400 },
            )
          : chunked(sse(delta('Hi'), '[DONE]')),
    });
    const init = streamed({});
    expect(await (await proxy.call(CHAT, init)).text()).toBe(sse(delta('Hi'), '[DONE]').join(''));
    expect(proxy.received.map(({ body }) => body === init.body)).toEqual([false, true]);
    await (await proxy.call(CHAT, streamed({}))).text();
    expect(proxy.received).toHaveLength(3);
    await proxy.settled();
    expect(proxy.exchanges.map(({ usageAsked }) => usageAsked)).toEqual([false, false]);
  });

  it.each(['text/plain', 'application/json', 'application/octet-stream', ''])(
    'F115 removes the chunk from a stream that is declared as "%s" too, with and without a length',
    async (type) => {
      const events = sse(delta('Hi'), USAGE, '[DONE]');
      const whole = events.join('');
      for (const headers of [{}, { 'content-length': String(whole.length) }]) {
        for (const pieces of [events, [whole.slice(0, 3), whole.slice(3)]]) {
          const proxy = createProxy({
            upstream: () => chunked(pieces, { ...headers, 'content-type': type }),
          });
          const answer = await proxy.call(CHAT, streamed({}));
          expect(answer.headers.has('content-length')).toBe(false);
          expect(await answer.text()).toBe(sse(delta('Hi'), '[DONE]').join(''));
          await proxy.settled();
          expect(proxy.exchanges[0]).toMatchObject({
            end: 'complete',
            response: { byteLength: whole.length },
          });
        }
      }
    },
  );

  it('F115 passes a plain answer to a stream’s request as it came', async () => {
    const body = JSON.stringify({ ...plainAnswer, choices: [] });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const proxy = createProxy({ upstream: () => chunked([body], headers) });
    const answer = await proxy.call(CHAT, streamed({}));
    expect([answer.headers.get('content-length'), await answer.text()]).toEqual([String(body.length), body]);
  });

  it.each(['openrouter', 'mistral', 'perplexity'])('F115 leaves the usage %s sends unasked', async (name) => {
    const proxy = createProxy({ upstream });
    const init = streamed({});
    const answer = await (await proxy.call(`/${name}/v1/chat/completions`, init)).text();
    expect(answer).toBe(sse(delta('Hi'), delta(' there'), USAGE, '[DONE]').join(''));
    expect(proxy.received[0]?.body).toBe(init.body);
  });

  it('F115 leaves usage that comes with choices', async () => {
    const last = '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9}}';
    const proxy = createProxy({ upstream: () => chunked(sse(delta('Hi'), last, '[DONE]')) });
    const answer = await (await proxy.call(CHAT, streamed({}))).text();
    expect(answer).toBe(sse(delta('Hi'), last, '[DONE]').join(''));
  });

  it('passes any other refusal on as it came', async () => {
    const proxy = createProxy({
      upstream: () => Response.json({ error: { message: 'no such model' } }, { status: 400 }),
    });
    const response = await proxy.call(CHAT, streamed({}));
    expect([response.status, await response.json()]).toEqual([400, { error: { message: 'no such model' } }]);
    expect(proxy.received).toHaveLength(1);
  });
});

describe('hang-ups and silence', () => {
  it('F49 cancels a call whose caller leaves before the first byte', async () => {
    const caller = new AbortController();
    let aborted = false;
    const proxy = createProxy({
      upstream: (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    const answer = proxy.call(CHAT, { ...post(plainRequest), signal: caller.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    caller.abort();
    await answer;
    await proxy.settled();
    expect(aborted).toBe(true);
    expect(proxy.exchanges).toEqual([expect.objectContaining({ end: 'client_cancelled', status: null })]);
  });

  it('F59 has patience for the first byte and for silence apart, and none for the total', async () => {
    const proxy = createProxy({
      variables: { WEIR_FIRST_BYTE_TIMEOUT_MS: '40', WEIR_IDLE_TIMEOUT_MS: '60' },
      upstream: (_, init) =>
        new Promise((_resolve, reject) =>
          init.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    });
    const response = await proxy.call(CHAT, post(plainRequest));
    expect(response.status).toBe(504);
    expect(response.headers.get('x-weir-error')).toBe('DEADLINE_EXCEEDED');
    await proxy.settled();
    expect(proxy.exchanges).toEqual([expect.objectContaining({ end: 'timed_out' })]);
  });

  it('answers in the SDK’s shape when the provider cannot be reached, without its address', async () => {
    const proxy = createProxy({
      upstream: () => {
        throw new Error('connect ECONNREFUSED https://10.0.0.1:9000/');
      },
    });
    const response = await proxy.call('/anthropic/v1/messages', post({}));
    expect(response.status).toBe(502);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({
      type: 'error',
      error: { message: expect.stringContaining('could not be reached') },
    });
    expect(body).not.toContain('10.0.0.1');
    expect(response.headers.get('x-weir-trace-id')).toMatch(/^tr-/);
    await proxy.settled();
    expect(proxy.exchanges).toEqual([expect.objectContaining({ end: 'upstream_failed', status: null })]);
  });

  it('never changes an answer because recording fails', async () => {
    const proxy = createProxy({
      upstream: () => Response.json(plainAnswer),
      services: { recorder: { record: () => Promise.reject(new Error('down')) } },
    });
    expect(await (await proxy.call(CHAT, post(plainRequest))).json()).toEqual(plainAnswer);
    await proxy.settled();
    expect(proxy.logged.join()).toContain('recording-failed');
  });
});
