/** The shell of the wire: version, health, prefixes, authentication, errors. */
import { describe, expect, it } from 'vitest';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';

const wire = createWire();

describe('GET /version', () => {
  it('answers a bare version of at least 3.4, or Python sends no spans', async () => {
    const response = await wire.fetch('/version');
    expect(response.status).toBe(200);
    const [major, minor] = (await response.text()).split('.').map(Number);
    expect((major ?? 0) * 100 + (minor ?? 0)).toBeGreaterThanOrEqual(304);
  });
});

describe('GET /health', () => {
  it('answers 200 without a key', async () => {
    expect((await wire.fetch('/health')).status).toBe(200);
  });
});

describe('GET /api/3.0/mlflow/server-info', () => {
  it.each(['/api', '/ajax-api'])('answers under %s', async (prefix) => {
    expect(await wire.call('GET', `${prefix}/3.0/mlflow/server-info`)).toMatchObject({
      status: 200,
      body: { store_type: 'SqlStore', workspaces_enabled: false },
    });
  });

  it.each([
    ['a bearer token', `Bearer ${wireAdminKey}`],
    ['a basic password', `Basic ${btoa(`anybody:${wireAdminKey}`)}`],
  ])('takes the key as %s', async (_, authorization) => {
    const response = await wire.fetch('/api/3.0/mlflow/server-info', { headers: { authorization } });
    expect(response.status).toBe(200);
  });

  it('refuses callers without a key, in MLflow’s form', async () => {
    const response = await wire.fetch('/api/3.0/mlflow/server-info');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Basic');
    expect(await response.json()).toEqual({ error_code: 'UNAUTHENTICATED', message: expect.any(String) });
  });
});

describe('every route of the wire', () => {
  const open = new Set(['/version', '/health']);
  const routes = wire
    .routes()
    .filter(
      ({ method, path }) => method !== 'ALL' && /^\/(?:ajax-)?api\/[23]\.0|^\/v1\/|^\/version/.test(path),
    )
    .map(
      ({ method, path }) => `${method} ${path.replaceAll(/:\w+(?:\{[^}]*\})?/g, 'x').replace('*', '0/x')}`,
    );

  it.each([...new Set(routes)].filter((route) => !open.has(route.split(' ')[1] ?? '')))(
    '%s wants a key, and one with a scope that fits',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const body = method === 'GET' ? {} : { body: '{}' };
      const headers = { 'content-type': 'application/json' };
      expect((await wire.fetch(path, { method, headers, ...body })).status).toBe(401);
      if (path.endsWith('/server-info')) return;
      // What calls models is for keys that call models, the rest is not.
      const scope = path.includes('/serving-endpoints/') ? 'read' : 'proxy';
      const authorization = `Bearer ${await wire.keyFor([scope])}`;
      const refused = await wire.fetch(path, { method, headers: { ...headers, authorization }, ...body });
      expect(refused.status).toBe(403);
    },
  );

  it('is known to this test', () => {
    expect(routes.length).toBeGreaterThan(150);
  });
});

describe('an endpoint that does not exist', () => {
  it.each([
    ['GET', '/api/2.0/mlflow/no-such-thing'],
    ['POST', '/ajax-api/3.0/mlflow/no-such-thing'],
    ['GET', '/api/9.0/mlflow/experiments/get'],
    ['POST', '/api/2.0mlflow/experiments/search-datasets'],
  ])('%s %s is 404 ENDPOINT_NOT_FOUND, on which clients fall back', async (method, path) => {
    const body = method === 'POST' ? {} : undefined;
    expect(await wire.call(method, path, body)).toMatchObject({
      status: 404,
      body: { error_code: 'ENDPOINT_NOT_FOUND' },
    });
  });
});
