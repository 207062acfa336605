/** What alerts on totals compare: calls and dollars per time, over the time that is known; never sums of unlike lengths. */
import { describe, expect, it } from 'vitest';
import { checkAlerts } from '../../src/scoring/monitoring/check-alerts.ts';
import type { Experiment } from '../../src/experiments/experiment.ts';
import type { TraceInfo } from '../../src/tracing/trace.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = Date.UTC(2026, 9, 15, 12);

/** An experiment that was made long ago, and an alert on its latest hour against the day before. */
async function prepare(rule: object, since: Partial<Experiment> = { createdAtMs: 0 }) {
  const wire = createWire({ WEIR_SIGNING_KEY: 'signing-key-of-the-tests' });
  const { services } = wire;
  const name = `alerts ${crypto.randomUUID()}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = made.body.experiment_id;
  const body = {
    experiment,
    name,
    window_seconds: 3600,
    minimum_count: 5,
    webhook_url: 'https://hooks.example/quality',
    ...rule,
  };
  const alert = await wire.call('POST', '/api/v1/alerts', body);
  expect(alert).toMatchObject({ status: 200 });
  /** Calls evenly over the hours from so many before noon to so many before it. */
  const call = async (
    { from, to, perHour }: { from: number; to: number; perHour: number },
    more: Partial<TraceInfo> & { usd?: number | null } = {},
  ) => {
    const { usd = null, ...changes } = more;
    const count = (from - to) * perHour;
    const traces = Array.from({ length: count }, (_, index) => {
      const requestTimeMs = noon - from * HOUR + ((index + 0.5) * HOUR) / perHour;
      const cost = { inputCostUsd: usd, outputCostUsd: usd === null ? null : 0, totalCostUsd: usd };
      const trace = sampleTrace({ experimentId: experiment, requestTimeMs, cost, ...changes });
      const { traceId } = trace.info;
      return {
        info: trace.info,
        spans: [sampleSpan({ traceId, parentSpanId: null, type: 'CHAT_MODEL', cost })],
      };
    });
    await services.traces.write(traces);
  };
  const check = async (): Promise<Loose> => {
    const get = async (id: string) => {
      const found = await services.experiments.get(id);
      return found === null ? null : { ...found, ...since };
    };
    await checkAlerts({
      services: {
        ...services,
        experiments: { get },
        now: () => noon,
        webhooks: { ...services.webhooks, fetch: async () => new Response('ok') },
      },
    });
    return (await wire.call('GET', `/api/v1/alerts/${alert.body.alert_id}`)).body;
  };
  return { call, check };
}

const against = (kind: string, share: number, hours = 24) => ({
  kind,
  share,
  baseline_seconds: hours * 3600,
});

describe('alerts on calls and cost', () => {
  it.each([
    ['a rise of 80 % fires', 'rise', 18, 'firing'],
    ['a rise of 40 % does not', 'rise', 14, 'ok'],
    ['a fall of 70 % fires as a drop', 'drop', 3, 'firing'],
    ['the same number an hour is no drop', 'drop', 10, 'ok'],
    ['silence is a drop', 'drop', 0, 'firing'],
  ])('F160: %s, though the day before is longer than the hour', async (_, kind, perHour, state) => {
    for (const of of ['calls', 'cost_usd']) {
      const { call, check } = await prepare({ metric: { of }, condition: against(kind, 0.5) });
      await call({ from: 25, to: 1, perHour: 10 }, { usd: 0.02 });
      if (perHour > 0) await call({ from: 1, to: 0, perHour }, { usd: 0.02 });
      expect(await check()).toMatchObject({ state });
    }
  });

  it('F160: a threshold is for the window', async () => {
    const { call, check } = await prepare({
      metric: { of: 'cost_usd' },
      condition: { kind: 'above', threshold: 1 },
    });
    await call({ from: 1, to: 0, perHour: 2 }, { usd: 0.6 });
    // Two calls are fewer than the five that a mean would need; what was spent was spent.
    expect(await check()).toMatchObject({ state: 'firing', detail: expect.stringContaining('1.2;') });
  });

  it('F160: a young experiment is compared over the time it has been there', async () => {
    const young = { createdAtMs: noon - 5 * HOUR };
    const { call, check } = await prepare(
      { metric: { of: 'calls' }, condition: against('rise', 0.5) },
      young,
    );
    await call({ from: 5, to: 0, perHour: 10 });
    expect(await check()).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('0% from 10 an hour'),
    });
  });

  it('F160: nothing is said of a beginning', async () => {
    const fresh = { createdAtMs: noon - 30 * MINUTE };
    const below = { metric: { of: 'calls' }, condition: { kind: 'below', threshold: 100 } };
    const rise = { metric: { of: 'calls' }, condition: against('rise', 0.5) };
    for (const rule of [below, rise]) {
      const { call, check } = await prepare(rule, fresh);
      await call({ from: 0.5, to: 0, perHour: 20 });
      expect(await check()).toMatchObject({ state: 'unknown' });
    }
  });

  it('F160: what an experiment does not keep is no silence', async () => {
    const kept = { createdAtMs: 0, retentionDays: 1 };
    const condition = against('rise', 0.5, 7 * 24);
    const { call, check } = await prepare({ metric: { of: 'calls' }, condition }, kept);
    await call({ from: 24, to: 0, perHour: 10 });
    expect(await check()).toMatchObject({ state: 'ok' });
  });

  it('F160: a price that is lost is no drop', async () => {
    const { call, check } = await prepare({ metric: { of: 'cost_usd' }, condition: against('drop', 0.5) });
    await call({ from: 25, to: 1, perHour: 10 }, { usd: 0.02 });
    await call({ from: 1, to: 0, perHour: 10 }, { usd: null, model: 'made-up' });
    expect(await check()).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('10 of 10 calls'),
    });
  });
});

describe('alerts on shares and means', () => {
  it('F160: errors after none at all are a rise', async () => {
    const { call, check } = await prepare({ metric: { of: 'error_rate' }, condition: against('rise', 0.5) });
    await call({ from: 25, to: 1, perHour: 10 });
    await call({ from: 1, to: 0, perHour: 10 }, { state: 'ERROR' });
    expect(await check()).toMatchObject({ state: 'firing', detail: '1, from 0 before.' });
  });

  it('F160: latency is compared as it is, whatever the number of calls', async () => {
    const { call, check } = await prepare({ metric: { of: 'latency_ms' }, condition: against('rise', 0.5) });
    await call({ from: 25, to: 1, perHour: 10 });
    await call({ from: 1, to: 0, perHour: 40 });
    expect(await check()).toMatchObject({ state: 'ok' });
  });
});
