/** Every route of the management surface against every scope: the table is read from the routes themselves. */
import { beforeAll, describe, expect, it } from 'vitest';
import { scopes, type Scope } from '../../src/access/scopes.ts';
import { asArray, asObject, asString } from '../../src/core/json.ts';
import { makeDocument } from '../../src/http/reference-page.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { adminKey, bearing, experiments, keyFor, managementApp, traces } from '../helpers/management-app.ts';

const app = managementApp();

interface RouteRow {
  method: string;
  path: string;
  scope: string | null;
}

const rows: RouteRow[] = Object.entries(asObject(makeDocument(app)['paths'])).flatMap(([path, methods]) =>
  Object.entries(asObject(methods)).map(([method, operation]) => {
    const [security] = asArray(asObject(operation)['security']);
    const scope = asString(asArray(Object.values(asObject(security))[0])[0]);
    return { method: method.toUpperCase(), path, scope };
  }),
);

/** Names nothing that exists, so that a call that is let in ends with 400 or 404 and changes nothing. */
function call({ method, path }: RouteRow, headers: Record<string, string>): Promise<Response> {
  const url = path.replaceAll(/\{[^}]+\}/g, 'nothing');
  const init = { method, headers: { 'content-type': 'application/json', ...headers } };
  return Promise.resolve(
    app.request(url, method === 'GET' || method === 'DELETE' ? init : { ...init, body: '{}' }),
  );
}

describe('every route', () => {
  const keysByScope = new Map<Scope, string>();
  beforeAll(async () => {
    for (const scope of scopes) keysByScope.set(scope, await keyFor([scope]));
  });

  it('is in the table, with the scope it needs', () => {
    expect(rows.length).toBeGreaterThanOrEqual(13);
    expect(rows.filter((row) => row.scope === null)).toEqual([]);
    expect(app.routes.filter((route) => route.method !== 'ALL' && !route.path.startsWith('/api/'))).toEqual(
      [],
    );
  });

  it.each(rows)('F91 $method $path refuses callers without a key', async (row) => {
    const response = await call(row, {});
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Basic realm="weir"');
    expect((await call(row, bearing('weir_wrong'))).status).toBe(401);
  });

  for (const scope of scopes) {
    it.each(rows)(`$method $path with scope ${scope}`, async (row) => {
      const allowed = scope === 'admin' || scope === row.scope;
      const response = await call(row, bearing(keysByScope.get(scope) ?? ''));
      if (allowed) expect([200, 400, 404]).toContain(response.status);
      else expect(response.status).toBe(403);
    });
  }

  it.each(rows)('$method $path lets the admin key in', async (row) => {
    expect([200, 400, 404]).toContain((await call(row, bearing(adminKey))).status);
  });
});

describe('a key bound to an experiment', () => {
  it('F91 sees and changes nothing of another', async () => {
    const [own, other] = [
      await experiments.create('matrix own', 0),
      await experiments.create('matrix other', 0),
    ];
    const foreign = sampleTrace({ experimentId: other?.experimentId ?? '', tags: { env: 'prod' } });
    const mine = sampleTrace({ experimentId: own?.experimentId ?? '', tags: { env: 'prod' } });
    await traces.write([foreign, mine]);
    const headers = bearing(await keyFor(['read', 'write'], own?.experimentId ?? ''));
    const json = { ...headers, 'content-type': 'application/json' };
    const before = await traces.get(foreign.info.traceId, null);
    const path = `/api/v1/traces/${foreign.info.traceId}`;

    const refused = [
      app.request(path, { headers }),
      app.request(path, { method: 'DELETE', headers }),
      app.request(`${path}/tags/env`, { method: 'DELETE', headers }),
      app.request(`/api/v1/experiments/${other?.experimentId}`, { headers }),
    ];
    for (const response of refused) expect((await response).status).toBe(404);
    // A trace of another experiment is one that has not come: the tag waits for one of the key's own.
    const early = { method: 'PUT', headers: json, body: '{"value":"dev"}' };
    expect((await app.request(`${path}/tags/env`, early)).status).toBe(200);
    expect(await traces.get(foreign.info.traceId, null)).toEqual(before);
    const created = await app.request('/api/v1/experiments', {
      method: 'POST',
      headers: json,
      body: '{"name":"matrix third"}',
    });
    expect(created.status).toBe(403);

    const searches = [
      '',
      `?experiment=${other?.experimentId}`,
      '?tag=env:prod',
      '?text=order',
      '?format=ndjson',
    ];
    for (const search of searches) {
      const text = await (await app.request(`/api/v1/traces${search}`, { headers })).text();
      expect(text).not.toContain(foreign.info.traceId);
      if (!search.includes('experiment')) expect(text).toContain(mine.info.traceId);
    }
    const listed = await (await app.request('/api/v1/experiments', { headers })).json();
    expect(listed).toMatchObject({ experiments: [{ experiment_id: own?.experimentId }] });
    expect(
      (await app.request(`/api/v1/traces/${mine.info.traceId}`, { method: 'DELETE', headers })).status,
    ).toBe(200);
  });
});
