/** Open mode: no key is asked for on one's own machine, and of nobody else's call, on every surface of the worker. */
import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { isOpenDeployment } from '../../src/access/open-access.ts';
import { readSettings } from '../../src/core/settings.ts';
import { createServices } from '../../src/services.ts';
import { keyFor } from '../helpers/management-app.ts';

const origin = 'http://127.0.0.1:8787';

function openWorker(variables: Record<string, string> = {}) {
  const read = readSettings({ WEIR_LOCAL: '1', WEIR_SIGNING_KEY: 'signing-key-of-open-mode', ...variables });
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  const bindings = { ...env, OPENAI_API_KEY: 'sk-stored' };
  const services = createServices(bindings, read.settings);
  const app = createApp(services);
  return async (path: string, init: RequestInit = {}) => {
    const headers = { host: '127.0.0.1:8787', ...(init.headers as Record<string, string> | undefined) };
    const request = new Request(`${origin}${path}`, { ...init, headers });
    const response = await app.fetch(request, bindings, createExecutionContext());
    return { status: response.status, text: await response.text() };
  };
}

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

/** What open mode lets anybody do, by surface. */
const surfaces: [name: string, path: string, init: RequestInit][] = [
  ['REST', '/api/v1/traces', {}],
  ['the settings', '/api/v1/settings', {}],
  ['new keys', '/api/v1/keys', post({ name: 'x', scopes: ['admin'] })],
  ['the dashboard’s session', '/api/v1/session', {}],
  [
    'the playground',
    '/api/v1/proxy/demo/v1/chat/completions',
    post({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }] }),
  ],
  ['MLflow', '/api/2.0/mlflow/experiments/get?experiment_id=0', {}],
  ['MLflow’s dashboard', '/ajax-api/2.0/mlflow/experiments/get?experiment_id=0', {}],
  ['OTLP', '/v1/traces', post({ resourceSpans: [] }, { 'x-mlflow-experiment-id': '0' })],
  ['feedback without a token', '/feedback', post({ trace_id: 'tr-nobody-s', value: true })],
  [
    'the demo model',
    '/demo/v1/chat/completions',
    post({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }] }),
  ],
];

/** What proxies and platforms add, each with a value of its kind. */
const forwarding: [name: string, value: string][] = [
  ['x-forwarded-for', '203.0.113.9'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['x-forwarded-host', 'weir.example'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-port', '443'],
  ['x-forwarded-server', 'edge'],
  ['x-forwarded-prefix', '/weir'],
  ['x-forwarded', 'for=203.0.113.9'],
  ['forwarded', 'for=203.0.113.9;proto=https'],
  ['x-original-forwarded-for', '203.0.113.9'],
  ['x-original-host', 'weir.example'],
  ['x-real-ip', '203.0.113.9'],
  ['via', '1.1 caddy'],
  ['cf-connecting-ip', '203.0.113.9'],
  ['cf-connecting-ipv6', '2001:db8::1'],
  ['cf-ray', '8a1-FRA'],
  ['cdn-loop', 'cloudflare'],
  ['true-client-ip', '203.0.113.9'],
  ['x-client-ip', '203.0.113.9'],
  ['x-cluster-client-ip', '203.0.113.9'],
  ['fly-client-ip', '203.0.113.9'],
  ['fastly-client-ip', '203.0.113.9'],
  ['do-connecting-ip', '203.0.113.9'],
  ['x-envoy-external-address', '203.0.113.9'],
  ['x-azure-clientip', '203.0.113.9'],
  ['x-appengine-user-ip', '203.0.113.9'],
  ['x-vercel-forwarded-for', '203.0.113.9'],
  ['x-nf-client-connection-ip', '203.0.113.9'],
  ['cloudfront-viewer-address', '203.0.113.9:1'],
  ['tailscale-user-login', 'a@example.com'],
  ['x-forwarded-client-cert', 'By=spiffe://edge'],
  ['x_forwarded_for', '203.0.113.9'],
  ['x-forwardedfor', '203.0.113.9'],
  ['x-forward-for', '203.0.113.9'],
  ['x-http-forwarded-for', '203.0.113.9'],
  ['x-nginx-proxy', 'true'],
  ['x-varnish', '32770'],
  ['x-sucuri-clientip', '203.0.113.9'],
  ['x-ssl-cipher', 'ECDHE'],
  ['wl-proxy-ssl', 'true'],
  ['ali-cdn-real-ip', '203.0.113.9'],
  ['eo-connecting-ip', '203.0.113.9'],
];

const withHeader = (init: RequestInit, name: string, value: string): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string> | undefined), [name]: value },
});

describe('F180 open mode', () => {
  it.each(surfaces)('lets this machine use %s', async (_, path, init) => {
    const { status, text } = await openWorker()(path, init);
    expect([401, 403, 503], text).not.toContain(status);
  });

  it.each(forwarding)('ends on every surface with the header %s', async (name, value) => {
    const ask = openWorker();
    for (const [surface, path, init] of surfaces) {
      const { status, text } = await ask(path, withHeader(init, name, value));
      expect([401, 503], `${surface}: ${status} ${text}`).toContain(status);
      expect(text).toContain('came through a proxy');
    }
  });

  it.each(surfaces)('is over for %s once people reach the deployment elsewhere', async (_, path, init) => {
    const { status, text } = await openWorker({ WEIR_PUBLIC_URL: 'https://llm.example/weir' })(path, init);
    expect([401, 503], text).toContain(status);
  });

  describe('F281 behind a proxy that adds no header', () => {
    const supervisorKey = 'known-to-the-front-alone';
    const variables = { WEIR_SUPERVISOR_KEY: supervisorKey };
    const line = (version: string) => ({ 'x-weir-connection': `${supervisorKey} 127.0.0.1${version}` });

    it.each(surfaces)('lets this machine use %s', async (_, path, init) => {
      const [[name, value] = ['', '']] = Object.entries(line(' 1.1'));
      const { status, text } = await openWorker(variables)(path, withHeader(init, name, value));
      expect([401, 403, 503], text).not.toContain(status);
    });

    it.each([
      ['HTTP/1.0, as nginx passes calls on', line(' 1.0')],
      ['a request that the front could not read', {}],
      ['a line that was made up', { 'x-weir-connection': 'guessed 127.0.0.1 1.1' }],
      ['a line without a version', line('')],
    ])('ends for %s', async (_, headers) => {
      const ask = openWorker(variables);
      for (const [surface, path, init] of surfaces) {
        const sent = { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } };
        const { status, text } = await ask(path, sent);
        expect([401, 503], `${surface}: ${status} ${text}`).toContain(status);
        expect(text).toContain('came through a proxy');
      }
    });
  });

  it.each([
    'weir.example',
    'weir.example:8787',
    '192.168.1.5:8787',
    'localhost.evil.example',
    'evil.internal',
  ])('F282 ends on every surface for a call by the name %s', async (host) => {
    const ask = openWorker();
    for (const [surface, path, init] of surfaces) {
      const { status, text } = await ask(path, withHeader(init, 'host', host));
      expect([401, 503], `${surface}: ${status} ${text}`).toContain(status);
    }
  });

  it.each(['localhost:8787', '[::1]:8787', 'host.docker.internal:8787', 'host.containers.internal'])(
    'F282 takes proxied calls by the name %s',
    async (host) => {
      const [, path, init] = surfaces.at(-1) ?? ['', '', {}];
      expect((await openWorker()(path, withHeader(init, 'host', host))).status).toBe(200);
    },
  );

  it('lets keys in through a proxy, each with its own rights', async () => {
    const ask = openWorker();
    const key = await keyFor(['read'], '0');
    const headers = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${key}` };
    expect((await ask('/api/v1/traces', { headers })).status).toBe(200);
    expect((await ask('/api/v1/keys', { headers })).status).toBe(403);
  });

  it('leaves the proxy open through a proxy when the operator says so', async () => {
    const [, path, init] = surfaces.at(-1) ?? ['', '', {}];
    const ask = openWorker({ WEIR_PROXY_AUTH: 'open', WEIR_PUBLIC_URL: 'https://llm.example' });
    expect((await ask(path, withHeader(init, 'x-forwarded-for', '203.0.113.9'))).status).toBe(200);
  });

  it('says in the settings what the proxy asks for', async () => {
    const shown = async (variables: Record<string, string>, headers: Record<string, string> = {}) =>
      JSON.parse((await openWorker(variables)('/api/v1/settings', { headers })).text).proxy_auth;
    expect(await shown({})).toBe('local');
    expect(await shown({ WEIR_PROXY_AUTH: 'key' })).toBe('key');
    const headers = { authorization: 'Bearer admin-key-of-open-mode' };
    const deployed = { WEIR_PUBLIC_URL: 'https://llm.example', WEIR_ADMIN_KEY: 'admin-key-of-open-mode' };
    expect(await shown(deployed, headers)).toBe('key');
  });

  it('is a property of the deployment too', () => {
    const open = { local: true, adminKey: null, publicUrl: null };
    expect(isOpenDeployment(open)).toBe(true);
    expect(isOpenDeployment({ ...open, local: false })).toBe(false);
    expect(isOpenDeployment({ ...open, adminKey: 'sixteen-characters' })).toBe(false);
    expect(isOpenDeployment({ ...open, publicUrl: 'https://llm.example' })).toBe(false);
  });
});

describe('feedback from pages on loopback', () => {
  const preflight = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };
  const ask = async (variables: Record<string, string>, headers: Record<string, string>) =>
    (await openWorker(variables)('/feedback', { method: 'OPTIONS', headers })).status;

  it('is for the machine’s own pages, not those of visitors', async () => {
    expect(await ask({}, preflight)).toBe(204);
    expect(await ask({}, { ...preflight, 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    expect(await ask({ WEIR_PUBLIC_URL: 'https://llm.example' }, preflight)).toBe(403);
  });
});
