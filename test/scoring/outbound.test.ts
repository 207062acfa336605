/** Every way to name an address that Weir calls goes through the same door, when it is kept and when it is used. */
import { describe, expect, it } from 'vitest';
import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createApp } from '../../src/app.ts';
import { isForwarded } from '../../src/core/forwarding-headers.ts';
import { readSettings } from '../../src/core/settings.ts';
import { callWebhook } from '../../src/scoring/webhook.ts';
import { createServices } from '../../src/services.ts';
import { keyFor } from '../helpers/management-app.ts';
import { createWire, wireAdminKey, type Loose, type Wire } from '../helpers/mlflow-wire.ts';

const behindProxy = { WEIR_LOCAL: '1', WEIR_PUBLIC_URL: 'https://llm.example' };
const alert = {
  metric: { of: 'calls' },
  condition: { kind: 'above', threshold: 1 },
  window_seconds: 3600,
};
const rows = [{ inputs: { question: 'Hi' } }];
const plain = { name: 'is filled', scorer: { code: 'is_not_empty' } };
const serialized = (url: string) => JSON.stringify({ name: 'own', http_scorer_data: { url } });

/** Everything that takes an address. */
const ways: Record<string, (wire: Wire, url: string) => Promise<{ status: number; body: Loose }>> = {
  'a scorer': (wire, url) =>
    wire.call('POST', '/api/v1/scorers', { name: `own ${crypto.randomUUID()}`, scorer: { url } }),
  'a scorer in MLflow’s form': (wire, url) =>
    wire.call('POST', '/api/v1/scorers', {
      name: `own ${crypto.randomUUID()}`,
      serialized_scorer: serialized(url),
    }),
  'a scorer on MLflow’s wire': (wire, url) =>
    wire.call('POST', '/api/3.0/mlflow/scorers/register', {
      experiment_id: '0',
      name: `own ${crypto.randomUUID()}`,
      serialized_scorer: serialized(url),
    }),
  'a scorer of an evaluation': (wire, url) =>
    wire.call('POST', '/api/v1/evaluations', { rows, scorers: [{ name: 'own', scorer: { url } }] }),
  'a target of an evaluation': (wire, url) =>
    wire.call('POST', '/api/v1/evaluations', { rows, scorers: [plain], target: { url } }),
  'an alert': (wire, url) =>
    wire.call('POST', '/api/v1/alerts', { ...alert, name: `a ${crypto.randomUUID()}`, webhook_url: url }),
};

const privateUrls = [
  'http://127.0.0.1:9000/x',
  'https://127.1/x',
  'https://0x7f000001/x',
  'http://localhost:8787/x',
  'https://scorers.example./x',
  'https://intranet/x',
  'https://[::ffff:169.254.169.254]/latest/meta-data',
  'http://169.254.169.254/latest/meta-data',
  'https://metadata.google.internal/x',
];

describe('an address that a caller names', () => {
  it.each(Object.keys(ways))(
    'F208 is refused as %s, behind a proxy, with an admin key and when deployed',
    async (way) => {
      for (const variables of [behindProxy, { WEIR_LOCAL: '1' }, {}]) {
        const wire = createWire(variables);
        for (const url of privateUrls) {
          const { status, body } = await ways[way]!(wire, url);
          expect([way, url, status, body.error_code]).toEqual([way, url, 400, 'INVALID_PARAMETER_VALUE']);
          expect(body.message).toContain('WEIR_PRIVATE_HOSTS');
        }
        const taken = await ways[way]!(wire, 'https://scorers.example/x');
        expect([way, taken.status, taken.body]).toEqual([way, 200, taken.body]);
      }
    },
  );

  it('F208 is taken where the operator named its host', async () => {
    const wire = createWire({ ...behindProxy, WEIR_PRIVATE_HOSTS: '127.0.0.1:9000, scorer.internal' });
    for (const [way, ask] of Object.entries(ways)) {
      for (const url of ['http://127.0.0.1:9000/x', 'https://scorer.internal/x']) {
        const { status, body } = await ask(wire, url);
        expect([way, url, status, body]).toEqual([way, url, 200, body]);
      }
      expect((await ask(wire, 'http://127.0.0.1:9001/x')).status).toBe(400);
    }
  });

  it('F208 is asked about again when it is called: a row of an evaluation says why it was not', async () => {
    const before = createWire({ ...behindProxy, WEIR_PRIVATE_HOSTS: '127.0.0.1' });
    const { body } = await ways['a target of an evaluation']!(before, 'http://127.0.0.1:9/x');
    const after = createWire(behindProxy);
    const id: string = body.evaluation_id;
    const holder = before.holderOf(id);
    const { advanceEvaluation } = await import('../../src/scoring/evaluation/advance-evaluation.ts');
    const input = { evaluationId: id, holder, subrequests: 1000 };
    await advanceEvaluation({ services: after.services.carryEvaluations, input });
    const found = await after.call('GET', `/api/v1/evaluations/${id}/rows`, undefined, wireAdminKey);
    expect(found.body.rows[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('public host'),
    });
  });
});

describe('a machine that is open to itself', () => {
  /** Calls as that machine does, or as a proxy passes them on for a key's holder. */
  function openMachine() {
    const read = readSettings({ WEIR_LOCAL: '1' });
    if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
    const services = createServices(env, read.settings);
    services.evaluationWork.begin = async () => undefined;
    const app = createApp(services);
    const asking = (more: Record<string, string>): Wire => {
      const call: Wire['call'] = async (method, path, body) => {
        const headers = { host: '127.0.0.1:8787', 'content-type': 'application/json', ...more };
        const init = { method, headers, body: JSON.stringify(body) };
        const request = new Request(`http://127.0.0.1:8787${path}`, init);
        const answer = await app.fetch(request, env, createExecutionContext());
        return { status: answer.status, headers: answer.headers, body: await answer.json() };
      };
      return { call } as Wire;
    };
    return { asking };
  }

  it.each(Object.keys(ways))('F283 lets nobody else name its addresses as %s', async (way) => {
    const { asking } = openMachine();
    const key = await keyFor(['read', 'write', 'proxy']);
    const own = await ways[way]!(asking({}), 'http://127.0.0.1:9/x');
    expect([own.status, own.body]).toEqual([200, own.body]);
    const withKey = await ways[way]!(asking({ authorization: `Bearer ${key}` }), 'http://127.0.0.1:9/x');
    expect([withKey.status, withKey.body]).toEqual([200, withKey.body]);
    const forwarded = { authorization: `Bearer ${key}`, 'x-forwarded-for': '203.0.113.9' };
    const refused = await ways[way]!(asking(forwarded), 'http://127.0.0.1:9/x');
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const elsewhere = await ways[way]!(asking(forwarded), 'https://scorers.example/x');
    expect([elsewhere.status, elsewhere.body]).toEqual([200, elsewhere.body]);
  });

  it('F283 is not called as itself by what it calls: an address may lead back', async () => {
    const sent: Headers[] = [];
    const outbound = { loopback: true, privateHosts: [] };
    const fetch = async (_: URL, { headers }: RequestInit) => {
      sent.push(new Headers(headers));
      return Response.json({});
    };
    const services = { fetch, signingKeys: null, outbound, now: () => Date.now() };
    const input = { url: 'http://127.0.0.1:8787/api/v1/keys', body: {}, timeoutMs: 1000 };
    await callWebhook({ services, input });
    expect(sent.map(isForwarded)).toEqual([true]);
  });
});
