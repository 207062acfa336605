import { describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { createProxy, type ProxyOptions } from '../helpers/proxy.ts';

const PATH = '/openai/v1/realtime?model=gpt-realtime';

/** A provider that upgrades; the test holds its end of the session. */
function upgrading() {
  const pair = new WebSocketPair();
  const provider = pair[1];
  provider.accept();
  const answer = new Response(null, {
    status: 101,
    webSocket: pair[0],
    headers: { 'sec-websocket-protocol': 'realtime' },
  });
  return { provider, answer };
}

async function openSession(options: Partial<ProxyOptions> = {}, headers: Record<string, string> = {}) {
  const { provider, answer } = upgrading();
  const proxy = createProxy({ upstream: () => answer, ...options });
  const response = await proxy.call(PATH, { headers: { upgrade: 'websocket', ...headers } });
  const caller = response.webSocket;
  if (caller === null) throw new Error(`not upgraded: ${response.status}`);
  caller.binaryType = 'arraybuffer';
  caller.accept();
  return { proxy, response, caller, provider };
}

const nextMessage = (socket: WebSocket) =>
  new Promise<unknown>((resolve) =>
    socket.addEventListener('message', (event) => resolve(event.data), { once: true }),
  );
const closed = (socket: WebSocket) =>
  new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve, { once: true }));

/** Closes from the caller's side and waits until the session is recorded. */
async function end({ proxy, caller, provider }: Awaited<ReturnType<typeof openSession>>) {
  const gone = closed(provider);
  caller.close(1000, 'done');
  await gone;
  provider.close(1000, 'done');
  await proxy.settled();
  const [exchange] = proxy.exchanges;
  if (exchange === undefined) throw new Error('nothing was recorded');
  return exchange;
}

describe('a WebSocket session through the proxy', () => {
  it('passes messages both ways as they are, binary too, and becomes one exchange', async () => {
    const session = await openSession();
    expect(session.response.headers.get('sec-websocket-protocol')).toBe('realtime');
    expect(session.response.headers.get('x-weir-trace-id')).toMatch(/^tr-/);
    const up = nextMessage(session.provider);
    session.caller.send('{"type":"response.create"}');
    expect(await up).toBe('{"type":"response.create"}');
    const down = nextMessage(session.caller);
    session.provider.send('{"type":"response.created"}');
    expect(await down).toBe('{"type":"response.created"}');
    const binary = nextMessage(session.caller);
    session.provider.send(new Uint8Array([1, 2, 3]).buffer);
    expect(new Uint8Array((await binary) as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]));
    const exchange = await end(session);
    expect(exchange).toMatchObject({ status: 101, end: 'complete', path: '/v1/realtime?model=gpt-realtime' });
    expect(exchange.webSocketEvents?.map(({ from, text }) => [from, text])).toEqual([
      ['caller', '{"type":"response.create"}'],
      ['provider', '{"type":"response.created"}'],
    ]);
    expect(exchange.response).toMatchObject({ byteLength: 30, truncated: false });
  });

  it('tells audio by its length and keeps what states a turn whole when the room gets short', async () => {
    const session = await openSession({ variables: { WEIR_CAPTURE_LIMIT_BYTES: '2000' } });
    const audio = `{"type":"input_audio_buffer.append","audio":"${'QUJD'.repeat(20_000)}"}`;
    const arrived = nextMessage(session.provider);
    session.caller.send(audio);
    expect(await arrived).toBe(audio);
    const delta = '{"type":"response.output_text.delta","delta":"word "}';
    const done = '{"type":"response.done","response":{"usage":{"input_tokens":3,"output_tokens":90}}}';
    const last = new Promise<void>((resolve) =>
      session.caller.addEventListener('message', (event) => {
        if (event.data === done) resolve();
      }),
    );
    for (let sent = 0; sent < 100; sent++) session.provider.send(delta);
    session.provider.send(done);
    await last;
    const exchange = await end(session);
    const kept = exchange.webSocketEvents?.map(({ text }) => text) ?? [];
    expect(kept[0]).toBe('{"type":"input_audio_buffer.append","audio":"[80000 base64 characters]"}');
    expect(kept.at(-1)).toBe(done);
    expect(kept.length).toBeLessThan(30);
    expect(exchange.request.byteLength).toBe(audio.length);
    expect(exchange.response).toMatchObject({
      byteLength: delta.length * 100 + done.length,
      truncated: true,
    });
  });

  it('bounds the number of messages kept', async () => {
    const session = await openSession();
    const last = new Promise<void>((resolve) =>
      session.caller.addEventListener('message', (event) => {
        if (event.data === 'last') resolve();
      }),
    );
    for (let sent = 0; sent < limits.webSocketEvents + 100; sent++) session.provider.send('{}');
    session.provider.send('last');
    await last;
    const exchange = await end(session);
    expect(exchange.webSocketEvents).toHaveLength(limits.webSocketEvents);
    expect(exchange.response.truncated).toBe(true);
  });

  it('keeps no message where the capture mode is metadata', async () => {
    const session = await openSession({}, { 'x-weir-capture': 'metadata' });
    const arrived = nextMessage(session.provider);
    session.caller.send('{"secret":"of the house"}');
    await arrived;
    const exchange = await end(session);
    expect(exchange.webSocketEvents).toEqual([]);
    expect(exchange.request.byteLength).toBe(25);
  });

  it('passes a refusal to upgrade on as it is, and records it', async () => {
    const proxy = createProxy({
      upstream: () => Response.json({ error: { message: 'no' } }, { status: 401 }),
    });
    const response = await proxy.call(PATH, { headers: { upgrade: 'websocket' } });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { message: 'no' } });
    await proxy.settled();
    expect(proxy.exchanges).toEqual([expect.objectContaining({ status: 401, webSocketEvents: null })]);
  });

  it('answers for a provider that cannot be reached, and records it', async () => {
    const proxy = createProxy({
      upstream: () => {
        throw new Error('connect ECONNREFUSED');
      },
    });
    const response = await proxy.call(PATH, { headers: { upgrade: 'websocket' } });
    expect(response.status).toBe(502);
    expect(response.headers.get('x-weir-error')).toBe('UPSTREAM_FAILED');
    await proxy.settled();
    expect(proxy.exchanges).toEqual([expect.objectContaining({ status: null, end: 'upstream_failed' })]);
  });

  it('F85 takes a Weir key out of the subprotocols, where browsers put it, and adds the stored one', async () => {
    const { proxy } = await openSession(
      { secrets: { OPENAI_API_KEY: 'sk-stored' } },
      { 'sec-websocket-protocol': 'realtime, openai-insecure-api-key.weir_valid' },
    );
    const headers = proxy.received[0]?.headers;
    expect(headers?.get('sec-websocket-protocol')).toBe('realtime');
    expect(headers?.get('authorization')).toBe('Bearer sk-stored');
  });

  it('leaves a provider key of the caller’s own among the subprotocols', async () => {
    const protocols = 'realtime, openai-insecure-api-key.sk-caller';
    const { proxy } = await openSession({}, { 'sec-websocket-protocol': protocols });
    expect(proxy.received[0]?.headers.get('sec-websocket-protocol')).toBe(protocols);
  });
});
