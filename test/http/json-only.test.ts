/** A body that does not say it is JSON: never a fault of ours, and never what another site's page could make a browser do. */
import { describe, expect, it } from 'vitest';
import { adminKey, asAdmin, wholeManagement } from '../helpers/whole-management.ts';
import { operations, sample } from '../helpers/openapi-samples.ts';

const send = wholeManagement();
const types = [
  'application/x-www-form-urlencoded',
  'text/plain',
  'text/plain;charset=UTF-8',
  'multipart/form-data; boundary=x',
  '',
];
const withBody = operations.filter(({ body, path }) => body !== null && path !== '/feedback');
const elsewhere = [
  '/gateway/mlflow/v1/chat/completions',
  '/serving-endpoints/openai/gpt-4o/invocations',
  '/review/ls-1/api/sign-in',
];

/** A body of a type; of none at all for ''. */
function typed(type: string, text: string): { body: BodyInit; headers: Record<string, string> } {
  const body = new TextEncoder().encode(text);
  return { body, headers: type === '' ? {} : { 'content-type': type } };
}

interface Refusal {
  error_code: string;
  message: string;
}

describe('F194 JSON that is not declared as JSON', () => {
  it.each(withBody)('is 415 with the remedy at $method $path', async ({ method, address, query, body }) => {
    const text = JSON.stringify(sample(body ?? {}));
    for (const type of types) {
      const sent = typed(type, text);
      const answer = await send(`${address}?${query}`, {
        method,
        body: sent.body,
        headers: { ...asAdmin, 'x-weir-dashboard': '1', ...sent.headers },
      });
      const refusal = await answer.json<Refusal>();
      expect([type, answer.status, refusal.error_code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE']);
      expect(refusal.message).toContain('content-type: application/json');
    }
  });

  it.each(elsewhere)('is 415 at POST %s', async (path) => {
    for (const type of types) {
      const sent = typed(type, '{"model":"openai/gpt-4o","messages":[],"token":"x"}');
      const answer = await send(path, {
        method: 'POST',
        body: sent.body,
        headers: { ...asAdmin, ...sent.headers },
      });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });

  it('is what MLflow answers at its own paths, and OTLP at its', async () => {
    for (const [path, expected] of [
      ['/api/2.0/mlflow/experiments/create', 'Content-Type'],
      ['/api/3.0/mlflow/traces', 'Content-Type'],
      ['/v1/traces', 'Content-Type'],
    ] as const) {
      for (const type of types) {
        const sent = typed(type, '{"name":"a"}');
        const answer = await send(path, {
          method: 'POST',
          body: sent.body,
          headers: { ...asAdmin, ...sent.headers },
        });
        expect([path, type, answer.status]).toEqual([path, type, 400]);
        expect(await answer.text()).toContain(expected);
      }
    }
  });

  it('is read with a charset, or as a kind of JSON', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json']) {
      const sent = typed(type, JSON.stringify({ name: `made as ${type}` }));
      const answer = await send('/api/v1/experiments', {
        method: 'POST',
        body: sent.body,
        headers: { ...asAdmin, ...sent.headers },
      });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });

  it('that a page of another origin posts with what the browser knows changes nothing', async () => {
    const open = wholeManagement({ WEIR_ADMIN_KEY: undefined, WEIR_LOCAL: '1' });
    const basic = { authorization: `Basic ${btoa(`user:${adminKey}`)}` };
    const name = 'made by a page of another origin';
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      for (const type of types) {
        const sent = typed(type, JSON.stringify({ name }));
        const all = { ...sent.headers, ...headers, host: '127.0.0.1:8787' };
        const unkeyed = await open('/api/v1/experiments', { method: 'POST', body: sent.body, headers: all });
        expect([403, 415, 503]).toContain(unkeyed.status);
        const keyed = await send('/api/v1/experiments', {
          method: 'POST',
          body: sent.body,
          headers: { ...all, ...basic },
        });
        expect([403, 415]).toContain(keyed.status);
      }
    }
    const { experiments } = await (
      await send('/api/v1/experiments', { headers: asAdmin })
    ).json<{ experiments: { name: string }[] }>();
    expect(experiments.map((experiment) => experiment.name)).not.toContain(name);
  });
});

describe('F195 a method that a path does not have', () => {
  it.each(operations)('is 405 at $path, with those it has', async ({ path, address }) => {
    const methods = operations.filter((other) => other.path === path).map(({ method }) => method);
    // Where a path with a parameter takes the method, the name is its parameter.
    const isThere = (other: string): boolean =>
      new RegExp(`^${other.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
    const taken = operations.filter((other) => isThere(other.path)).map(({ method }) => method);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST'].filter((other) => !taken.includes(other))) {
      const answer = await send(address, { method, headers: asAdmin });
      expect([method, answer.status]).toEqual([method, 405]);
      for (const known of methods) expect(answer.headers.get('allow')).toContain(known);
    }
  });

  it('is 401 for who has no key', async () => {
    expect((await send('/api/v1/keys', { method: 'PUT' })).status).toBe(401);
  });
});
