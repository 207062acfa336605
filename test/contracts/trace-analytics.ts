/** What every store owes questions about many traces: the answers of a plain reading. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import { readFilter } from '../../src/tracing/filter/read-filter.ts';
import type { Aggregation, MetricDimension, MetricQuery } from '../../src/tracing/metrics/metric.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import type { TraceAnalytics } from '../../src/tracing/store/trace-analytics.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import type { Trace } from '../../src/tracing/trace.ts';
import { toNumericValue } from '../../src/tracing/assessments/assessment.ts';
import { anyTraces } from './any-traces.ts';
import { filterPlainly } from './plain-search.ts';
import { newExperiment, sampleAssessment, sampleSpan, sampleTimeMs, sampleTrace } from './sample-trace.ts';

interface Stores {
  analytics: TraceAnalytics;
  traces: TraceStore;
  assessments: AssessmentStore;
}

const percentiles = [0, 25, 50, 95, 99.9, 100];
const spread: Aggregation[] = [
  { type: 'AVG' },
  { type: 'MIN' },
  { type: 'MAX' },
  ...percentiles.map((percentile) => ({ type: 'PERCENTILE', percentile }) as const),
];

/** Runs the contract. */
export function describeTraceAnalytics(name: string, makeStores: () => Stores): void {
  describe(`${name} as trace analytics`, () => {
    const { analytics, traces, assessments } = makeStores();
    const ask = (query: Partial<MetricQuery>) =>
      analytics.query({
        experimentIds: ['0'],
        view: 'TRACES',
        metric: 'trace_count',
        aggregations: [{ type: 'COUNT' }],
        dimensions: [],
        conditions: [],
        bucketMs: null,
        fromMs: null,
        toMs: null,
        offset: 0,
        limit: 1000,
        ...query,
      });

    it('interpolates percentiles linearly, for each dimension and bucket', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              name: fc.constantFrom('a', 'b'),
              step: fc.integer({ min: 0, max: 3 }),
              durationMs: fc.option(fc.integer({ min: 0, max: 1000 })),
            }),
            { maxLength: 20 },
          ),
          async (made) => {
            const experimentId = newExperiment();
            await traces.write(
              made.map(({ name, step, durationMs }) => {
                const requestTimeMs = sampleTimeMs + step * 1000;
                const endTimeMs = durationMs === null ? null : requestTimeMs + durationMs;
                return sampleTrace({ experimentId, name, requestTimeMs, endTimeMs }, []);
              }),
            );
            const points = await ask({
              experimentIds: [experimentId],
              metric: 'latency',
              aggregations: spread,
              dimensions: ['trace_name'],
              bucketMs: 2000,
              fromMs: sampleTimeMs,
              toMs: sampleTimeMs + 3000,
            });
            const groups = Map.groupBy(
              made.filter(({ durationMs }) => durationMs !== null),
              ({ name, step }) => `${sampleTimeMs + Math.floor(step / 2) * 2000} ${name}`,
            );
            expect(points.map((point) => `${point.bucketMs} ${point.dimensions[0]}`)).toEqual(
              [...groups.keys()].toSorted(),
            );
            for (const { bucketMs, dimensions, values } of points) {
              const own = (groups.get(`${bucketMs} ${dimensions[0]}`) ?? [])
                .map(({ durationMs }) => durationMs ?? 0)
                .toSorted((a, b) => a - b);
              const expected = [
                own.reduce((sum, value) => sum + value, 0) / own.length,
                own[0],
                own.at(-1),
                ...percentiles.map((percentile) => quantile(own, percentile / 100)),
              ];
              for (const [index, value] of values.entries())
                expect(value).toBeCloseTo(expected[index] ?? NaN, 6);
            }
          },
        ),
        { numRuns: 20 },
      );
    }, 60_000);

    it('counts traces, sessions, tokens, spans, cost and what is said', async () => {
      const experimentId = newExperiment();
      const tool = sampleSpan({
        type: 'TOOL',
        name: 'search',
        status: { code: 'ERROR', message: '' },
        model: null,
      });
      const made = [
        sampleTrace({ experimentId, name: 'a', session: 's1', tags: { env: 'prod' } }),
        sampleTrace({ experimentId, name: 'a', session: 's1', state: 'ERROR' }, [
          sampleSpan({ name: 'call' }),
          tool,
        ]),
        sampleTrace({
          experimentId,
          name: 'b',
          session: 's2',
          runIds: ['r1'],
          requestTimeMs: sampleTimeMs - 10_000,
        }),
      ];
      await traces.write(made);
      const [first, second] = made.map(({ info }) => info.traceId);
      for (const [traceId, changes] of [
        [first, { value: 'yes' }],
        [second, { value: 'no' }],
        [second, { value: 4, name: 'tone' }],
        [second, { value: 'no', valid: false }],
        [second, { value: 'yes', kind: 'expectation' }],
      ] as const) {
        await assessments.create(sampleAssessment({ traceId: traceId ?? '', ...changes }), null);
      }
      const own = { experimentIds: [experimentId] };
      const values = async (query: Partial<MetricQuery>) =>
        (await ask({ ...own, ...query })).map((point) => [...point.dimensions, ...point.values]);
      const trace = (filter: string) => ({ on: 'trace', condition: readFilter(filter)[0]! }) as const;

      expect(await values({})).toEqual([[3]]);
      expect(await values({ dimensions: ['trace_name', 'trace_status'] })).toEqual([
        ['a', 'ERROR', 1],
        ['a', 'OK', 1],
        ['b', 'OK', 1],
      ]);
      expect(await values({ fromMs: sampleTimeMs, toMs: sampleTimeMs })).toEqual([[2]]);
      expect(await values({ metric: 'session_count' })).toEqual([[2]]);
      expect(await values({ conditions: [trace("status = 'ERROR'")] })).toEqual([[1]]);
      expect(await values({ conditions: [trace("tags.env = 'prod'"), trace("status = 'OK'")] })).toEqual([
        [1],
      ]);
      expect(await values({ conditions: [trace("run_id = 'r1'")] })).toEqual([[1]]);
      expect(
        await values({ metric: 'input_tokens', aggregations: [{ type: 'SUM' }], dimensions: ['trace_name'] }),
      ).toEqual([
        ['a', 20],
        ['b', 10],
      ]);
      const spans: MetricDimension[] = ['span_type', 'span_status'];
      expect(await values({ view: 'SPANS', metric: 'span_count', dimensions: spans })).toEqual([
        ['CHAT_MODEL', 'OK', 3],
        ['TOOL', 'ERROR', 1],
      ]);
      expect(
        await values({
          view: 'SPANS',
          metric: 'latency',
          aggregations: [{ type: 'PERCENTILE', percentile: 50 }],
          conditions: [{ on: 'span', column: 'name', value: 'call' }],
        }),
      ).toEqual([[900]]);
      const cost = { view: 'SPANS', metric: 'total_cost', aggregations: [{ type: 'SUM' }] } as const;
      const sums = await values({
        ...cost,
        aggregations: [...cost.aggregations],
        dimensions: ['span_model_name'],
      });
      expect(sums).toEqual([['gpt-4.1-mini', expect.closeTo(0.009)]]);
      expect(
        await values({ ...cost, aggregations: [...cost.aggregations], fromMs: sampleTimeMs + 1, toMs: null }),
      ).toEqual([]);
      const said = { view: 'ASSESSMENTS', metric: 'assessment_count' } as const;
      expect(await values({ ...said, dimensions: ['assessment_name', 'assessment_value'] })).toEqual([
        ['correctness', '"no"', 1],
        ['correctness', '"yes"', 2],
        ['tone', '4', 1],
      ]);
      expect(
        await values({
          view: 'ASSESSMENTS',
          metric: 'assessment_value',
          aggregations: [{ type: 'AVG' }],
          dimensions: ['assessment_name'],
          conditions: [{ on: 'assessment', column: 'kind', value: 'feedback' }, trace("status = 'ERROR'")],
        }),
      ).toEqual([
        ['correctness', 0],
        ['tone', 4],
      ]);
      expect(toNumericValue('yes')).toBe(1);
      expect(await values({ ...own, conditions: [trace("status = 'IN_PROGRESS'")] })).toEqual([]);
      expect(await values({ dimensions: ['trace_name'], limit: 1, offset: 1 })).toEqual([['b', 1]]);
      expect(await ask({ experimentIds: [] })).toEqual([]);
    });

    it('counts by filters what a plain reading counts', async () => {
      const filters = [
        "status = 'OK'",
        "tags.env = 'prod'",
        "span.name = 'chat'",
        "feedback.correctness = 'true'",
        '',
      ];
      await fc.assert(
        fc.asyncProperty(
          anyTraces,
          fc.constantFrom(...filters),
          fc.constantFrom(...filters),
          async ({ made }, a, b) => {
            const experimentId = newExperiment();
            const own: Trace[] = made.map(({ trace, said }) => {
              const traceId = newTraceId();
              const assessed = said.map((each) => ({ ...each, traceId, assessmentId: `a-${newTraceId()}` }));
              return {
                info: { ...trace.info, traceId, experimentId, assessments: assessed },
                spans: trace.spans.map((span) => ({ ...span, traceId })),
              };
            });
            await traces.write(own);
            for (const { info } of own)
              for (const each of info.assessments) await assessments.create(each, null);
            const [base, first, second] = ['execution_time_ms >= 0', a, b].map((filter) =>
              readFilter(filter),
            );
            if (base === undefined || first === undefined || second === undefined)
              throw new Error('three filters');
            const count = (...all: (typeof base)[]) =>
              filterPlainly(own, []).filter((trace) =>
                all.every((conditions) => filterPlainly(own, conditions).includes(trace)),
              ).length;
            expect(
              await analytics.countByFilters({ experimentIds: [experimentId], base, first, second }),
            ).toEqual({
              total: count(base),
              first: count(base, first),
              second: count(base, second),
              joint: count(base, first, second),
            });
          },
        ),
        { numRuns: 20 },
      );
    }, 60_000);

    it('refuses to count by what is tested outside of it', async () => {
      for (const filter of ["name RLIKE 'a'", "name LIKE 'a_b'"]) {
        const first = readFilter(filter);
        await expect(
          analytics.countByFilters({ experimentIds: ['0'], base: [], first, second: [] }),
        ).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
      }
    });
  });
}

/** numpy's default: linear between the two nearest ranks. */
function quantile(sorted: number[], fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}
