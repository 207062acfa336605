/** Keys far from the registry, and while it does not answer: what is known of them, for how long, and by whom. */
import { describe, expect, it } from 'vitest';
import { createKeyCache } from '../../src/access/key-cache.ts';
import type { StoredKey } from '../../src/access/key.ts';
import { createSharedKeys } from '../../src/access/store/shared-keys.ts';
import { limits } from '../../src/core/limits.ts';
import { createOutage } from '../../src/core/outage.ts';

const HOUR_MS = 3_600_000;
let places = 0;

const keyOf = (keyId: string): StoredKey => ({
  keyId,
  name: 'shop',
  hint: 'abcd',
  scopes: ['proxy'],
  experimentId: '7',
  owner: null,
  createdAtMs: 1,
  expiresAtMs: null,
  lastUsedAtMs: null,
  revokedAtMs: null,
});

/** A registry that can go away, and isolates of one data centre that ask it. */
function place() {
  const clock = { nowMs: Date.UTC(2026, 9, 6, 9) };
  const now = () => clock.nowMs;
  const deploymentSecret = `the secret of place ${places++} ${crypto.randomUUID()}`;
  const registry = {
    keys: new Map<string, StoredKey>(),
    asked: 0,
    state: 'up' as 'up' | 'down' | 'silent',
    async find(hash: string): Promise<StoredKey | null> {
      registry.asked++;
      if (registry.state === 'down') throw new Error('D1_ERROR: database is down');
      if (registry.state === 'silent') await new Promise(() => undefined);
      return registry.keys.get(hash) ?? null;
    },
  };
  const isolate = (secret = deploymentSecret) => {
    const work: Promise<unknown>[] = [];
    const outage = createOutage({ now });
    const shared = createSharedKeys({ storage: caches, deploymentSecret: secret, keptMs: 12 * HOUR_MS, now });
    const background = (one: Promise<unknown>) => void work.push(one);
    const cache = createKeyCache({ now, shared, outage, lastKnownMs: 12 * HOUR_MS, background });
    return {
      cache,
      outage,
      shared,
      find: (hash: string) => cache.find(hash, () => registry.find(hash)),
      settled: async () => {
        while (work.length > 0) await work.shift();
      },
    };
  };
  return { clock, registry, isolate };
}

const wait = (clock: { nowMs: number }, ms: number) => void (clock.nowMs += ms);

/** A place with an isolate that has found a key before the registry went away. */
async function placeCutOff() {
  const { clock, registry, isolate } = place();
  registry.keys.set('hash', keyOf('key-1'));
  const one = isolate();
  await one.find('hash');
  await one.settled();
  registry.state = 'down';
  return { clock, registry, isolate, one };
}

describe('a key far from the registry', () => {
  it('F236 costs one trip a period for all isolates of a place, and none on the way of a call', async () => {
    const { clock, registry, isolate } = place();
    registry.keys.set('hash', keyOf('key-1'));
    const [one, two, three] = [isolate(), isolate(), isolate()];
    const all = async () => {
      for (const each of [one, two, three]) {
        for (let call = 0; call < 5; call++)
          expect(await each.find('hash')).toMatchObject({ keyId: 'key-1' });
        await each.settled();
      }
    };
    await all();
    expect(registry.asked).toBe(1);
    for (let period = 2; period <= 5; period++) {
      wait(clock, limits.keyCacheMs + 1);
      const before = registry.asked;
      // Served before the registry was asked.
      const served = one.find('hash');
      expect(registry.asked).toBe(before);
      expect(await served).not.toBeNull();
      await all();
      expect(registry.asked).toBe(period);
    }
  });

  it('F236 lives no longer than a minute once it is revoked elsewhere, wherever it is known', async () => {
    const { clock, registry, isolate } = place();
    registry.keys.set('hash', keyOf('key-1'));
    const [used, idle] = [isolate(), isolate()];
    for (const each of [used, idle]) {
      await each.find('hash');
      await each.settled();
    }
    registry.keys.delete('hash');
    wait(clock, limits.keyCacheMs + 1);
    // Asked beside this call, so the next is refused.
    expect(await used.find('hash')).not.toBeNull();
    await used.settled();
    expect(await used.find('hash')).toBeNull();
    wait(clock, limits.keyStaleMs - limits.keyCacheMs);
    expect(await idle.find('hash')).toBeNull();
    expect(await isolate().find('hash')).toBeNull();
  });

  it('F236 revoked here is not taken from others’ memory again', async () => {
    const { registry, isolate } = place();
    registry.keys.set('hash', keyOf('key-1'));
    const [here, beside] = [isolate(), isolate()];
    for (const each of [here, beside]) {
      await each.find('hash');
      await each.settled();
    }
    await here.cache.forget('key-1');
    registry.state = 'down';
    await expect(here.find('hash')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    await expect(isolate().find('hash')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    // A copy of the registry that has not heard of it is not believed either.
    registry.state = 'up';
    expect(await here.find('hash')).toBeNull();
  });

  it('F237 cannot be forged, exchanged or read by whoever can write into the shared cache', async () => {
    const { clock, registry, isolate } = place();
    registry.keys.set('weak', keyOf('key-weak'));
    registry.keys.set('strong', { ...keyOf('key-strong'), scopes: ['admin'], experimentId: null });
    const stored = new Map<string, ArrayBuffer>();
    const cache = await caches.open('weir-keys');
    const put = cache.put.bind(cache);
    cache.put = async (address, response) => {
      stored.set(String(address), await response.clone().arrayBuffer());
      await put(address, response);
    };
    const shared = createSharedKeys({
      storage: { open: async () => cache } as unknown as CacheStorage,
      deploymentSecret: 'a secret of this test alone',
      keptMs: HOUR_MS,
      now: () => clock.nowMs,
    });
    for (const [hash, key] of registry.keys) await shared.put(hash, { key, readAtMs: clock.nowMs });
    const [weak, strong] = [...stored.keys()];
    for (const [address, bytes] of stored) {
      const text = `${address} ${new TextDecoder().decode(bytes)}`;
      expect(text).not.toMatch(/weak|strong|shop|proxy|admin|weir_/);
    }
    const headers = { 'cache-control': 'max-age=60' };
    // The entry of a strong key at the place of a weak one.
    await put(weak ?? '', new Response(stored.get(strong ?? ''), { headers }));
    expect(await shared.get('weak')).toBeNull();
    const forged = JSON.stringify({ key: keyOf('key-weak'), readAtMs: clock.nowMs });
    await put(weak ?? '', new Response(forged, { headers }));
    expect(await shared.get('weak')).toBeNull();
    expect(await shared.get('strong')).toMatchObject({ key: { keyId: 'key-strong' } });
    // Another deployment of the same zone has other addresses and another secret.
    expect(await isolate('another secret of this test').shared.get('strong')).toBeNull();
  });
});

describe('a key while the registry is away', () => {
  it.each(['down', 'silent'] as const)(
    'F238 works by what was last known for hours while the registry is %s, and is looked up again when it is back',
    async (state) => {
      const { clock, registry, isolate } = place();
      registry.keys.set('hash', keyOf('key-1'));
      const one = isolate();
      await one.find('hash');
      await one.settled();
      registry.state = state;
      for (let minute = 0; minute < 3; minute++) {
        wait(clock, 3 * HOUR_MS);
        expect(await one.find('hash')).toMatchObject({ keyId: 'key-1' });
      }
      expect(one.outage.sinceMs()).not.toBeNull();
      registry.state = 'up';
      registry.keys.delete('hash');
      wait(clock, 60_000);
      await one.find('hash');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(one.outage.sinceMs()).toBeNull();
      expect(await one.find('hash')).toBeNull();
    },
  );

  it('F238 works in an isolate that has just begun, by what others of its place know', async () => {
    const { clock, isolate } = await placeCutOff();
    wait(clock, HOUR_MS);
    expect(await isolate().find('hash')).toMatchObject({ keyId: 'key-1', experimentId: '7' });
  });

  it('F238 is refused with a promise when nothing, or nothing recent, is known of it', async () => {
    const { clock, one } = await placeCutOff();
    await expect(one.find('never seen')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    wait(clock, 12 * HOUR_MS);
    await expect(one.find('hash')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  });

  it('F238 asks a registry that is away now and then, not at every call', async () => {
    const { clock, registry, one } = await placeCutOff();
    wait(clock, HOUR_MS);
    const before = registry.asked;
    for (let call = 0; call < 100; call++) await one.find('hash');
    await one.settled();
    expect(registry.asked - before).toBeLessThan(3);
  });
});
