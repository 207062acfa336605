/** `/health`: says which dependency is down, cheaply, to anybody. */
import { describe, expect, it, vi } from 'vitest';
import { createHealthRoutes, type HealthProbes } from '../../src/http/health.ts';
import { log } from '../helpers/management-app.ts';

const fine: HealthProbes = {
  registry: async () => ({}),
  traces: async () => 4096,
  content: async () => null,
  queue: async () => ({ waiting: 3, dead: 0 }),
  scoring: async () => ({ hasJudgeModel: true, pending: 0, oldestDueAtMs: null }),
};

async function ask(probes: Partial<HealthProbes> = {}) {
  const routes = createHealthRoutes({ probes: { ...fine, ...probes }, log, now: () => Date.now() });
  const response = await routes.request('/health');
  return { status: response.status, body: await response.json() };
}

describe('health', () => {
  it('is fine when everything is', async () => {
    expect(await ask()).toEqual({
      status: 200,
      body: {
        status: 'ok',
        checks: {
          registry: { status: 'ok' },
          traces: { status: 'ok', size_bytes: 4096, limit_bytes: 10_000_000_000 },
          content: { status: 'ok' },
          queue: { status: 'ok', waiting: 3, dead: 0 },
          scoring: { status: 'ok', has_judge_model: true, pending: 0 },
        },
        messages: [],
      },
    });
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
    expect(await ask({ traces: async () => 7_000_000_000 })).toMatchObject({
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

  it('asks at most every five seconds', async () => {
    let time = 0;
    let asked = 0;
    const traces = async () => (asked += 1);
    const routes = createHealthRoutes({ probes: { ...fine, traces }, log, now: () => time });
    await Promise.all([routes.request('/health'), routes.request('/health')]);
    await routes.request('/health');
    expect(asked).toBe(1);
    time = 5000;
    await routes.request('/health');
    expect(asked).toBe(2);
  });
});
