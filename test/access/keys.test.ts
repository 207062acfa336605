/** Keys: made once, stored as a hash, verified from a cache that cannot be poisoned, revoked. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createKey } from '../../src/access/create-key.ts';
import { createKeyCache } from '../../src/access/key-cache.ts';
import { newKey } from '../../src/access/key.ts';
import { listKeys } from '../../src/access/list-keys.ts';
import { revokeKey } from '../../src/access/revoke-key.ts';
import { createD1KeyStore } from '../../src/access/store/d1-key-store.ts';
import type { KeyStore } from '../../src/access/store/key-store.ts';
import { verifyKey } from '../../src/access/verify-key.ts';
import { limits } from '../../src/core/limits.ts';

function harness() {
  let time = 1_000_000;
  let lookups = 0;
  const noted: Promise<unknown>[] = [];
  const failures: string[] = [];
  const stored = createD1KeyStore({
    database: env.REGISTRY,
    log: { info: () => undefined, error: (event) => void failures.push(event) },
    keepAlive: (work) => void noted.push(work),
    now: () => time,
  });
  const keys: KeyStore = {
    ...stored,
    findByHash: (hash) => {
      lookups += 1;
      return stored.findByHash(hash);
    },
  };
  const now = () => time;
  const services = { keys, keyCache: createKeyCache({ now }), now };
  return {
    services,
    verify: (key: string) => verifyKey({ services, input: { key } }),
    lookups: () => lookups,
    wait: (ms: number) => void (time += ms),
    noted,
    failures,
    now,
  };
}

describe('F181 the life of a key', () => {
  const input = { name: 'a', scopes: ['proxy' as const], experimentId: null };

  it('ends when it expires, with words that say so, also out of the cache', async () => {
    const { services, verify, wait, lookups } = harness();
    const expiresAtMs = services.now() + 10_000;
    const { key } = await createKey({ services, input: { ...input, expiresAtMs } });
    wait(9_999);
    expect(await verify(key)).not.toBeNull();
    wait(1);
    await expect(verify(key)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: `This Weir key expired at ${new Date(expiresAtMs).toISOString()}. Ask for a new one.`,
      details: { reason: 'expired' },
    });
    expect(lookups()).toBe(1);
  });

  it.each([0, -1, Number.NEGATIVE_INFINITY])(
    'is not made to have ended already (%d ms from now)',
    async (ms) => {
      const { services } = harness();
      await expect(
        createKey({ services, input: { ...input, expiresAtMs: services.now() + ms } }),
      ).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    },
  );

  it('names who answers for it', async () => {
    const { services } = harness();
    const { stored: ann } = await createKey({ services, input: { ...input, owner: ' ann@example.com ' } });
    const { stored: nobody } = await createKey({ services, input: { ...input, owner: ' ' } });
    const held = await listKeys({ services });
    expect(held.find(({ keyId }) => keyId === ann.keyId)?.owner).toBe('ann@example.com');
    expect(held.find(({ keyId }) => keyId === nobody.keyId)?.owner).toBeNull();
  });

  it('is noted, to ten minutes, in one write for many calls', async () => {
    const { services, verify, wait, noted } = harness();
    const { key, stored: info } = await createKey({ services, input });
    const lastUse = async () => {
      await Promise.all(noted);
      return (await listKeys({ services })).find(({ keyId }) => keyId === info.keyId)?.lastUsedAtMs;
    };
    expect(await lastUse()).toBeNull();
    const firstUseMs = services.now();
    for (let call = 0; call < 18; call++) {
      await verify(key);
      await Promise.all(noted);
      wait(limits.keyCacheMs);
    }
    expect(noted).toHaveLength(1);
    expect(await lastUse()).toBe(firstUseMs);
    wait(60_000);
    await verify(key);
    expect(await lastUse()).toBe(services.now());
    expect(noted).toHaveLength(2);
  });

  it('is no use once it has ended', async () => {
    const { services, verify, wait, noted } = harness();
    const { key } = await createKey({ services, input: { ...input, expiresAtMs: services.now() + 1 } });
    wait(1);
    await expect(verify(key)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(noted).toEqual([]);
  });
});

describe('a key', () => {
  it('is verified with its scopes and its experiment', async () => {
    const { services, verify } = harness();
    const input = {
      name: ' shop ',
      scopes: ['proxy' as const, 'read' as const, 'read' as const],
      experimentId: '7',
    };
    const { key, stored: info } = await createKey({ services, input });
    expect(key).toMatch(/^weir_[A-Za-z0-9_-]{43}$/);
    expect(info).toMatchObject({ name: 'shop', hint: key.slice(-4), revokedAtMs: null });
    expect(await verify(key)).toEqual({ keyId: info.keyId, scopes: ['proxy', 'read'], experimentId: '7' });
  });

  it('is stored nowhere in a form that could be used', async () => {
    const { services } = harness();
    const { key } = await createKey({
      services,
      input: { name: 'a', scopes: ['proxy'], experimentId: null },
    });
    const rows = await env.REGISTRY.prepare('SELECT * FROM api_keys').all();
    expect(JSON.stringify(rows.results)).not.toContain(key.slice(5, 40));
    expect(JSON.stringify(await listKeys({ services }))).not.toContain('hash');
  });

  it('that is unknown, malformed or revoked is none', async () => {
    const { services, verify, lookups } = harness();
    expect(await verify(newKey())).toBeNull();
    for (const key of ['', 'weir_short', 'sk-1234', `weir_${'x'.repeat(44)}`, `weir_${'é'.repeat(43)}`]) {
      expect(await verify(key)).toBeNull();
    }
    expect(lookups()).toBe(1);
    const { key, stored: info } = await createKey({
      services,
      input: { name: 'a', scopes: ['proxy'], experimentId: null },
    });
    expect(await verify(key)).not.toBeNull();
    await revokeKey({ services, input: { keyId: info.keyId } });
    expect(await verify(key)).toBeNull();
    await revokeKey({ services, input: { keyId: info.keyId } });
    expect((await listKeys({ services })).find((one) => one.keyId === info.keyId)?.revokedAtMs).toBe(
      1_000_000,
    );
  });

  it('is looked up once while the verdict is fresh, also when the verdict is no', async () => {
    const { services, verify, lookups, wait } = harness();
    const { key } = await createKey({
      services,
      input: { name: 'a', scopes: ['proxy'], experimentId: null },
    });
    const unknown = newKey();
    for (let i = 0; i < 3; i++)
      expect([(await verify(key)) !== null, await verify(unknown)]).toEqual([true, null]);
    expect(lookups()).toBe(2);
    wait(5_000);
    await verify(unknown);
    expect(lookups()).toBe(3);
    wait(limits.keyCacheMs);
    await verify(key);
    expect(lookups()).toBe(4);
  });

  it('stays known while others are guessed', async () => {
    const { services, verify, lookups } = harness();
    const { key } = await createKey({
      services,
      input: { name: 'a', scopes: ['proxy'], experimentId: null },
    });
    await verify(key);
    const guess = async () => null;
    for (let i = 0; i < 1100; i++) await services.keyCache.find(`guess-${i}`, guess);
    const before = lookups();
    expect(await verify(key)).not.toBeNull();
    expect(lookups()).toBe(before);
    let asked = 0;
    const ask = async () => (asked++, null);
    await services.keyCache.find('guess-1099', ask);
    expect(asked).toBe(0);
    await services.keyCache.find('guess-0', ask);
    expect(asked).toBe(1);
  });

  it.each([
    [{ name: ' ', scopes: ['proxy' as const], experimentId: null }],
    [{ name: 'a', scopes: [], experimentId: null }],
    [{ name: 'a', scopes: ['admin' as const], experimentId: '1' }],
  ])('is not made of %j', async (input) => {
    const { services } = harness();
    await expect(createKey({ services, input })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  it('cannot be revoked when there is none', async () => {
    const { services } = harness();
    await expect(revokeKey({ services, input: { keyId: 'key-none' } })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });
});
