/** Refused keys are counted by the caller's address and slowed; whoever has a valid one is served meanwhile. */
import { describe, expect, it } from 'vitest';
import { callerAddress } from '../../src/access/caller-address.ts';
import { createRefusals } from '../../src/audit/count-refusals.ts';
import type { AuditEvent } from '../../src/audit/audit-entry.ts';
import { createWire, wireAdminKey } from '../helpers/mlflow-wire.ts';

const wire = createWire({ WEIR_DEMO: 'on', WEIR_SIGNING_KEY: 'signing-key-of-refusals' });
const bad = `weir_${'b'.repeat(43)}`;
const from = (address: string, key: string) => ({
  'cf-connecting-ip': address,
  authorization: `Bearer ${key}`,
});

describe('F185 a flood of keys that are none', () => {
  const surfaces: [string, string, RequestInit][] = [
    ['REST', '/api/v1/experiments', {}],
    ['MLflow', '/api/2.0/mlflow/experiments/get?experiment_id=0', {}],
    ['the proxy', '/demo/v1/models', {}],
    ['feedback', '/feedback', { method: 'POST', body: '{"trace_id":"tr-1","value":true}' }],
    [
      'a review link',
      '/review/no-session/api/sign-in',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: `wr1.zzzzzz.${'0'.repeat(32)}.${'A'.repeat(43)}` }),
      },
    ],
    [
      'sign-in',
      '/api/v1/session',
      {
        method: 'POST',
        headers: { 'x-weir-dashboard': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ key: bad }),
      },
    ],
  ];

  it.each(surfaces)('is told to wait by %s, from that address', async (surface, path, init) => {
    const address = `203.0.113.${surfaces.findIndex(([name]) => name === surface) + 100}`;
    const headers = (key: string, at = address) => ({
      ...(init.headers as Record<string, string> | undefined),
      ...(init.headers !== undefined ? { 'cf-connecting-ip': at } : from(at, key)),
    });
    const statuses: number[] = [];
    let last: Response | null = null;
    // The minute may end in between.
    for (let attempt = 0; attempt < 100 && last?.status !== 429; attempt++) {
      last = await wire.fetch(path, { ...init, headers: headers(bad) });
      statuses.push(last.status);
    }
    expect(statuses[0]).toBe(401);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.at(-1)).toBe(429);
    expect(last?.headers.get('retry-after')).toBe('60');
    expect(await last?.text()).toContain('from this address');

    const key = await wire.keyFor(['read', 'proxy', 'feedback']);
    const served = await wire.fetch('/api/v1/experiments', { headers: from(address, key) });
    expect(served.status).toBe(200);
    expect((await wire.fetch('/demo/v1/models', { headers: from(address, key) })).status).toBe(200);
    const admin = await wire.fetch('/api/v1/keys', { headers: from(address, wireAdminKey) });
    expect(admin.status).toBe(200);
    const elsewhere = await wire.fetch(path, { ...init, headers: headers(bad, '198.51.100.1') });
    expect(elsewhere.status).toBe(401);
  });

  it('cannot choose its address', async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 100 && !statuses.has(429); attempt++) {
      const headers = {
        ...from('203.0.113.200', bad),
        'x-forwarded-for': `198.51.100.${attempt}`,
        'x-real-ip': `198.51.100.${attempt}`,
        'x-weir-connection': `guess 198.51.100.${attempt}`,
      };
      statuses.add((await wire.fetch('/api/v1/experiments', { headers })).status);
    }
    expect(statuses).toEqual(new Set([401, 429]));
  });

  it('is not what asking without a key is', async () => {
    for (let attempt = 0; attempt < 50; attempt++) {
      const answer = await wire.fetch('/api/v1/experiments', {
        headers: { 'cf-connecting-ip': '203.0.113.201' },
      });
      expect(answer.status).toBe(401);
    }
  });
});

describe('F185 what is noted of a flood', () => {
  function harness() {
    const kept: AuditEvent[] = [];
    const time = { ms: 1_000_000_000_000 };
    const refusals = createRefusals({
      audit: {
        add: async (event) => void kept.push(event),
        list: async () => [],
        expire: async () => undefined,
      },
      log: { info: () => undefined, error: () => undefined },
      keepAlive: (work) => void work,
      now: () => time.ms,
      isWithinLimit: async () => true,
    });
    const refuse = (address: string) => refusals.count({ credential: 'key', reason: 'unknown', address });
    return { kept, time, refusals, refuse };
  }

  it('is one write in ten seconds, and nothing is left out', async () => {
    const { kept, time, refusals, refuse } = harness();
    for (let attempt = 0; attempt < 1000; attempt++) await refuse('203.0.113.1');
    expect(kept).toHaveLength(1);
    time.ms += 10_000;
    await refuse('203.0.113.1');
    expect(kept.map(({ count }) => count)).toEqual([1, 1000]);
    await refuse('203.0.113.1');
    refusals.flush();
    expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(1002);
    expect(new Set(kept.map(({ tally }) => tally)).size).toBe(1);
  });

  it('is bounded from however many addresses it comes', async () => {
    const { kept, refuse } = harness();
    for (let attempt = 0; attempt < 5000; attempt++) await refuse(`10.0.${attempt >> 8}.${attempt & 255}`);
    expect(new Set(kept.map(({ tally }) => tally)).size).toBeLessThan(250);
    expect(kept.some(({ from: { address } }) => address === 'others')).toBe(true);
  });
});

describe('F186 the caller’s address', () => {
  const deployed = { local: false, addressHeader: null, supervisorKey: null };
  const ask = (headers: Record<string, string>, settings = {}) =>
    callerAddress(new Headers(headers), { ...deployed, ...settings });

  it('is the platform’s word where the platform runs it', () => {
    expect(ask({ 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '198.51.100.1' })).toBe('203.0.113.9');
    expect(ask({ 'x-forwarded-for': '198.51.100.1' })).toBeNull();
  });

  it('is not known on a machine of one’s own by what a caller says', () => {
    const madeUp = { 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' };
    expect(ask(madeUp, { local: true })).toBeNull();
    const supervisorKey = 'known to two processes';
    // What hides its connection shares one address with all that do: it may not try keys without end.
    expect(ask(madeUp, { supervisorKey })).toBe('unknown');
    expect(ask({ 'x-weir-connection': 'guessed 203.0.113.9' }, { supervisorKey })).toBe('unknown');
  });

  it('is the connection’s, which the front alone can say, whatever the caller adds', () => {
    const supervisorKey = 'known-to-two-processes';
    const settings = { local: true, supervisorKey };
    const said = `${supervisorKey} 192.0.2.7`;
    expect(ask({ 'x-weir-connection': said }, settings)).toBe('192.0.2.7');
    for (const both of [`guessed 198.51.100.1, ${said}`, `${said}, guessed 198.51.100.1`, `,, ${said}`])
      expect(ask({ 'x-weir-connection': both }, settings)).toBe('192.0.2.7');
  });

  it('is the last of the operator’s header, which the proxy in front added', () => {
    const settings = { addressHeader: 'x-forwarded-for', local: true, supervisorKey: 'k' };
    expect(ask({ 'x-forwarded-for': '1.2.3.4, 198.51.100.1 , 203.0.113.9' }, settings)).toBe('203.0.113.9');
    expect(ask({ 'cf-connecting-ip': '203.0.113.9' }, settings)).toBe('unknown');
    expect(ask({ 'x-forwarded-for': '203.0.113.9, hidden' }, settings)).toBe('unknown');
  });

  it.each([
    ['for=203.0.113.9', '203.0.113.9'],
    ['for=198.51.100.1, for=203.0.113.9;proto=https', '203.0.113.9'],
    ['proto=https;For="203.0.113.9:4711";by=10.0.0.1', '203.0.113.9'],
    ['for="[2001:db8:1:2::9]:443"', '2001:db8:1:2::/64'],
    ['for=_hidden', 'unknown'],
    ['by=203.0.113.9', 'unknown'],
  ])('F288 is read from the standard header too: %s', (given, counted) => {
    expect(ask({ forwarded: given }, { addressHeader: 'forwarded' })).toBe(counted);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:4711', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['64:ff9b::203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', null],
    ['_hidden', null],
    ['', null],
    ['x'.repeat(10_000), null],
  ])('%s counts as %s', (given, counted) => {
    expect(ask({ 'cf-connecting-ip': given })).toBe(counted);
  });
});
