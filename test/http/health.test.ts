/** `/health`: says which dependency is down, cheaply, to anybody. */
import { describe, expect, it, vi } from 'vitest';
import { adminIdentity, type Identity } from '../../src/access/identity.ts';
import type { Scope } from '../../src/access/scopes.ts';
import { createActivity, type Activity } from '../../src/core/activity.ts';
import { AppError } from '../../src/core/app-error.ts';
import type { HealthProbes } from '../../src/http/check-health.ts';
import { createHealthRoutes } from '../../src/http/health.ts';
import { createErrorHandler } from '../../src/http/render-error.ts';
import { createManagement } from '../../src/management.ts';
import { log } from '../helpers/management-app.ts';
import { createWire, wireAdminKey } from '../helpers/mlflow-wire.ts';

const indexOf = (sizeBytes: number, traceCount = 0, tracesPerDay = 0) => ({
  sizeBytes,
  traceCount,
  tracesPerDay,
});

const fine: HealthProbes = {
  registry: async () => ({}),
  keysStaleSinceMs: () => null,
  traces: async () => indexOf(4096),
  content: async () => null,
  queue: async () => ({ waiting: 3, dead: 0 }),
  scoring: async () => ({ hasJudgeModel: true, pending: 0, oldestDueAtMs: null }),
};

const reader = (experimentId: string | null, scopes: Scope[] = ['read']): Identity => ({
  kind: 'key',
  keyId: 'key-1',
  scopes,
  experimentId,
});

function healthOf(
  probes: Partial<HealthProbes> = {},
  options: { identity?: Identity | null; now?: () => number; activity?: Activity } = {},
) {
  const { identity = adminIdentity, now = () => Date.now(), activity = createActivity() } = options;
  const routes = createHealthRoutes({
    probes: { ...fine, ...probes },
    settings: { supervisorKey: 'the key of the supervisor', retentionDays: 30 },
    activity,
    countWaiting: () => 5,
    async authenticate() {
      if (identity === null) throw new AppError('UNAUTHENTICATED', 'A Weir key is needed.');
      return identity;
    },
    log,
    now,
  });
  routes.onError(createErrorHandler({ log }));
  return routes;
}

async function ask(probes: Partial<HealthProbes> = {}, identity: Identity | null = adminIdentity) {
  const response = await healthOf(probes, { identity }).request('/health');
  return { status: response.status, body: await response.json() };
}

const down = () => Promise.reject(new Error('password hunter2'));

describe('health', () => {
  it('is fine when everything is', async () => {
    expect(await ask()).toEqual({
      status: 200,
      body: {
        status: 'ok',
        checks: {
          registry: { status: 'ok' },
          keys: { status: 'ok', stale_since: null },
          traces: {
            status: 'ok',
            size_bytes: 4096,
            limit_bytes: 10_000_000_000,
            traces: 0,
            traces_per_day: 0,
            days_left: null,
          },
          content: { status: 'ok' },
          queue: { status: 'ok', waiting: 3, dead: 0 },
          scoring: { status: 'ok', has_judge_model: true, pending: 0 },
        },
        messages: [],
      },
    });
  });

  it.each([
    ['nobody', null],
    ['a key that may not read', reader(null, ['proxy', 'write', 'feedback'])],
    ['a key bound to an experiment', reader('7')],
  ])(
    'F234 tells %s what is down, and nothing of sizes, counts and what others wait for',
    async (_, identity) => {
      const filled = {
        traces: async () => indexOf(9_000_000_000),
        queue: async () => ({ waiting: 1234, dead: 77 }),
        scoring: async () => ({ hasJudgeModel: true, pending: 555, oldestDueAtMs: 1 }),
      };
      const { status, body } = await ask(filled, identity);
      expect([status, body]).toMatchObject([200, { status: 'ok', messages: [] }]);
      expect(JSON.stringify(body)).not.toMatch(/9000000000|1234|77|555|warning/);
      expect(await ask({ ...filled, content: down }, identity)).toMatchObject({
        status: 503,
        body: { status: 'down', checks: { content: { status: 'down' }, traces: { status: 'ok' } } },
      });
    },
  );

  it('says to anybody that keys are answered from memory, and since when', async () => {
    const { status, body } = await ask({ keysStaleSinceMs: () => Date.UTC(2026, 9, 6, 9) }, null);
    expect([status, body]).toMatchObject([
      200,
      { status: 'warning', checks: { keys: { status: 'warning', stale_since: '2026-10-06T09:00:00.000Z' } } },
    ]);
    expect(body).toMatchObject({ messages: [expect.stringContaining('registry')] });
  });

  it.each(['registry', 'traces', 'content', 'queue'] as const)(
    'says that %s is down, and not why',
    async (name) => {
      const { status, body } = await ask({ [name]: () => Promise.reject(new Error('password hunter2')) });
      expect(status).toBe(503);
      expect(body).toMatchObject({ status: 'down', checks: { [name]: { status: 'down' } } });
      expect(JSON.stringify(body)).not.toContain('hunter2');
    },
  );

  it('takes silence for down', async () => {
    vi.useFakeTimers();
    try {
      const asked = ask({ content: () => new Promise(() => undefined) });
      await vi.advanceTimersByTimeAsync(3000);
      expect(await asked).toMatchObject({ status: 503, body: { checks: { content: { status: 'down' } } } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('warns of a full index and of exchanges that were set aside, and still answers 200', async () => {
    expect(await ask({ traces: async () => indexOf(7_000_000_000) })).toMatchObject({
      status: 200,
      body: {
        status: 'warning',
        checks: { traces: { status: 'warning' } },
        messages: [expect.stringContaining('70 %')],
      },
    });
    expect(await ask({ queue: async () => ({ waiting: null, dead: 2 }) })).toMatchObject({
      status: 200,
      body: { status: 'warning', checks: { queue: { status: 'warning', waiting: null, dead: 2 } } },
    });
  });

  it('F258 says when the index is full at the rate of the last day, and warns a week before', async () => {
    const traces = async () => indexOf(4_000_000_000, 2_000_000, 500_000);
    expect(await ask({ traces })).toMatchObject({
      status: 200,
      body: {
        checks: { traces: { status: 'warning', traces_per_day: 500_000, days_left: 6 } },
        messages: [expect.stringContaining('in about 6 days')],
      },
    });
    const held = async () => indexOf(4_000_000_000, 2_000_000, 100_000);
    expect(await ask({ traces: held })).toMatchObject({
      body: { checks: { traces: { status: 'ok', days_left: null } }, messages: [] },
    });
  });

  it('asks at most every five seconds', async () => {
    let time = 0;
    let asked = 0;
    const traces = async () => indexOf((asked += 1));
    const routes = healthOf({ traces }, { now: () => time });
    await Promise.all([routes.request('/health'), routes.request('/health'), routes.request('/readyz')]);
    await routes.request('/health');
    expect(asked).toBe(1);
    time = 5000;
    await routes.request('/health');
    expect(asked).toBe(2);
  });
});

describe('liveness and readiness', () => {
  it('F235 the proxy is alive while every store is down, and not ready', async () => {
    const asked: string[] = [];
    const probe = (name: string) => () => {
      asked.push(name);
      return down();
    };
    const routes = healthOf({ registry: probe('registry'), traces: probe('traces') }, { identity: null });
    const live = await routes.request('/livez');
    expect([live.status, await live.json(), asked]).toEqual([200, { status: 'ok' }, []]);
    const ready = await routes.request('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'down', down: ['registry', 'traces'] },
    ]);
    expect(ready.headers.get('cache-control')).toBe('no-store');
    const fineAgain = await healthOf().request('/readyz');
    expect([fineAgain.status, await fineAgain.json()]).toEqual([200, { status: 'ok', down: [] }]);
  });

  it('F235 is answered by the worker itself without a key', async () => {
    const wire = createWire();
    expect((await wire.fetch('/livez')).status).toBe(200);
    expect((await wire.fetch('/readyz')).status).toBe(200);
  });
});

describe('activity', () => {
  const asked = async (identity: Identity | null, headers: Record<string, string> = {}) => {
    const activity = createActivity();
    for (const experimentId of ['7', '7', '8', null])
      void activity.track(new Promise(() => undefined), experimentId);
    const answer = await healthOf({}, { identity, activity }).request('/health/activity', { headers });
    return { status: answer.status, body: await answer.json() };
  };

  it('F234 is for keys that may read; a bound one sees only its own', async () => {
    expect(await asked(null)).toMatchObject({ status: 401 });
    expect(await asked(reader(null, ['proxy', 'write', 'feedback']))).toMatchObject({ status: 403 });
    expect(await asked(reader(null))).toEqual({ status: 200, body: { open: 4, waiting: 5 } });
    expect(await asked(reader('7'))).toEqual({ status: 200, body: { open: 2, waiting: null } });
  });

  it('is for the process that runs Weir too', async () => {
    const sent = (key: string) => asked(null, { 'x-weir-supervisor': key });
    expect(await sent('the key of the supervisor')).toMatchObject({ status: 200, body: { open: 4 } });
    expect(await sent('another key altogether')).toMatchObject({ status: 401 });
    expect(await sent('')).toMatchObject({ status: 401 });
  });

  it('F234 lists nothing in the bucket', async () => {
    const wire = createWire({ WEIR_LOCAL: '1' });
    let lists = 0;
    const { spool } = wire.services;
    const { list } = spool;
    spool.list = (...parameters) => {
      lists++;
      return list(...parameters);
    };
    const management = createManagement(wire.services);
    const answer = await management.request('https://weir.example/health/activity', {
      headers: { 'x-weir-key': wireAdminKey },
    });
    expect([answer.status, await answer.json(), lists]).toEqual([200, { open: 0, waiting: 0 }, 0]);
  });
});
