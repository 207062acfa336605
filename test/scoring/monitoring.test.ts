import { describe, expect, it } from 'vitest';
import { measureAgreement } from '../../src/scoring/monitoring/agreement.ts';
import { checkAlerts } from '../../src/scoring/monitoring/check-alerts.ts';
import { signature } from '../../src/scoring/webhook.ts';
import type { TraceInfo } from '../../src/tracing/trace.ts';
import { sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 9, 15, 12);
const signingKey = 'signing-key-of-the-tests';

async function prepare(variables: Record<string, string> = {}) {
  const wire = createWire({ WEIR_SIGNING_KEY: signingKey, ...variables });
  const name = `quality ${crypto.randomUUID()}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = made.body.experiment_id;
  /** A trace that a judge, and maybe a person, spoke of. */
  const say = async (judge: unknown, more: Partial<TraceInfo> & { human?: unknown } = {}) => {
    const { human, ...changes } = more;
    const trace = sampleTrace({ experimentId: experiment, requestTimeMs: noon, ...changes });
    const { traceId } = trace.info;
    await wire.services.traces.write([trace]);
    const source = { type: 'LLM_JUDGE' as const, id: 'openai:/judge' };
    const value: Loose = judge;
    await wire.services.assessments.create(
      sampleAssessment({ traceId, name: 'safety', value, source }),
      null,
    );
    if (human !== undefined) {
      const said: Loose = human;
      await wire.services.assessments.create(
        sampleAssessment({ traceId, name: 'safety', value: said }),
        null,
      );
    }
    return traceId;
  };
  const query = `experiment=${experiment}&from=2026-10-15T00:00:00Z&to=2026-10-16T00:00:00Z`;
  return { wire, experiment, say, query };
}

describe('quality over time', () => {
  it('counts calls and verdicts by time and by model, prompt version and tag', async () => {
    const { wire, experiment, say, query } = await prepare();
    await say('yes', {
      model: 'a',
      tags: { team: 'x' },
      cost: { inputCostUsd: 1, outputCostUsd: 1, totalCostUsd: 2 },
    });
    await say('no', { model: 'a', state: 'ERROR' });
    await say('yes', {
      model: 'b',
      requestTimeMs: noon + HOUR,
      prompts: [{ name: 'support', version: '3' }],
    });
    const series = async (by: string) =>
      (await wire.call('GET', `/api/v1/quality/series?${query}&by=${by}`)).body;
    const byModel = await series('model');
    expect(byModel.calls).toMatchObject([
      {
        time: '2026-10-15T12:00:00.000Z',
        group: 'a',
        calls: 2,
        errors: 1,
        error_rate: 0.5,
        mean_latency_ms: 900,
      },
      { time: '2026-10-15T13:00:00.000Z', group: 'b', calls: 1, errors: 0 },
    ]);
    expect(byModel.scores).toMatchObject([
      { scorer: 'safety', group: 'a', count: 2, mean: 0.5 },
      { scorer: 'safety', group: 'b', count: 1, mean: 1 },
    ]);
    // A trace of two models is of both, each with what it cost itself.
    const call = (model: string, totalCostUsd: number, parentSpanId: string | null) =>
      sampleSpan({ model, parentSpanId, cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd } });
    const first = call('large', 0.5, null);
    const spans = [first, call('large', 0.25, 'f'.repeat(16)), call('small', 0.01, 'f'.repeat(16))];
    await wire.services.traces.write([sampleTrace({ experimentId: experiment, requestTimeMs: noon }, spans)]);
    const costs = (await series('model')).calls.map((point: Loose) => [point.group, point.cost_usd]);
    expect(costs).toContainEqual(['large', 0.75]);
    expect(costs).toContainEqual(['small', 0.01]);
    const byTag = await series('tag:team');
    expect(byTag.calls.map((point: Loose) => point.group)).toEqual([null, 'x', null]);
    expect((await series('prompt')).scores.at(-1)).toMatchObject({ group: 'support/3' });
    const wrong = await wire.call('GET', `/api/v1/quality/series?${query}&by=weather`);
    expect(wrong.status).toBe(400);
  });
});

describe('judges against people', () => {
  it('measures accuracy, kappa and confusion, and lists where to read', async () => {
    const { wire, say, query } = await prepare();
    await say('yes', { human: true });
    await say('yes', { human: 'yes' });
    await say('no', { human: false });
    const wrong = await say('yes', { human: 'no' });
    await say('yes');
    const { body } = await wire.call('GET', `/api/v1/quality/agreement?${query}`);
    expect(body.judges).toMatchObject([
      {
        scorer: 'safety',
        judge: 'openai:/judge',
        pairs: 4,
        agreed: 3,
        accuracy: 0.75,
        kappa: 0.5,
        confusion: { yes: { yes: 2 }, no: { no: 1, yes: 1 } },
        disagreements: [{ trace_id: wrong, human_value: 'no', judge_value: 'yes' }],
      },
    ]);
  });

  it('has no kappa where chance alone gives all', () => {
    const pair = { traceId: 't', name: 'n', judge: 'j', human: 'h', judgeRationale: null };
    const [one] = measureAgreement([{ ...pair, judgeValue: 'yes', humanValue: 'yes' }]);
    expect(one).toMatchObject({ accuracy: 1, kappa: null });
  });
});

describe('alerts', () => {
  async function watch(wire: Wire, experiment: string, more: object = {}) {
    const { status, body } = await wire.call('POST', '/api/v1/alerts', {
      experiment,
      name: `falls ${crypto.randomUUID()}`,
      metric: { of: 'score', scorer: 'safety' },
      condition: { kind: 'below', threshold: 0.9 },
      window_seconds: 3600,
      minimum_count: 2,
      webhook_url: 'https://hooks.example/quality',
      ...more,
    });
    expect({ status, body }).toMatchObject({ status: 200 });
    return body.alert_id;
  }

  /** The clock at a time, with a webhook that answers so. */
  async function tick({ services }: Wire, atMs: number, status: number, received: Loose[]) {
    const fetch = async (url: unknown, init: Loose) => {
      received.push({ url: String(url), body: init.body, signature: init.headers.get('x-weir-signature') });
      return new Response('ok', { status });
    };
    const now = () => atMs;
    await checkAlerts({
      services: {
        ...services,
        now,
        webhooks: { ...services.webhooks, now, fetch: fetch as typeof globalThis.fetch },
      },
    });
  }

  it('tell once when it begins and once when it is over, signed, and again until it is taken', async () => {
    const { wire, experiment, say } = await prepare();
    const id = await watch(wire, experiment);
    const received: Loose[] = [];
    await tick(wire, noon, 200, received);
    expect((await wire.call('GET', `/api/v1/alerts/${id}`)).body).toMatchObject({ state: 'unknown' });
    await say('yes', { requestTimeMs: noon + 1000 });
    await say('no', { requestTimeMs: noon + 2000 });
    await tick(wire, noon + 60_000, 503, received);
    const waiting = (await wire.call('GET', `/api/v1/alerts/${id}`)).body;
    expect(waiting).toMatchObject({ state: 'firing', undelivered: true });
    expect(waiting.last_error).toContain('503');
    // Not before its pause, then once, and no more.
    await tick(wire, noon + 90_000, 200, received);
    expect(received).toHaveLength(1);
    for (const minute of [2, 3, 4]) await tick(wire, noon + minute * 60_000, 200, received);
    expect(received).toHaveLength(2);
    expect(received[1].body).toBe(received[0].body);
    expect(JSON.parse(received[1].body)).toMatchObject({ type: 'alert.firing', value: 0.5, alert_id: id });
    expect(received[1].signature).toBe(
      await signature({ current: signingKey, previous: null }, received[1].body, noon + 120_000),
    );
    for (let call = 0; call < 20; call++) await say('yes', { requestTimeMs: noon + 300_000 });
    await tick(wire, noon + 360_000, 200, received);
    await tick(wire, noon + 420_000, 200, received);
    expect(received).toHaveLength(3);
    expect(JSON.parse(received[2].body)).toMatchObject({ type: 'alert.resolved' });
  });

  it('F316 are told at once, five at a time, after all were looked at', async () => {
    const { wire, experiment, say } = await prepare();
    for (let alert = 0; alert < 7; alert++) await watch(wire, experiment);
    await say('no', { requestTimeMs: noon - 1000 });
    await say('no', { requestTimeMs: noon - 1000 });
    let underWay = 0;
    let most = 0;
    let looks = 0;
    const { services } = wire;
    const fetch = async () => {
      underWay++;
      most = Math.max(most, underWay);
      expect(looks).toBe(7);
      await expect.poll(() => most).toBe(5);
      underWay--;
      return new Response('ok');
    };
    const note: typeof services.alerts.note = async (...call) => {
      looks++;
      return services.alerts.note(...call);
    };
    await checkAlerts({
      services: {
        ...services,
        now: () => noon,
        alerts: { ...services.alerts, list: () => services.alerts.list(experiment), note },
        webhooks: { ...services.webhooks, now: () => noon, fetch },
      },
    });
    expect(most).toBe(5);
    const told = await services.alerts.list(experiment);
    expect(told.map(({ state, undelivered }) => [state, undelivered])).toEqual(
      told.map(() => ['firing', null]),
    );
  });

  it('tell of a change against the window before', async () => {
    const { wire, experiment, say } = await prepare();
    const condition = { kind: 'drop', share: 0.2, baseline_seconds: 7200 };
    await watch(wire, experiment, { condition });
    const received: Loose[] = [];
    for (let call = 0; call < 4; call++) await say('yes', { requestTimeMs: noon - 2 * HOUR });
    await say('yes', { requestTimeMs: noon - 1000 });
    await say('no', { requestTimeMs: noon - 1000 });
    await tick(wire, noon, 200, received);
    expect(JSON.parse(received[0].body)).toMatchObject({ type: 'alert.firing' });
    expect(JSON.parse(received[0].body).detail).toContain('-50% from 1');
  });

  it.each([
    [{ webhook_url: 'http://hooks.example/x' }, 'webhook_url'],
    [{ webhook_url: 'https://169.254.169.254/latest' }, 'webhook_url'],
    [{ webhook_url: 'https://localhost/x' }, 'webhook_url'],
    [{ webhook_url: 'https://user:pass@hooks.example/x' }, 'webhook_url'],
    [{ condition: { kind: 'below' } }, 'condition'],
    [{ metric: { of: 'score' } }, 'metric'],
  ])('refuse %j', async (more, field) => {
    const { wire, experiment } = await prepare();
    const { status, body } = await wire.call('POST', '/api/v1/alerts', {
      experiment,
      name: 'x',
      metric: { of: 'calls' },
      condition: { kind: 'above', threshold: 1 },
      window_seconds: 3600,
      webhook_url: 'https://hooks.example/quality',
      ...more,
    });
    expect(status).toBe(400);
    expect(body.message).toContain(field);
  });
});
