/** Keys over REST, and what becomes of an expired one on every way in. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createWire } from '../helpers/mlflow-wire.ts';

const wire = createWire({ WEIR_DEMO: 'on' });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A key whose time has come: no clock of the wire can be moved, so its row is. */
async function expiredKey(): Promise<string> {
  const made = await wire.call('POST', '/api/v1/keys', {
    name: 'expired',
    scopes: ['proxy', 'read', 'write', 'feedback'],
    expires_at: inAnHour(),
  });
  await env.REGISTRY.prepare('UPDATE api_keys SET expires_at_ms = 1000 WHERE key_id = ?1')
    .bind(made.body.info.key_id)
    .run();
  return made.body.key;
}

describe('F181 keys over REST', () => {
  it('have an owner, an expiry and a last use', async () => {
    const expiresAt = inAnHour();
    const made = await wire.call('POST', '/api/v1/keys', {
      name: 'owned',
      scopes: ['read'],
      owner: 'ann@example.com',
      expires_at: expiresAt,
    });
    expect(made.body.info).toMatchObject({
      owner: 'ann@example.com',
      expires_at: expiresAt,
      last_used_at: null,
      revocation_time: null,
    });
    const before = Date.now();
    expect((await wire.call('GET', '/api/v1/experiments', undefined, made.body.key)).status).toBe(200);
    await expect
      .poll(async () => {
        const { body } = await wire.call('GET', '/api/v1/keys');
        const found = body.keys.find((one: { key_id: string }) => one.key_id === made.body.info.key_id);
        return Date.parse(found.last_used_at ?? '') >= before;
      })
      .toBe(true);
  });

  it.each([
    ['a time that is over', new Date(0).toISOString()],
    ['a day', '2099-01-31'],
    ['a time without offset', '2099-01-31T00:00:00'],
    ['a number', 4_000_000_000_000],
    ['words', 'next year'],
  ])('are not made to expire at %s', async (_, expiresAt) => {
    const { status, body } = await wire.call('POST', '/api/v1/keys', {
      name: 'a',
      scopes: ['read'],
      expires_at: expiresAt,
    });
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(body.message).toContain('expires_at');
  });

  it.each([
    ['REST', 'GET', '/api/v1/traces', undefined],
    ['MLflow', 'GET', '/api/2.0/mlflow/experiments/get?experiment_id=0', undefined],
    ['OTLP', 'POST', '/v1/traces', { resourceSpans: [] }],
    ['feedback', 'POST', '/feedback', { trace_id: 'tr-1', value: true }],
    ['the proxy', 'POST', '/demo/v1/chat/completions', { model: 'demo', messages: [] }],
  ])('that expired are refused with words that say so by %s', async (_, method, path, body) => {
    const answer = await wire.call(method, path, body, await expiredKey());
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).toContain('This Weir key expired at 1970-01-01T00:00:01.000Z');
  });
});
