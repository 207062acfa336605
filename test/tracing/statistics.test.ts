/** What many traces come to, over REST: counts, percentiles, groups, buckets, and what is said of them. */
import { describe, expect, it } from 'vitest';
import { env } from 'cloudflare:workers';
import { createD1TraceStatisticsStore } from '../../src/tracing/store/d1-trace-statistics-store.ts';
import { compileFilter } from '../../src/tracing/store/filter-sql.ts';
import { statisticsStatement } from '../../src/tracing/store/statistics-sql.ts';
import { sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import {
  ask,
  dayMs,
  newExperiment,
  sampleTraceWithoutSpans,
  startMs,
  unknown,
} from '../helpers/ask-statistics.ts';
import { assessments, traces } from '../helpers/management-app.ts';

describe('statistics of traces', () => {
  it('count requests, failures, latency, tokens and cost', async () => {
    const experimentId = await newExperiment();
    await traces.write(
      Array.from({ length: 20 }, (_, index) =>
        sampleTraceWithoutSpans({
          experimentId,
          requestTimeMs: startMs + index,
          endTimeMs: startMs + index + (index + 1) * 10,
          firstTokenMs: index < 10 ? index + 1 : null,
          state: index === 0 ? 'ERROR' : 'OK',
          usage: { ...unknown, inputTokens: 5, outputTokens: index === 0 ? null : 2 },
          cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd: index < 5 ? 0.5 : null },
        }),
      ),
    );
    const { body } = await ask('/api/v1/traces/statistics', { experiment: experimentId });
    expect(body).toEqual({
      complete: true,
      counted_from: null,
      group_count: 1,
      intervals: null,
      statistics: [
        {
          start_time: null,
          group: null,
          experiment_id: null,
          others: null,
          request_count: 20,
          error_count: 1,
          // As numpy.percentile([10, 20, …, 200], [50, 95, 99]) has it.
          duration_p50_ms: 105,
          duration_p95_ms: expect.closeTo(190.5, 9),
          duration_p99_ms: expect.closeTo(198.1, 9),
          first_token_p50_ms: 5.5,
          first_token_p95_ms: expect.closeTo(9.55, 9),
          first_token_p99_ms: expect.closeTo(9.91, 9),
          input_tokens: 100,
          output_tokens: 38,
          total_tokens: 133,
          total_cost: 2.5,
          unpriced_count: 15,
          estimated_tokens: null,
          estimated_cost_usd: null,
          unpriced_span_count: 0,
          first_request_time: new Date(startMs).toISOString(),
          last_request_time: new Date(startMs + 19).toISOString(),
        },
      ],
    });
  });

  it('begin days at the midnight of the reader', async () => {
    const experimentId = await newExperiment();
    const at = (requestTimeMs: number) => sampleTrace({ experimentId, requestTimeMs });
    await traces.write([at(startMs + 1), at(startMs + dayMs - 3_600_000), at(startMs + dayMs + 1)]);
    const range = { from: new Date(startMs).toISOString(), to: new Date(startMs + 3 * dayMs).toISOString() };
    const days = async (offset: string) => {
      const query = {
        experiment: experimentId,
        ...range,
        interval_seconds: '86400',
        utc_offset_minutes: offset,
      };
      const { body } = await ask('/api/v1/traces/statistics', query);
      return body.statistics.map((row) => [row['start_time'], row['request_count']]);
    };
    expect(await days('0')).toEqual([
      ['2026-09-01T00:00:00.000Z', 2],
      ['2026-09-02T00:00:00.000Z', 1],
    ]);
    expect(await days('120')).toEqual([
      ['2026-08-31T22:00:00.000Z', 1],
      ['2026-09-01T22:00:00.000Z', 2],
    ]);
  });

  it('are told by group, the largest first, traces without one too', async () => {
    const experimentId = await newExperiment();
    const make = (model: string | null, team: string, length: number) =>
      Array.from({ length }, () =>
        sampleTrace({ experimentId, model, tags: { team }, prompts: [{ name: 'p', version: '3' }] }, [
          sampleSpan({ model }),
        ]),
      );
    await traces.write([...make('large', 'a', 1), ...make('small', 'b', 3), ...make(null, 'a', 2)]);
    const groups = async (by: string, more: Record<string, string> = {}) => {
      const { body } = await ask('/api/v1/traces/statistics', {
        experiment: experimentId,
        group_by: by,
        ...more,
      });
      return body.statistics.map((row) => [row['group'], row['request_count']]);
    };
    expect(await groups('model')).toEqual([
      ['small', 3],
      [null, 2],
      ['large', 1],
    ]);
    expect(await groups('model', { limit: '1' })).toEqual([
      ['small', 3],
      [null, 3],
    ]);
    expect(await groups('tag:team', { filter: "tags.team = 'a'" })).toEqual([['a', 3]]);
    expect(await groups('prompt')).toEqual([['p/3', 6]]);
    expect(await groups('tag:nothing')).toEqual([[null, 6]]);
  });

  it('are of what the key may see', async () => {
    const [own, other] = [await newExperiment(), await newExperiment()];
    await traces.write([sampleTrace({ experimentId: other })]);
    expect((await ask('/api/v1/traces/statistics', { experiment: other }, own)).body.statistics).toEqual([]);
    expect((await ask('/api/v1/traces/statistics', {}, own)).body.statistics).toEqual([]);
    expect((await ask('/api/v1/assessments/statistics', {}, own)).body.statistics).toEqual([]);
  });

  it('leave out the experiments that are named so', async () => {
    const [own, judges] = [await newExperiment(), await newExperiment()];
    const user = crypto.randomUUID();
    const written = [own, own, judges].map((experimentId) => sampleTrace({ experimentId, user }));
    await traces.write(written);
    for (const { info } of written)
      await assessments.create(sampleAssessment({ traceId: info.traceId, name: 'good', value: true }), null);
    const countOf = async (parameters: Record<string, string>, within: string | null = null) => {
      const counted = await ask('/api/v1/traces/statistics', { user, ...parameters }, within);
      const said = await ask('/api/v1/assessments/statistics', { user, ...parameters }, within);
      return [counted.body.statistics[0]?.['request_count'], said.body.statistics[0]?.['count']];
    };
    expect(await countOf({})).toEqual([3, 3]);
    expect(await countOf({ without_experiment: judges })).toEqual([2, 2]);
    expect(await countOf({ without_experiment: judges, text: 'order' })).toEqual(
      await countOf({ text: 'order', experiment: own }),
    );
    expect(await countOf({ without_experiment: 'there is none' })).toEqual([3, 3]);
    expect(await countOf({ experiment: judges, without_experiment: judges })).toEqual([undefined, undefined]);
    expect(await countOf({ without_experiment: judges }, own)).toEqual([2, 2]);
    expect(await countOf({ without_experiment: own }, own)).toEqual([undefined, undefined]);
  });

  it.each([
    [{ interval_seconds: '60' }, 'from and to'],
    [{ interval_seconds: '1', from: '0000000', to: '99999999' }, 'at most 1000 intervals'],
    [{ interval_seconds: 'x' }, 'interval_seconds'],
    [{ group_by: 'password' }, 'group_by'],
    [{ limit: '1000' }, 'limit'],
    [{ filter: "name RLIKE 'a.*'" }, 'cannot be counted by'],
    [{ filter: 'nonsense' }, 'filter'],
    [{ time_zone: 'Europe/Atlantis' }, 'time_zone'],
    [{ interval_seconds: '86400', from: '9990000000000000', to: '9990000000000001' }, 'from and to'],
  ])('say what is wrong with %j', async (parameters, message) => {
    const { status, body } = await ask('/api/v1/traces/statistics', parameters);
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });

  it('say when there were more traces than are looked at', async () => {
    const experimentId = await newExperiment();
    await traces.write(
      Array.from({ length: 5 }, (_, index) => sampleTrace({ experimentId, requestTimeMs: startMs + index })),
    );
    const store = createD1TraceStatisticsStore({ database: env.TRACES });
    const query = {
      experimentIds: [experimentId],
      conditions: [],
      match: null,
      fromMs: undefined,
      toMs: undefined,
      intervals: null,
      group: null,
      order: 'requests',
      limit: 10,
      maxRows: 10,
    } as const;
    const count = (maxTraces: number) =>
      store.count({
        ...query,
        maxTraces,
        conditions: [],
        experimentIds: [experimentId],
        withoutExperimentIds: undefined,
      });
    const found = await count(3);
    expect(found).toMatchObject({ complete: false, countedFromMs: startMs + 2 });
    expect(found.rows).toMatchObject([{ requestCount: 3, firstTimeMs: startMs + 2 }]);
    expect(await count(5)).toMatchObject({ complete: true, countedFromMs: null });
  });

  it.each([
    { experimentIds: ['1'], withoutExperimentIds: undefined },
    { experimentIds: undefined, withoutExperimentIds: ['1'] },
  ])('F79 are led by the index on time, of %j', async (scope) => {
    const query = {
      conditions: [],
      fromMs: 0,
      toMs: 9,
      intervals: [{ startMs: 0, widthMs: 1000 }],
      group: { by: 'model' },
      order: 'requests',
      limit: 10,
      maxTraces: 100,
      maxRows: 100,
    } as const;
    const { sql, values } = statisticsStatement(
      { ...query, ...scope, conditions: [], intervals: [...query.intervals], match: null },
      compileFilter([]),
    );
    const plan = await env.TRACES.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    const lines = plan.results.map(({ detail }) => detail);
    expect(lines).toContainEqual(
      'SEARCH t USING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    );
  });
});

describe('statistics of what was said', () => {
  it('count the traces whose previews have all the words, in their experiments alone', async () => {
    const [experimentId, other] = [await newExperiment(), await newExperiment()];
    const said = (requestPreview: string, id = experimentId) =>
      sampleTrace({ experimentId: id, requestPreview });
    await traces.write([
      said('Where is my refund?'),
      said('Refund my order'),
      said('Hello'),
      said('a refund', other),
    ]);
    const countOf = async (text: string, experiment = experimentId) => {
      const { body } = await ask('/api/v1/traces/statistics', { experiment, text });
      return body.statistics[0]?.['request_count'] ?? 0;
    };
    expect(await countOf('refund')).toBe(2);
    expect(await countOf('refund order')).toBe(1);
    expect(await countOf('"refund" OR hello')).toBe(0);
    expect(await countOf('refund', other)).toBe(1);
    expect(await countOf('?!')).toBe(0);
  });
});

describe('statistics of assessments', () => {
  it('tell pass rates by name and kind of source', async () => {
    const experimentId = await newExperiment();
    const written = Array.from({ length: 4 }, () => sampleTrace({ experimentId }));
    await traces.write(written);
    for (const [index, { info }] of written.entries()) {
      const { traceId } = info;
      await assessments.create(
        sampleAssessment({
          traceId,
          name: 'correctness',
          value: index === 0 ? 'no' : 'yes',
          source: { type: 'LLM_JUDGE', id: 'judge' },
        }),
        null,
      );
      await assessments.create(sampleAssessment({ traceId, name: 'stars', value: index + 1 }), null);
    }
    const { body } = await ask('/api/v1/assessments/statistics', { experiment: experimentId });
    expect(body.statistics).toMatchObject([
      { name: 'correctness', source_type: 'LLM_JUDGE', count: 4, mean: 0.75, is_share: true },
      { name: 'stars', source_type: 'HUMAN', count: 4, mean: 2.5, is_share: false },
    ]);
  });

  it('are of the traces that are asked for', async () => {
    const experimentId = await newExperiment();
    const written = ['ann', 'bob'].flatMap((user) =>
      ['refund please', 'hello there'].map((requestPreview) =>
        sampleTrace({ experimentId, user, requestPreview, tags: { plan: user === 'ann' ? 'free' : 'paid' } }),
      ),
    );
    await traces.write(written);
    for (const [index, { info }] of written.entries())
      await assessments.create(
        sampleAssessment({ traceId: info.traceId, name: 'good', value: index === 0 }),
        null,
      );
    const meanOf = async (narrowed: Record<string, string>) => {
      const parameters = { experiment: experimentId, ...narrowed };
      const [row] = (await ask('/api/v1/assessments/statistics', parameters)).body.statistics;
      return row === undefined ? null : [row['mean'], row['count']];
    };
    expect(await meanOf({})).toEqual([0.25, 4]);
    expect(await meanOf({ user: 'ann' })).toEqual([0.5, 2]);
    expect(await meanOf({ text: 'refund' })).toEqual([0.5, 2]);
    expect(await meanOf({ text: 'refund', tag: 'plan:free' })).toEqual([1, 1]);
    expect(await meanOf({ filter: "feedback.good = 'false'" })).toEqual([0, 3]);
    expect(await meanOf({ text: 'nothing' })).toBeNull();
    const refused = await ask('/api/v1/assessments/statistics', { filter: "trace.name RLIKE 'a'" });
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('RLIKE') } });
  });
});
