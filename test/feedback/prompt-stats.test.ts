/** What a prompt version came to in use, by the alias and the arm that led to it. */
import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import {
  adminKey,
  assessments,
  bearing,
  experiments,
  keyFor,
  managementApp,
  traces,
} from '../helpers/management-app.ts';

const app = managementApp();
const DAY = Date.parse('2026-10-14T00:00:00Z');
let experimentId = '';
const get = async (path: string, key = adminKey) => {
  const response = await app.request(`/api/v1/prompts/${path}`, { headers: bearing(key) });
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
  return { status: response.status, body: (await response.json()) as any };
};

beforeAll(async () => {
  experimentId = (await experiments.create('prompt stats', 1))?.experimentId ?? '';
  const made = Array.from({ length: 20 }, (_, index) => {
    const split = index < 15;
    return sampleTrace({
      experimentId,
      requestTimeMs: DAY + index * 1000,
      endTimeMs: DAY + index * 1000 + (index + 1) * 100,
      state: index === 3 ? 'ERROR' : 'OK',
      metadata: split ? { 'weir.prompt.alias': 'support@production', 'weir.prompt.arm': 'v4' } : {},
      prompts: [{ name: 'support', version: index === 19 ? '5' : '4' }],
    });
  });
  await traces.write(
    made.map(({ info, spans }, index) => ({
      info,
      spans: spans.map((span) => ({
        ...sampleSpan({ traceId: info.traceId, cost: cost(index) }),
        spanId: span.spanId,
      })),
    })),
  );
  const say = (index: number, name: string, value: boolean | number, more = {}) =>
    assessments.create(
      sampleAssessment({
        traceId: made[index]?.info.traceId ?? '',
        name,
        value,
        source: { type: 'HUMAN', id: 'ada' },
        ...more,
      }),
      null,
    );
  for (let index = 0; index < 10; index++) await say(index, 'helpful', index < 8);
  await say(0, 'safety', 1, { source: { type: 'LLM_JUDGE', id: 'openai:/j' } });
  await say(16, 'helpful', false);
  await say(1, 'helpful', false, { valid: false });
});

const cost = (index: number) =>
  index === 2
    ? { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null }
    : { inputCostUsd: 0.001, outputCostUsd: 0.002, totalCostUsd: 0.003 };

describe('statistics of a prompt version', () => {
  it('tell calls, cost, latency, feedback and scores by alias and arm', async () => {
    const { status, body } = await get('support/versions/4/stats');
    expect(status).toBe(200);
    const [split, named] = body.arms;
    expect(split).toMatchObject({
      alias: 'support@production',
      arm: 'v4',
      calls: 15,
      errors: 1,
      priced_calls: 14,
      input_tokens: 150,
      output_tokens: 75,
      average_duration_ms: 800,
      p50_duration_ms: 800,
      p95_duration_ms: expect.closeTo(1430, 9),
      p99_duration_ms: expect.closeTo(1486, 9),
    });
    expect(split.total_cost).toBeCloseTo(0.042, 10);
    expect(split.scores).toEqual([
      expect.objectContaining({
        name: 'helpful',
        source_type: 'HUMAN',
        count: 10,
        mean: 0.8,
        interval: expect.objectContaining({ method: 'wilson' }),
      }),
      { name: 'safety', source_type: 'LLM_JUDGE', count: 1, mean: 1, interval: null },
    ]);
    expect(named).toMatchObject({ alias: null, arm: null, calls: 4, errors: 0 });
    expect(named.scores).toEqual([expect.objectContaining({ name: 'helpful', count: 1, mean: 0 })]);
  });

  it('keep versions, times and experiments apart', async () => {
    expect((await get('support/versions/5/stats')).body.arms).toMatchObject([{ calls: 1 }]);
    expect((await get('support/versions/6/stats')).body.arms).toEqual([]);
    const from = new Date(DAY + 10_000).toISOString();
    expect((await get(`support/versions/4/stats?from=${from}`)).body.arms).toMatchObject([
      { arm: 'v4', calls: 5 },
      { arm: null, calls: 4 },
    ]);
    const elsewhere = (await experiments.create('no prompts here', 1))?.experimentId ?? '';
    const key = await keyFor(['read'], elsewhere);
    expect((await get('support/versions/4/stats', key)).body.arms).toEqual([]);
  });

  it.each(['support/versions/x/stats', 'support/versions/0/stats', 'support/versions/4/stats?from=soon'])(
    'are not given for %s',
    async (path) => {
      const { status, body } = await get(path);
      expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    },
  );

  it('are led by the index of links', async () => {
    const plan = await env.TRACES.prepare(
      `EXPLAIN QUERY PLAN SELECT 1 FROM trace_links AS l JOIN traces AS t ON t.trace_id = l.trace_id
       WHERE l.experiment_id IN (SELECT value FROM json_each('["1"]')) AND l.kind = 'prompt' AND l.target = 'a/1'
       AND l.request_time_ms >= 0 AND l.request_time_ms < 9e15`,
    ).all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail).join('\n')).toContain('trace_links_by_target');
  });
});
