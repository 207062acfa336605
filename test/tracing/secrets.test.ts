/**
 * Credentials planted wherever callers, SDKs and providers put them; then everything that was kept is searched: rows of both
 * databases, objects as stored and as read, messages on the queue, the spool, the log, and what the API answers.
 */
import { gzipSync, brotliCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKey } from '../../src/access/create-key.ts';
import { everythingKept, expectNowhere, listen } from '../helpers/everything-kept.ts';
import { plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { chunked, post } from '../helpers/proxy.ts';
import { createWholePath, type FixtureUpstream } from '../helpers/whole-path.ts';

/** Of no provider's shape: only where it stands tells what it is. */
const PLANTED = 'planted0SECRET0of0no0shape0123456789';

const providers: Record<string, string> = {
  openai: '/v1/chat/completions',
  anthropic: '/v1/messages',
  google: '/v1beta/models/gemini-2.5-flash:generateContent',
  azure: '/openai/deployments/d/chat/completions',
  bedrock: '/model/anthropic.claude/invoke',
  databricks: '/serving-endpoints/chat/completions',
  cohere: '/v2/chat',
  mistral: '/v1/chat/completions',
  groq: '/openai/v1/chat/completions',
  xai: '/v1/chat/completions',
  openrouter: '/v1/chat/completions',
  ollama: '/api/chat',
  vllm: '/v1/unknown',
};
const variables = {
  AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com',
  DATABRICKS_HOST: 'w.databricks.net',
  AWS_REGION: 'us-east-1',
};

/** Every place at once: no SDK fills them all, and none may leak. */
const everywhere = {
  authorization: `Bearer ${PLANTED}`,
  'proxy-authorization': `Basic ${PLANTED}`,
  'x-api-key': PLANTED,
  'api-key': PLANTED,
  'x-goog-api-key': PLANTED,
  'x-amz-security-token': PLANTED,
  'ocp-apim-subscription-key': PLANTED,
  cookie: `session=${PLANTED}; weir_session=${PLANTED}`,
  'helicone-posthog-key': PLANTED,
  'x-portkey-virtual-key': PLANTED,
  'x-bf-api-key': PLANTED,
  'x-langfuse-secret-key': PLANTED,
  'sec-websocket-protocol': `openai-insecure-api-key.${PLANTED}`,
};
const query = ['key', 'api_key', 'access_token', 'token', 'sig', 'X-Amz-Signature', 'X-Amz-Credential']
  .map((name) => `${name}=${PLANTED}`)
  .join('&');
const signed = `AWS4-HMAC-SHA256 Credential=${PLANTED}/20261125/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=${PLANTED}`;

const quoting = `Incorrect API key provided: ${PLANTED}.`;
const packed = (bytes: Uint8Array, encoding: string): Response =>
  new Response(bytes, {
    status: 401,
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    encodeBody: 'manual',
  });
const errorBody = JSON.stringify({ error: { message: quoting, type: 'invalid_request_error' } });

const upstreams: Record<string, FixtureUpstream> = {
  'an answer': () => Response.json(plainAnswer, { headers: { 'set-cookie': `a=${PLANTED}` } }),
  'a stream': () => chunked(['data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n', 'data: [DONE]\n\n']),
  'a refusal that quotes the key': () => new Response(errorBody, { status: 401 }),
  'the same in gzip': () => packed(new Uint8Array(gzipSync(errorBody)), 'gzip'),
  'the same in br': () => packed(new Uint8Array(brotliCompressSync(errorBody)), 'br'),
  'a failure of the connection that names the address': (url) => {
    throw new TypeError(`fetch failed: ${url.href} with ${PLANTED}`);
  },
};

afterEach(() => vi.restoreAllMocks());

describe('F85 F86 F87 a caller’s credentials', () => {
  it.each(Object.entries(upstreams))('are kept nowhere on any route after %s', async (_name, upstream) => {
    const lines = listen();
    for (const WEIR_SPOOL of ['large', 'all']) {
      const weir = createWholePath(upstream, { ...variables, WEIR_SPOOL });
      const traceIds: string[] = [];
      for (const [name, path] of Object.entries(providers)) {
        for (const headers of [everywhere, { ...everywhere, authorization: signed }]) {
          const referer = `https://weir.example/k/weir_${'S'.repeat(40)}/x?key=${PLANTED}`;
          const response = await weir.call(
            `/${name}${path}?alt=sse&${query}`,
            post(plainRequest, { ...headers, referer }),
          );
          const answered = await response.text();
          if (response.headers.has('x-weir-error')) expect(answered).not.toContain(PLANTED);
          traceIds.push(response.headers.get('x-weir-trace-id') ?? '');
        }
      }
      const kept = await everythingKept(weir, traceIds);
      expect(WEIR_SPOOL === 'all' ? kept.spool : kept.queue).toContain('/chat/completions');
      expect(kept.traces).toContain('"weir.end"');
      expectNowhere({ ...kept, log: lines.join('\n') }, [PLANTED, 'S'.repeat(40)]);
    }
  });

  it('still let the rest of a refusal be read', async () => {
    const weir = createWholePath(() => packed(new Uint8Array(gzipSync(errorBody)), 'gzip'));
    const response = await weir.call('/openai/v1/chat/completions', post(plainRequest, everywhere));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(gzipSync(errorBody)));
    await weir.deliver();
    const { info, spans } = await weir.trace(response);
    expect(info.state).toBe('ERROR');
    expect(spans[0]?.status.message).toBe('Incorrect API key provided: [redacted].');
  });

  it('that are mere words do not garble what a provider says', async () => {
    const weir = createWholePath(() => Response.json({ error: 'model not found' }, { status: 404 }));
    const response = await weir.call(
      '/ollama/api/chat',
      post(plainRequest, { authorization: 'Bearer model' }),
    );
    await response.text();
    await weir.deliver();
    expect((await weir.trace(response)).spans[0]?.status.message).toBe('model not found');
  });
});

describe('F86 a Weir key, and the provider’s key it stands for', () => {
  const places: Record<string, (key: string) => { path: string; headers?: Record<string, string> }> = {
    'x-weir-key': (key) => ({ path: '/openai/v1/chat/completions', headers: { 'x-weir-key': key } }),
    'the path': (key) => ({ path: `/k/${key}/openai/v1/chat/completions` }),
    'a bearer token': (key) => ({
      path: '/openai/v1/chat/completions',
      headers: { authorization: `Bearer ${key}` },
    }),
    'x-api-key': (key) => ({ path: '/anthropic/v1/messages', headers: { 'x-api-key': key } }),
    'x-goog-api-key': (key) => ({
      path: '/google/v1beta/models/m:generateContent',
      headers: { 'x-goog-api-key': key },
    }),
    'the query': (key) => ({ path: `/google/v1beta/models/m:generateContent?key=${key}` }),
    'api-key': (key) => ({
      path: '/azure/openai/deployments/d/chat/completions',
      headers: { 'api-key': key },
    }),
    'helicone-auth': (key) => ({
      path: '/openai/v1/chat/completions',
      headers: { 'helicone-auth': `Bearer ${key}` },
    }),
    'x-portkey-api-key': (key) => ({
      path: '/openai/v1/chat/completions',
      headers: { 'x-portkey-api-key': key },
    }),
    'cf-aig-authorization': (key) => ({
      path: '/openai/v1/chat/completions',
      headers: { 'cf-aig-authorization': `Bearer ${key}` },
    }),
    'x-litellm-api-key': (key) => ({
      path: '/openai/v1/chat/completions',
      headers: { 'x-litellm-api-key': key },
    }),
    'x-bf-vk': (key) => ({ path: '/openai/v1/chat/completions', headers: { 'x-bf-vk': key } }),
  };
  const stored = `stored0SECRET0${'z'.repeat(24)}`;
  const secrets = {
    ...variables,
    WEIR_PROXY_AUTH: 'key',
    OPENAI_API_KEY: stored,
    ANTHROPIC_API_KEY: stored,
    GEMINI_API_KEY: stored,
    AZURE_OPENAI_API_KEY: stored,
  };

  it.each(Object.entries(places))(
    'in %s are kept nowhere, whatever the provider quotes',
    async (_name, place) => {
      const lines = listen();
      const seen: string[] = [];
      const weir = createWholePath((url, init) => {
        const sent = JSON.stringify([url.href, [...new Headers(init.headers)]]);
        seen.push(sent);
        return new Response(`Refused: ${sent}`, { status: 403 });
      }, secrets);
      const { key } = await createKey({
        services: { keys: weir.services.keys, now: Date.now },
        input: { name: 'planted', scopes: ['proxy'], experimentId: null },
      });
      const { path, headers } = place(key);
      const response = await weir.call(path, post(plainRequest, headers));
      await response.text();
      expect(response.headers.get('x-weir-error')).toBeNull();
      expect(seen.join()).toContain(stored);
      expect(seen.join()).not.toContain(key);
      const kept = await everythingKept(weir, [response.headers.get('x-weir-trace-id') ?? '']);
      expect(kept.traces).toContain('Refused');
      expectNowhere({ ...kept, log: lines.join('\n') }, [key, stored]);
    },
  );

  it.each(Object.entries(places))('in %s are not echoed when the key is refused', async (_name, place) => {
    const lines = listen();
    const weir = createWholePath(() => Response.json({}), secrets);
    const key = `weir_${'Q'.repeat(43)}`;
    const { path, headers } = place(key);
    const response = await weir.call(path, post(plainRequest, headers));
    const told = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    expect(response.status).toBe(401);
    expectNowhere({ ...(await everythingKept(weir, [])), told, log: lines.join('\n') }, [key]);
  });

  it('put in the provider’s place is not echoed', async () => {
    const key = `weir_${'Q'.repeat(43)}`;
    const weir = createWholePath(() => Response.json({}));
    const response = await weir.call(`/${key}/v1/chat/completions`, post({}));
    expect([response.status, (await response.text()).includes('QQQQ')]).toEqual([404, false]);
  });
});
