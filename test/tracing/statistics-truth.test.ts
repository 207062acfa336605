/** Statistics that people decide by: percentiles of all traces, groups without a cut, days where the reader lives. */
import { describe, expect, it } from 'vitest';
import { env } from 'cloudflare:workers';
import { createD1TraceAnalytics } from '../../src/tracing/store/d1-trace-analytics.ts';
import { createD1TraceStatisticsStore } from '../../src/tracing/store/d1-trace-statistics-store.ts';
import { unknownCost, type Span } from '../../src/tracing/trace.ts';
import { sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import {
  ask,
  dayMs,
  fillExperiment,
  interpolated,
  newExperiment,
  sampleTraceWithoutSpans,
  startMs,
  unknown,
} from '../helpers/ask-statistics.ts';
import { assessments, traces } from '../helpers/management-app.ts';

describe('statistics of traces', () => {
  it('F147 have percentiles of all traces, however many there are and in whatever order they came', async () => {
    const experimentId = await newExperiment();
    // Fast and slow calls by turns, as two workers make them: every other one is 100 ms, every other 3,000 ms and more.
    await fillExperiment(experimentId, 6000, `iif(n % 2 = 0, 100, 3000 + n % 7)`);
    const { body } = await ask('/api/v1/traces/statistics', { experiment: experimentId });
    const durations = Array.from({ length: 6000 }, (_, n) => (n % 2 === 0 ? 100 : 3000 + (n % 7)));
    expect(body.complete).toBe(true);
    expect(body.statistics).toMatchObject([
      {
        request_count: 6000,
        duration_p50_ms: interpolated(durations, 0.5),
        duration_p95_ms: interpolated(durations, 0.95),
        duration_p99_ms: interpolated(durations, 0.99),
      },
    ]);
  });

  it('F147 have the percentiles that the metrics of MLflow have of the same traces', async () => {
    const experimentId = await newExperiment();
    await fillExperiment(experimentId, 333, 'n * n % 1009');
    const analytics = createD1TraceAnalytics({ database: env.TRACES });
    const [point] = await analytics.query({
      experimentIds: [experimentId],
      view: 'TRACES',
      metric: 'latency',
      aggregations: [50, 95, 99].map((percentile) => ({ type: 'PERCENTILE', percentile })),
      dimensions: [],
      conditions: [],
      bucketMs: null,
      fromMs: null,
      toMs: null,
      offset: 0,
      limit: 10,
    });
    const { body } = await ask('/api/v1/traces/statistics', { experiment: experimentId });
    const [row] = body.statistics;
    expect([row?.['duration_p50_ms'], row?.['duration_p95_ms'], row?.['duration_p99_ms']]).toEqual(
      point?.values,
    );
  });

  it('F149 hold all groups that are not told as one, in each interval, with the sums and percentiles of them', async () => {
    const experimentId = await newExperiment();
    const made = Array.from({ length: 60 }, (_, index) => ({
      model: index % 3 === 0 ? 'much' : `m${index % 20}`,
      requestTimeMs: startMs + (index % 2) * dayMs,
      durationMs: (index * 37) % 101,
      inputTokens: index,
    }));
    await traces.write(
      made.map(({ durationMs, inputTokens, ...rest }) =>
        sampleTraceWithoutSpans({
          ...rest,
          experimentId,
          endTimeMs: rest.requestTimeMs + durationMs,
          usage: { ...unknown, inputTokens },
        }),
      ),
    );
    const range = { from: String(startMs), to: String(startMs + 2 * dayMs), interval_seconds: '86400' };
    const { body } = await ask('/api/v1/traces/statistics', {
      experiment: experimentId,
      group_by: 'model',
      limit: '1',
      ...range,
    });
    const rest = made.filter(({ model }) => model !== 'much');
    const expected = [0, 1].map((day) => {
      const ofDay = rest.filter(({ requestTimeMs }) => requestTimeMs === startMs + day * dayMs);
      const durations = ofDay.map(({ durationMs }) => durationMs);
      return {
        others: new Set(ofDay.map(({ model }) => model)).size,
        request_count: ofDay.length,
        input_tokens: ofDay.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
        duration_p50_ms: interpolated(durations, 0.5),
        duration_p99_ms: expect.closeTo(interpolated(durations, 0.99), 9),
      };
    });
    expect(body.statistics.filter(({ others }) => others !== null)).toMatchObject(expected);
    expect(body.statistics.filter(({ others }) => others === null)).toHaveLength(2);
    expect(body).toMatchObject({ complete: true, group_count: new Set(made.map(({ model }) => model)).size });
  });

  it('F149 count a trace of several prompts among the others once', async () => {
    const experimentId = await newExperiment();
    const of = (...names: string[]) =>
      sampleTrace({ experimentId, prompts: names.map((name) => ({ name, version: '1' })) });
    await traces.write([of('a', 'b', 'c'), of('a', 'b'), of('a', 'd'), of('a')]);
    const { body } = await ask('/api/v1/traces/statistics', {
      experiment: experimentId,
      group_by: 'prompt',
      limit: '1',
    });
    expect(body.statistics).toMatchObject([
      { group: 'a/1', others: null, request_count: 4 },
      { group: null, others: 3, request_count: 3 },
    ]);
  });

  it('F149 refuse more rows than an answer holds, and say how many that is', async () => {
    const experimentId = await newExperiment();
    await traces.write(
      Array.from({ length: 4 }, (_, index) => sampleTrace({ experimentId, name: `m${index}` })),
    );
    const store = createD1TraceStatisticsStore({ database: env.TRACES });
    const query = {
      experimentIds: [experimentId],
      withoutExperimentIds: undefined,
      conditions: [],
      match: null,
      fromMs: undefined,
      toMs: undefined,
      intervals: null,
      maxTraces: 100,
    };
    const count = (maxRows: number) =>
      store.count({ ...query, group: { by: 'name' }, order: 'requests', limit: 10, maxRows });
    expect((await count(4)).rows).toHaveLength(4);
    await expect(count(3)).rejects.toThrow('at most 3 rows');
  });

  it('F152 tell sessions of one name in two experiments apart', async () => {
    const [one, other] = [await newExperiment(), await newExperiment()];
    const session = crypto.randomUUID();
    await traces.write([one, one, other].map((experimentId) => sampleTrace({ experimentId, session })));
    const { body } = await ask('/api/v1/traces/statistics', { session, group_by: 'session' });
    expect(body.statistics).toMatchObject([
      { group: session, experiment_id: one, request_count: 2 },
      { group: session, experiment_id: other, request_count: 1 },
    ]);
  });

  it('F152 begin days at midnight in a time zone, also where clocks change', async () => {
    const experimentId = await newExperiment();
    // Clocks in Berlin went from 3 to 2 on 25 October 2026: that day has 25 hours.
    const hours = [
      '2026-10-24T21:59:59Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ];
    await traces.write(hours.map((time) => sampleTrace({ experimentId, requestTimeMs: Date.parse(time) })));
    const count = async (seconds: string) => {
      const { body } = await ask('/api/v1/traces/statistics', {
        experiment: experimentId,
        interval_seconds: seconds,
        time_zone: 'Europe/Berlin',
        from: '2026-10-24T00:00:00Z',
        to: '2026-10-27T00:00:00Z',
      });
      return { rows: body.statistics.map((row) => [row['start_time'], row['request_count']]), body };
    };
    const days = await count('86400');
    expect(days.rows).toEqual([
      ['2026-10-23T22:00:00.000Z', 1],
      ['2026-10-24T22:00:00.000Z', 4],
      ['2026-10-25T23:00:00.000Z', 1],
    ]);
    expect(days.body.intervals).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ]);
    const hourly = await count('3600');
    expect(hourly.rows).toContainEqual(['2026-10-25T00:00:00.000Z', 1]);
    expect(hourly.rows).toContainEqual(['2026-10-25T01:00:00.000Z', 1]);
    expect(hourly.body.intervals).toHaveLength(72);
  });
});

describe('statistics by model', () => {
  const usage = (inputTokens: number) => ({
    ...unknown,
    inputTokens,
    outputTokens: 1,
    totalTokens: inputTokens + 1,
  });
  const cost = (totalCostUsd: number) => ({ inputCostUsd: null, outputCostUsd: null, totalCostUsd });
  /** An agent with a call of each of two models, one of which is wrapped, and an estimate and what has no price. */
  const agentTrace = (experimentId: string) => {
    const { info } = sampleTrace({ experimentId, model: 'large', provider: 'p', requestTimeMs: startMs });
    const { traceId } = info;
    const root = {
      ...sampleSpan({ traceId, type: 'AGENT' }),
      usage: unknown,
      cost: unknownCost,
      model: null,
    };
    const call = (changes: Partial<Span>) => ({
      ...sampleSpan({ traceId, type: 'CHAT_MODEL', provider: 'p' }),
      parentSpanId: root.spanId,
      ...changes,
    });
    const large = call({ model: 'large', usage: usage(100), cost: cost(0.5) });
    const inner = call({ ...large, spanId: sampleSpan({}).spanId, parentSpanId: large.spanId });
    const small = call({
      model: 'small',
      usage: usage(10),
      cost: cost(0.01),
      unpriced: ['web_search_requests'],
    });
    const guessed = call({
      model: 'small',
      usage: usage(1000),
      cost: unknownCost,
      usageEstimated: true,
      estimatedCostUsd: 0.2,
    });
    return { info, spans: [root, large, inner, small, guessed] };
  };

  it('F148 give each model what it used itself, of the spans that count', async () => {
    const experimentId = await newExperiment();
    await traces.write([agentTrace(experimentId), agentTrace(experimentId)]);
    const by = async (group: string) =>
      (await ask('/api/v1/traces/statistics', { experiment: experimentId, group_by: group })).body.statistics;
    const small = {
      group: 'small',
      request_count: 2,
      input_tokens: 2020,
      total_tokens: 2024,
      total_cost: expect.closeTo(0.02, 12),
      estimated_tokens: 2002,
      estimated_cost_usd: expect.closeTo(0.4, 12),
      unpriced_span_count: 2,
    };
    const large = {
      group: 'large',
      request_count: 2,
      input_tokens: 200,
      total_tokens: 202,
      total_cost: 1,
      estimated_tokens: null,
      estimated_cost_usd: null,
      unpriced_span_count: 0,
    };
    expect(await by('model')).toMatchObject([large, small]);
    expect(await by('provider')).toMatchObject([
      { group: 'p', request_count: 2, input_tokens: 2220, unpriced_span_count: 2, estimated_tokens: 2002 },
    ]);
    expect(await by('state')).toMatchObject([
      {
        input_tokens: 2220,
        total_cost: expect.closeTo(1.02, 12),
        unpriced_span_count: 2,
        estimated_tokens: 2002,
      },
    ]);
  });

  it('F148 give what a client states beyond its spans to the model of the trace', async () => {
    const experimentId = await newExperiment();
    const { info, spans } = agentTrace(experimentId);
    await traces.write([{ info, spans }]);
    await traces.writeInfos([{ ...info, usage: usage(2000) }]);
    const { body } = await ask('/api/v1/traces/statistics', { experiment: experimentId, group_by: 'model' });
    expect(body.statistics.map((row) => [row['group'], row['input_tokens'], row['total_tokens']])).toEqual([
      ['large', 2000 - 1010, 2001 - 1012],
      ['small', 1010, 1012],
    ]);
  });

  it('F149 count a trace of several models among the others once', async () => {
    const experimentId = await newExperiment();
    await traces.write([
      agentTrace(experimentId),
      sampleTrace({ experimentId, model: 'own' }, [sampleSpan({ model: 'own', provider: 'q' })]),
    ]);
    const { body } = await ask('/api/v1/traces/statistics', {
      experiment: experimentId,
      group_by: 'model',
      order: 'latest',
      limit: '1',
    });
    const rest = body.statistics.find(({ others }) => others !== null);
    expect(rest).toMatchObject({ others: 2, request_count: 1 });
  });
});

describe('statistics of assessments', () => {
  it('F149 hold the names that are not told as one, in each interval', async () => {
    const experimentId = await newExperiment();
    const written = [0, 1].map((day) => sampleTrace({ experimentId, requestTimeMs: startMs + day * dayMs }));
    await traces.write(written);
    const says = ['often', 'often', 'b', 'c'];
    for (const { info } of written) {
      for (const [index, name] of says.entries()) {
        await assessments.create(
          sampleAssessment({ traceId: info.traceId, name, value: index === 2 ? 'no' : 'yes' }),
          null,
        );
      }
    }
    const { body } = await ask('/api/v1/assessments/statistics', {
      experiment: experimentId,
      limit: '1',
      interval_seconds: '86400',
      from: String(startMs),
      to: String(startMs + 2 * dayMs),
    });
    expect(body).toMatchObject({ complete: true, group_count: 3 });
    expect(body.statistics).toMatchObject([
      { name: 'often', others: null, count: 2 },
      { name: 'often', others: null, count: 2 },
      { name: null, source_type: null, others: 2, count: 2, mean: 0.5, numeric_count: 2, is_share: true },
      { name: null, source_type: null, others: 2, count: 2, mean: 0.5 },
    ]);
  });
});
