/** Sessions of the dashboard while the registry does not answer. */
import { describe, expect, it } from 'vitest';
import { rememberSessions } from '../../src/access/last-known-sessions.ts';
import type { FoundSession } from '../../src/access/store/session-store.ts';
import { createOutage } from '../../src/core/outage.ts';

const HOUR_MS = 3_600_000;
const keyed = (expiresAtMs: number | null): FoundSession => ({
  session: { keyId: 'key-1', adminProof: null, expiresAtMs: 12 * HOUR_MS },
  key: { keyId: 'key-1', name: 'ada', scopes: ['read'], experimentId: null, expiresAtMs, lastUsedAtMs: null },
});

function harness(found: FoundSession | null) {
  const registry = { found, isDown: false };
  const revoked = new Set<string>();
  let nowMs = 0;
  const store = rememberSessions(
    {
      insert: async () => undefined,
      async find() {
        if (registry.isDown) throw new Error('D1_ERROR: database is down');
        return registry.found;
      },
      delete: async () => undefined,
    },
    {
      outage: createOutage({ now: () => nowMs }),
      lastKnownMs: 10 * HOUR_MS,
      isRevoked: (keyId) => revoked.has(keyId),
    },
  );
  return {
    registry,
    revoked,
    store,
    find(atMs: number) {
      nowMs = atMs;
      return store.find('hash', atMs);
    },
  };
}

const unavailable = { code: 'TEMPORARILY_UNAVAILABLE' };

describe('a session while the registry is away', () => {
  it('F238 goes on by what was last known, for a bounded time', async () => {
    const { registry, find, store } = harness(keyed(null));
    await find(0);
    registry.isDown = true;
    expect(await find(HOUR_MS)).toMatchObject({ key: { keyId: 'key-1' } });
    await expect(find(10 * HOUR_MS)).rejects.toMatchObject(unavailable);
    await expect(store.find('never seen', 1)).rejects.toMatchObject(unavailable);
  });

  it('ends when it or its key expires, when the key is revoked here, and at signing out', async () => {
    const expiring = harness(keyed(2 * HOUR_MS));
    await expiring.find(0);
    expiring.registry.isDown = true;
    expect(await expiring.find(HOUR_MS)).not.toBeNull();
    await expect(expiring.find(2 * HOUR_MS)).rejects.toMatchObject(unavailable);

    const revoked = harness(keyed(null));
    await revoked.find(0);
    revoked.registry.isDown = true;
    revoked.revoked.add('key-1');
    await expect(revoked.find(1)).rejects.toMatchObject(unavailable);

    const left = harness(keyed(null));
    await left.find(0);
    left.registry.isDown = true;
    await left.store.delete('hash');
    await expect(left.find(1)).rejects.toMatchObject(unavailable);
  });

  it('is asked of the registry at every call while that answers', async () => {
    const { registry, find } = harness(keyed(null));
    expect(await find(0)).not.toBeNull();
    registry.found = null;
    expect(await find(1)).toBeNull();
    registry.isDown = true;
    await expect(find(2)).rejects.toMatchObject(unavailable);
  });
});
