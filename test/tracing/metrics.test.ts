/** The verbs over many traces: what they check, and what they make of the counts. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { correlateFilters } from '../../src/tracing/metrics/correlate-filters.ts';
import { queryTraceMetrics, type TraceMetricsInput } from '../../src/tracing/metrics/query-trace-metrics.ts';
import { createD1TraceAnalytics } from '../../src/tracing/store/d1-trace-analytics.ts';
import { newExperiment, sampleTimeMs, sampleTrace } from '../contracts/sample-trace.ts';
import { traces } from '../helpers/management-app.ts';

const services = { analytics: createD1TraceAnalytics({ database: env.TRACES }) };
const count: TraceMetricsInput = {
  experimentIds: ['0'],
  view: 'TRACES',
  metric: 'trace_count',
  aggregations: [{ type: 'COUNT' }],
  within: null,
};

describe('trace metrics', () => {
  it('come page by page, for what the caller may see', async () => {
    const experimentId = newExperiment();
    const names = ['a', 'a', 'b', 'c'];
    await traces.write(names.map((name) => sampleTrace({ experimentId, name }, [])));
    const ask = (changes: Partial<TraceMetricsInput>) =>
      queryTraceMetrics({ services, input: { ...count, experimentIds: [experimentId], ...changes } });
    const first = await ask({ dimensions: ['trace_name', 'trace_name'], maxResults: 2 });
    expect(first.points.map(({ dimensions, values }) => [dimensions[0], values[0]])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    const second = await ask({
      dimensions: ['trace_name'],
      maxResults: 2,
      pageToken: first.nextPageToken ?? '',
    });
    expect(second).toMatchObject({ points: [{ dimensions: ['c'], values: [1] }], nextPageToken: null });
    expect(await ask({ filters: ["trace.status = 'OK'", 'trace.tag.`a.b` = "x"'] })).toMatchObject({
      points: [],
    });
    expect(await ask({ filters: ["trace.metadata.`mlflow.sourceRun` = 'r'"] })).toMatchObject({ points: [] });
    const times = { intervalSeconds: 3600, fromMs: sampleTimeMs, toMs: sampleTimeMs };
    expect(await ask(times)).toMatchObject({ points: [{ bucketMs: sampleTimeMs, values: [4] }] });
    expect(await ask({ within: newExperiment() })).toMatchObject({ points: [] });
  });

  it.each<[Partial<TraceMetricsInput>, string]>([
    [{ view: 'THINGS' }, 'view_type'],
    [{ metric: 'toString' }, 'metric_name'],
    [{ metric: 'span_count' }, 'metric_name'],
    [{ aggregations: [] }, 'aggregations'],
    [{ aggregations: [{ type: 'AVG' }] }, 'aggregation_type'],
    [{ metric: 'latency', aggregations: [{ type: 'PERCENTILE' }] }, 'percentile_value'],
    [{ metric: 'latency', aggregations: [{ type: 'PERCENTILE', percentile: 101 }] }, 'percentile_value'],
    [{ dimensions: ['span_name'] }, 'dimensions'],
    [{ metric: 'session_count', dimensions: ['trace_name'] }, 'dimensions'],
    [{ filters: ['trace.status'] }, 'filters'],
    [{ filters: ["trace.name = 'a'"] }, 'filters'],
    [{ filters: ["span.name = 'a'"] }, 'filters'],
    [{ filters: ["trace.status != 'OK'"] }, 'filters'],
    [{ filters: ["trace.status = 'OK' AND trace.status = 'OK'"] }, 'filters'],
    [{ intervalSeconds: 60 }, 'time_interval_seconds'],
    [{ intervalSeconds: 0, fromMs: 0, toMs: 1 }, 'time_interval_seconds'],
    [{ fromMs: 1.5 }, 'start_time_ms'],
    [{ maxResults: 0 }, 'max_results'],
    [{ pageToken: 'nonsense' }, 'page_token'],
  ])('refuse %j', async (changes, field) => {
    await expect(queryTraceMetrics({ services, input: { ...count, ...changes } })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      details: { field },
    });
  });
});

describe('the correlation of two filters', () => {
  it('is MLflow’s measure', async () => {
    const experimentId = newExperiment();
    const made = Array.from({ length: 20 }, (_, index) =>
      sampleTrace(
        {
          experimentId,
          state: index < 5 ? 'ERROR' : 'OK',
          tags: index < 4 || index === 19 ? { slow: 'yes' } : {},
          requestTimeMs: sampleTimeMs + index,
        },
        [],
      ),
    );
    await traces.write(made);
    const correlate = (filter1: string, filter2: string, baseFilter?: string) =>
      correlateFilters({
        services,
        input: {
          experimentIds: [experimentId],
          filter1,
          filter2,
          within: null,
          ...(baseFilter === undefined ? {} : { baseFilter }),
        },
      });
    const some = await correlate("status = 'ERROR'", "tags.slow = 'yes'");
    expect(some).toMatchObject({ total: 20, first: 5, second: 5, joint: 4 });
    // log(0.2 / (0.25 * 0.25)) / -log(0.2)
    expect(some.npmi).toBeCloseTo(0.722_706, 5);
    expect(some.npmiSmoothed).toBeCloseTo(Math.log((4.5 * 22) / 36) / -Math.log(4.5 / 22), 10);
    expect(await correlate("status = 'ERROR'", "status = 'OK'")).toMatchObject({ joint: 0, npmi: -1 });
    expect((await correlate("status = 'ERROR'", "name = 'nobody'")).npmi).toBeNaN();
    expect((await correlate("status = 'ERROR'", "name = 'nobody'")).npmiSmoothed).toBeNaN();
    const based = await correlate("status = 'ERROR'", "name = 'chat'", `timestamp_ms < ${sampleTimeMs + 5}`);
    expect(based).toMatchObject({ total: 5, first: 5, second: 5, joint: 5, npmi: 1 });
    const long = (name: string) =>
      Array.from({ length: 25 }, (_, at) => `tags.${name}${at} = 'v${name}${at}'`).join(' AND ');
    await expect(correlate(long('a'), long('b'), long('c'))).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
    await expect(correlate('x', '')).rejects.toMatchObject({ details: { field: 'filter_string1' } });
  });
});
