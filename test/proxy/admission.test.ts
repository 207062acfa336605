import { describe, expect, it } from 'vitest';
import { plainRequest } from '../helpers/exchanges.ts';
import { createProxy, post } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const closed = { WEIR_PROXY_AUTH: 'key' };
const secrets = {
  OPENAI_API_KEY: 'sk-stored',
  ANTHROPIC_API_KEY: 'sk-ant-stored',
  GEMINI_API_KEY: 'AIza-stored',
};
const answering = (variables: Record<string, string> = closed, held: Record<string, string> = secrets) =>
  createProxy({ upstream: () => Response.json({}), variables, secrets: held });

describe('admission', () => {
  it.each([
    ['our header', CHAT, { 'x-weir-key': 'weir_valid' }],
    ['the path', `/k/weir_valid${CHAT}`, {}],
    ['the SDK’s own header', CHAT, { authorization: 'Bearer weir_valid' }],
    ['an alias', CHAT, { 'helicone-auth': 'Bearer weir_valid' }],
  ])('finds a key in %s, and adds the stored provider key', async (_, path, headers) => {
    const proxy = answering();
    expect((await proxy.call(path, post(plainRequest, headers))).status).toBe(200);
    expect(proxy.received[0]?.headers.get('authorization')).toBe('Bearer sk-stored');
    expect(JSON.stringify([...(proxy.received[0]?.headers ?? [])])).not.toContain('weir_valid');
    expect(proxy.received[0]?.url).not.toContain('weir_valid');
  });

  it.each([
    ['anthropic', '/anthropic/v1/messages', 'x-api-key', 'sk-ant-stored'],
    ['google', '/google/v1beta/models/m:generateContent', 'x-goog-api-key', 'AIza-stored'],
  ])('finds a key where the %s SDK puts one', async (_, path, header, stored) => {
    const proxy = answering();
    await proxy.call(path, post({}, { [header]: 'weir_valid' }));
    expect(proxy.received[0]?.headers.get(header)).toBe(stored);
  });

  it('F85 moves Gemini’s key out of the query, ours and theirs', async () => {
    const proxy = answering();
    await proxy.call('/google/v1beta/models/m:streamGenerateContent?key=weir_valid&alt=sse', post({}));
    expect(proxy.received[0]?.url).toBe(
      'https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse',
    );
    expect(proxy.received[0]?.headers.get('x-goog-api-key')).toBe('AIza-stored');

    const open = answering({});
    await open.call('/google/v1beta/models/m:generateContent?key=AIzaCallerKey', post({}));
    expect(open.received[0]?.url).not.toContain('AIza');
    expect(open.received[0]?.headers.get('x-goog-api-key')).toBe('AIzaCallerKey');
  });

  it('passes a caller’s own provider key untouched', async () => {
    const proxy = answering();
    await proxy.call(
      CHAT,
      post(plainRequest, { authorization: 'Bearer sk-own', 'x-weir-key': 'weir_valid' }),
    );
    expect(proxy.received[0]?.headers.get('authorization')).toBe('Bearer sk-own');
  });

  it('adds no stored key for a caller without a Weir key, open or not', async () => {
    const proxy = answering({});
    await proxy.call(CHAT, post(plainRequest));
    expect(proxy.received[0]?.headers.has('authorization')).toBe(false);
  });

  it.each([
    ['no key', {}, 401, 'UNAUTHENTICATED'],
    ['an unknown key', { 'x-weir-key': 'weir_nobody' }, 401, 'UNAUTHENTICATED'],
    ['a key without the scope', { 'x-weir-key': 'weir_reader' }, 403, 'PERMISSION_DENIED'],
  ])('refuses %s in the SDK’s error shape', async (_, headers, status, code) => {
    const proxy = answering();
    const response = await proxy.call(CHAT, post(plainRequest, headers));
    expect(response.status).toBe(status);
    expect(response.headers.get('x-weir-error')).toBe(code);
    expect(await response.json()).toMatchObject({
      error: { message: expect.any(String), type: expect.any(String) },
    });
    expect(proxy.received).toEqual([]);
  });

  it('refuses in the shapes of other SDKs too', async () => {
    const proxy = answering();
    expect(await (await proxy.call('/anthropic/v1/messages', post({}))).json()).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error' },
    });
    expect(
      await (await proxy.call('/google/v1beta/models/m:generateContent', post({}))).json(),
    ).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } });
  });

  it('says which secret is missing', async () => {
    const response = await answering(closed, {}).call(
      CHAT,
      post(plainRequest, { 'x-weir-key': 'weir_valid' }),
    );
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('OPENAI_API_KEY');
  });

  it('gives a bound key’s experiment precedence over the caller’s wish', async () => {
    const proxy = answering();
    await (
      await proxy.call(CHAT, post(plainRequest, { 'x-weir-key': 'weir_bound', 'x-weir-experiment': 'other' }))
    ).text();
    await proxy.settled();
    expect(proxy.exchanges[0]).toMatchObject({ experiment: '5', keyId: 'key-2' });
  });

  it('names the known providers for an unknown one, and how to configure one that is not', async () => {
    const proxy = answering({});
    const unknown = await proxy.call('/opnai/v1/chat/completions', post({}));
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toMatch(/anthropic.*openai/);
  });

  it('names the header that is not understood', async () => {
    const response = await answering({}).call(CHAT, post({}, { 'x-weir-capture': 'all' }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('x-weir-capture');
  });

  it('F88 follows no redirect: the caller gets it', async () => {
    const proxy = createProxy({
      upstream: (_, init) => {
        expect(init.redirect).toBe('manual');
        return new Response(null, { status: 307, headers: { location: 'https://evil.example/' } });
      },
    });
    const response = await proxy.call(CHAT, post(plainRequest, { authorization: 'Bearer sk-own' }));
    expect([response.status, response.headers.get('location')]).toEqual([307, 'https://evil.example/']);
  });

  it('F88 follows no redirect of a WebSocket either', async () => {
    const proxy = createProxy({
      upstream: (_, init) => {
        expect(init.redirect).toBe('manual');
        return new Response(null, { status: 302, headers: { location: 'https://evil.example/' } });
      },
    });
    const headers = { upgrade: 'websocket', authorization: 'Bearer sk-own' };
    const response = await proxy.call('/openai/v1/realtime?model=gpt-realtime', { headers });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://evil.example/']);
  });
});

describe('secrets', () => {
  it('F86 F87 never enter an exchange or a log, on any provider, with any failure', async () => {
    const planted = 'planted-SECRET-0123456789abcdef';
    const names = ['openai', 'anthropic', 'google', 'azure', 'bedrock', 'cohere', 'ollama', 'groq', 'xai'];
    const failures = [
      () => new Response(`Incorrect API key provided: ${planted}`, { status: 401 }),
      () => Response.json({ error: { message: `bad key ${planted}` } }, { status: 403 }),
      () => {
        throw new Error(`failed to call https://x/?key=${planted}`);
      },
    ];
    for (const name of names) {
      for (const upstream of failures) {
        const proxy = createProxy({ upstream });
        const response = await proxy.call(
          `/${name}/v1/anything?api_key=${planted}&sig=${planted}&x-amz-signature=${planted}`,
          post(plainRequest, {
            authorization: `Bearer ${planted}`,
            'x-api-key': planted,
            'x-goog-api-key': planted,
            'api-key': planted,
            cookie: `session=${planted}`,
            'x-amz-security-token': planted,
          }),
        );
        await response.text();
        await proxy.settled();
        const kept = JSON.stringify(proxy.exchanges, (_, value: unknown) =>
          value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
        );
        expect(proxy.exchanges).toHaveLength(1);
        expect(kept).not.toContain(planted);
        expect(proxy.logged.join()).not.toContain(`Bearer ${planted}`);
      }
    }
  });
});

describe('a web page’s call to a machine that asks for no keys', () => {
  const CALL = '/ollama/api/chat';

  it.each(['https://evil.example', 'null'])('F88 needs a key when it comes from %s', async (origin) => {
    const proxy = answering({});
    const response = await proxy.call(CALL, post(plainRequest, { origin }));
    expect(response.status).toBe(401);
    expect(response.headers.get('x-weir-error')).toBe('UNAUTHENTICATED');
    expect(proxy.received).toEqual([]);
  });

  it.each([
    { origin: 'http://localhost:3000' },
    { origin: 'https://app.example', authorization: 'Bearer sk-own' },
  ])('passes with %j', async (headers) => {
    const proxy = answering({});
    const response = await proxy.call(CALL, post(plainRequest, headers));
    expect(response.status).toBe(200);
  });
});
