/** What people's feedback comes to, by name, time, prompt version and model, and how sure that is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleAssessment, sampleTrace } from '../contracts/sample-trace.ts';
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
let experiment = '';
let experimentId = '';
const get = async (query: string, key = adminKey) => {
  const response = await app.request(`/api/v1/feedback/stats?experiment=${experiment}${query}`, {
    headers: bearing(key),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
  return { status: response.status, body: (await response.json()) as any };
};

beforeAll(async () => {
  experiment = 'stats';
  experimentId = (await experiments.create(experiment, 1))?.experimentId ?? '';
  const made = Array.from({ length: 10 }, (_, index) =>
    sampleTrace({
      experimentId,
      requestTimeMs: DAY + index * 6 * 3_600_000,
      model: index < 5 ? 'small' : 'large',
      prompts: index % 2 === 0 ? [{ name: 'support', version: String(1 + (index % 4) / 2) }] : [],
    }),
  );
  await traces.write(made);
  const say = (index: number, name: string, value: never, more = {}) =>
    assessments.create(
      sampleAssessment({
        traceId: made[index]?.info.traceId ?? '',
        assessmentId: `a-${name}-${index}-${JSON.stringify(more).length}`,
        name,
        value,
        source: { type: 'HUMAN', id: 'ada' },
        ...more,
      }),
      null,
    );
  for (let index = 0; index < 8; index++) await say(index, 'thumbs', (index < 6) as never);
  for (const [index, value] of [4, 5, 3].entries()) await say(index, 'rating', value as never);
  await say(0, 'comment', 'fine' as never);
  await say(1, 'comment', 'fine' as never);
  await say(2, 'comment', 'odd' as never);
  // None of these counts.
  await say(9, 'rating', 1 as never, { source: { type: 'LLM_JUDGE', id: 'j' } });
  await say(9, 'rating', 1 as never, { valid: false, source: { type: 'HUMAN', id: 'bo' } });
  await say(9, 'expected', 'x' as never, { kind: 'expectation' });
});

describe('feedback statistics', () => {
  it('give shares with Wilson’s interval, means with Student’s, texts by frequency, and who answered', async () => {
    const { body } = await get('');
    expect(body.responses).toEqual([
      {
        group: null,
        traces: 10,
        traces_with_feedback: 8,
        rate: 0.8,
        interval: { low: expect.closeTo(0.4902, 3), high: expect.closeTo(0.9433, 3), method: 'wilson' },
      },
    ]);
    expect(body.feedback).toEqual([
      expect.objectContaining({
        name: 'comment',
        count: 3,
        scale: 'text',
        mean: null,
        interval: null,
        values: [
          { value: 'fine', count: 2 },
          { value: 'odd', count: 1 },
        ],
      }),
      expect.objectContaining({
        name: 'rating',
        count: 3,
        scale: 'number',
        mean: 4,
        standard_deviation: 1,
        interval: { low: expect.closeTo(1.516, 2), high: expect.closeTo(6.484, 2), method: 't' },
      }),
      expect.objectContaining({
        name: 'thumbs',
        count: 8,
        scale: 'share',
        mean: 0.75,
        interval: { low: expect.closeTo(0.4093, 3), high: expect.closeTo(0.9285, 3), method: 'wilson' },
      }),
    ]);
  });

  it('by model', async () => {
    const { body } = await get('&group_by=model&name=thumbs');
    expect(
      body.feedback.map((row: Record<string, unknown>) => [row['group'], row['count'], row['mean']]),
    ).toEqual([
      ['small', 5, 1],
      ['large', 3, expect.closeTo(1 / 3)],
    ]);
    expect(body.responses.map((row: Record<string, unknown>) => [row['group'], row['rate']])).toEqual([
      ['small', 1],
      ['large', 0.6],
    ]);
  });

  it('by prompt version', async () => {
    const { body } = await get('&group_by=prompt&name=thumbs');
    expect(body.feedback.map((row: Record<string, unknown>) => [row['group'], row['count']])).toEqual([
      ['support/2', 2],
      ['support/1', 2],
      [null, 4],
    ]);
  });

  it('by day, hour and week, of a time', async () => {
    const groups = async (query: string) =>
      (await get(query)).body.responses.map((row: Record<string, unknown>) => [row['group'], row['traces']]);
    expect(await groups('&group_by=day')).toEqual([
      ['2026-10-16T00:00:00.000Z', 2],
      ['2026-10-15T00:00:00.000Z', 4],
      ['2026-10-14T00:00:00.000Z', 4],
    ]);
    expect(await groups('&group_by=week')).toEqual([['2026-10-12T00:00:00.000Z', 10]]);
    expect(await groups('&group_by=hour&from=2026-10-16T00:00:00Z')).toHaveLength(2);
    expect(await groups(`&group_by=day&to=${DAY + 24 * 3_600_000}`)).toEqual([
      ['2026-10-14T00:00:00.000Z', 4],
    ]);
  });

  it('are those of the key’s experiment', async () => {
    const other = await keyFor(['read'], '0');
    expect((await get('', other)).body.feedback).toEqual([]);
    expect((await get('', await keyFor(['read'], experimentId))).body.feedback).toHaveLength(3);
  });

  it.each(['&group_by=color', '&from=yesterday', '&to=x'])('%s is refused', async (query) => {
    expect((await get(query)).status).toBe(400);
  });
});
