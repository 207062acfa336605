/** Signing in to the dashboard: what the cookie allows, from where, and when it ends. */
import { describe, expect, it } from 'vitest';
import { createKey } from '../../src/access/create-key.ts';
import { createKeyCache } from '../../src/access/key-cache.ts';
import { limits } from '../../src/core/limits.ts';
import { authenticated } from '../../src/http/authenticate.ts';
import { newApi } from '../../src/http/open-api.ts';
import { createErrorHandler } from '../../src/http/render-error.ts';
import { createSessionRoutes } from '../../src/http/session-routes.ts';
import {
  adminKey,
  bearing,
  keyFor,
  keys,
  log,
  nowhere,
  refusals,
  sessions,
} from '../helpers/management-app.ts';

const origin = 'https://weir.example';

function dashboard(
  options: { adminKey?: string | null; local?: boolean; clock?: { nowMs: number }; publicUrl?: string } = {},
) {
  const now = () => options.clock?.nowMs ?? Date.now();
  const settings = {
    local: options.local ?? false,
    adminKey: options.adminKey === undefined ? adminKey : options.adminKey,
    ...nowhere,
    publicUrl: options.publicUrl ?? null,
  };
  const services = { keys, keyCache: createKeyCache({ now }), sessions, refusals, settings, now };
  const app = newApi();
  app.onError(createErrorHandler({ log }));
  app.route('/', createSessionRoutes(services));
  app.use('/api/v1/*', authenticated(services));
  app.all('/api/v1/whoami', (context) => context.json(context.get('identity')));
  return app;
}

type App = ReturnType<typeof dashboard>;

const own = { 'x-weir-dashboard': '1', origin, 'sec-fetch-site': 'same-origin' };

function signIn(app: App, key: string, headers: Record<string, string> = own, at = origin) {
  return app.request(`${at}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ key }),
  });
}

async function cookieOf(app: App, key: string): Promise<string> {
  const answer = await signIn(app, key);
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const ask = (app: App, cookie: string, init: RequestInit = {}) =>
  app.request(`${origin}/api/v1/whoami`, {
    ...init,
    headers: { host: 'weir.example', cookie, ...Object.fromEntries(new Headers(init.headers)) },
  });

describe('a session', () => {
  it('begins with a key and speaks for it, no more and no less', async () => {
    const app = dashboard();
    const cookie = await cookieOf(app, await keyFor(['read'], '7'));
    expect(await (await ask(app, cookie)).json()).toMatchObject({
      kind: 'key',
      scopes: ['read'],
      experimentId: '7',
    });
  });

  it('keeps its token from scripts, other sites and plain HTTP', async () => {
    const cookie = (await signIn(dashboard(), adminKey)).headers.get('set-cookie');
    expect(cookie).toMatch(
      /^weir_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
    );
    const local = await signIn(dashboard(), adminKey, { 'x-weir-dashboard': '1' }, 'http://127.0.0.1:8787');
    expect(local.headers.get('set-cookie')).not.toContain('Secure');
  });

  it('goes by the address people use, whatever a proxy makes of it', async () => {
    const app = dashboard({ publicUrl: 'https://llm.example/weir' });
    const headers = {
      'x-weir-dashboard': '1',
      origin: 'https://llm.example',
      'sec-fetch-site': 'same-origin',
    };
    const inside = 'http://127.0.0.1:8787';
    const started = await signIn(app, adminKey, headers, inside);
    const cookie = started.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^weir_session=[\w-]{43}; Path=\/weir; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
    );
    const change = { method: 'POST', headers: { ...headers, host: '127.0.0.1:8787' } };
    expect((await ask(app, cookie.split(';')[0] ?? '', change)).status).toBe(200);
    const evil = { ...headers, origin: 'https://evil.example' };
    expect((await signIn(app, adminKey, evil, inside)).status).toBe(403);
    const ended = await app.request(`${inside}/api/v1/session`, { method: 'DELETE', headers });
    expect(ended.headers.get('set-cookie')).toMatch(/^weir_session=; Path=\/weir; .*Max-Age=0/);
  });

  it.each([
    ['without the header of the dashboard', { origin }],
    ['from another origin', { ...own, origin: 'https://evil.example' }],
    ['from another site', { ...own, 'sec-fetch-site': 'same-site' }],
    ['from a page without origin', { ...own, origin: 'null' }],
  ])('changes nothing %s', async (_, headers) => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await ask(app, cookie, { method, headers })).status).toBe(403);
    }
    expect((await signIn(app, adminKey, headers)).status).toBe(403);
    const out = await app.request(`${origin}/api/v1/session`, {
      method: 'DELETE',
      headers: { ...headers, cookie },
    });
    expect(out.status).toBe(403);
    expect((await ask(app, cookie)).status).toBe(200);
  });

  it.each([
    ['a page of another port', { origin: 'https://weir.example:3000' }],
    [
      'a page of another origin, which says so itself',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    ],
    ['a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['a page without origin', { origin: 'null' }],
    ['a socket of another origin', { origin: 'https://evil.weir.example', upgrade: 'websocket' }],
    ['a socket that does not say whose it is', { upgrade: 'websocket' }],
    ['a socket of our own page, which cannot add the header', { origin, upgrade: 'websocket' }],
  ])('F280 reads nothing for %s', async (_, headers) => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    expect((await ask(app, cookie, { headers })).status).toBe(403);
  });

  it.each([
    ['its own pages', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    ['an address that was typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a link in the wiki next door', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
    ['browsers that say nothing', {}],
  ])('F280 reads for %s', async (_, headers) => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    expect((await ask(app, cookie, { headers })).status).toBe(200);
  });

  it('changes things from the dashboard itself', async () => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    expect((await ask(app, cookie, { method: 'POST', headers: own })).status).toBe(200);
  });

  it('ends at sign-out, for copies of the cookie too', async () => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    const out = await app.request(`${origin}/api/v1/session`, {
      method: 'DELETE',
      headers: { ...own, cookie },
    });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await ask(app, cookie)).status).toBe(401);
  });

  it('ends with its key', async () => {
    const app = dashboard();
    const key = await keyFor(['read']);
    const cookie = await cookieOf(app, key);
    const { keyId } = (await (await ask(app, cookie)).json()) as { keyId: string };
    await keys.revoke(keyId, Date.now());
    expect((await ask(app, cookie)).status).toBe(401);
  });

  it('F181 ends when its key expires', async () => {
    const clock = { nowMs: Date.now() };
    const app = dashboard({ clock });
    const { key } = await createKey({
      services: { keys, now: () => clock.nowMs },
      input: { name: 'a', scopes: ['read'], experimentId: null, expiresAtMs: clock.nowMs + 60_000 },
    });
    const cookie = await cookieOf(app, key);
    clock.nowMs += 59_999;
    expect((await ask(app, cookie)).status).toBe(200);
    clock.nowMs += 1;
    expect((await ask(app, cookie)).status).toBe(401);
    const again = await signIn(app, key);
    expect(again.status).toBe(401);
    expect(await again.text()).toContain('This Weir key expired at');
  });

  it('ends when the admin key is changed', async () => {
    const cookie = await cookieOf(dashboard(), adminKey);
    expect((await ask(dashboard(), cookie)).status).toBe(200);
    expect((await ask(dashboard({ adminKey: 'another-admin-key-0' }), cookie)).status).toBe(401);
  });

  it('ends by itself', async () => {
    const clock = { nowMs: Date.now() };
    const app = dashboard({ clock });
    const cookie = await cookieOf(app, adminKey);
    clock.nowMs += limits.sessionMs - 1;
    expect((await ask(app, cookie)).status).toBe(200);
    clock.nowMs += 1;
    expect((await ask(app, cookie)).status).toBe(401);
  });

  it('is not begun with a wrong key, nor with one that may not read', async () => {
    expect((await signIn(dashboard(), 'weir_wrong')).status).toBe(401);
    expect((await signIn(dashboard(), '')).status).toBe(400);
    expect((await signIn(dashboard(), await keyFor(['proxy']))).status).toBe(403);
    const open = dashboard({ local: true, adminKey: null });
    const answer = await signIn(open, 'weir_wrong', { 'x-weir-dashboard': '1' }, 'http://localhost:8787');
    expect(answer.status).toBe(401);
  });

  it('gives way to a key that is sent beside it', async () => {
    const app = dashboard();
    const cookie = await cookieOf(app, adminKey);
    const headers = bearing(await keyFor(['read']));
    expect(await (await ask(app, cookie, { headers })).json()).toMatchObject({ scopes: ['read'] });
    expect((await ask(app, cookie, { headers: bearing('weir_wrong') })).status).toBe(401);
  });

  it('keeps no token where it could be read', async () => {
    const cookie = await cookieOf(dashboard(), adminKey);
    const token = cookie.split('=')[1] ?? 'none';
    const { env } = await import('cloudflare:workers');
    const rows = await env.REGISTRY.prepare('SELECT * FROM sessions').all();
    expect(rows.results.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.results)).not.toContain(token);
    expect(JSON.stringify(rows.results)).not.toContain(adminKey);
  });
});

describe('who is signed in', () => {
  it('is told, or that nobody is', async () => {
    const app = dashboard();
    expect((await app.request(`${origin}/api/v1/session`)).status).toBe(401);
    const cookie = await cookieOf(app, adminKey);
    const answer = await app.request(`${origin}/api/v1/session`, { headers: { cookie } });
    expect(await answer.json()).toMatchObject({ kind: 'admin', experiment_id: null });
  });

  it('is anybody on loopback while no admin key is set', async () => {
    const app = dashboard({ local: true, adminKey: null });
    const answer = await app.request('http://localhost:8787/api/v1/session');
    expect(await answer.json()).toMatchObject({ kind: 'open' });
  });
});
