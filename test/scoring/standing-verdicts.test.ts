/** Which verdicts count: one judgement per trace and name, the newest, and where a person corrected it, the correction. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { sampleAssessment, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

const noon = Date.UTC(2026, 9, 15, 12);

async function prepare() {
  const wire = createWire();
  const name = `standing ${crypto.randomUUID()}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = made.body.experiment_id;
  let second = 0;
  const newTrace = async () => {
    const trace = sampleTrace({ experimentId: experiment, requestTimeMs: noon });
    trace.info.prompts = [{ name: 'support', version: '1' }];
    await wire.services.traces.write([trace]);
    return trace.info.traceId;
  };
  /** Says something; each time a second later. Returns the id. */
  const say = async (traceId: string, value: Json, more: Loose = {}): Promise<string> => {
    const { version, by = 'LLM_JUDGE', id = 'openai:/judge', metadata = {}, ...rest } = more;
    const assessmentId = `a-${crypto.randomUUID()}`;
    await wire.services.assessments.create(
      sampleAssessment({
        traceId,
        assessmentId,
        name: 'safety',
        value,
        source: { type: by, id },
        metadata: { ...(version === undefined ? {} : { 'weir.scorer': `safety/${version}` }), ...metadata },
        createTimeMs: noon + ++second * 1000,
        ...rest,
      }),
      null,
    );
    return assessmentId;
  };
  const correct = (traceId: string, value: Json, overrides: string, id = 'ada') =>
    say(traceId, value, { by: 'HUMAN', id, overrides });
  const query = `experiment=${experiment}&from=2026-10-15T00:00:00Z&to=2026-10-16T00:00:00Z`;
  const get = async (path: string): Promise<Loose> => (await wire.call('GET', path)).body;
  return {
    newTrace,
    say,
    correct,
    series: async (by = 'none'): Promise<Loose[]> =>
      (await get(`/api/v1/quality/series?${query}&interval_seconds=86400&by=${by}`)).scores,
    agreement: async (): Promise<Loose[]> => (await get(`/api/v1/quality/agreement?${query}`)).judges,
    passRates: async (): Promise<Loose[]> =>
      (await get(`/api/v1/assessments/statistics?${query}`)).statistics,
    arms: async (): Promise<Loose[]> =>
      (await get(`/api/v1/prompts/support/versions/1/stats?experiment=${experiment}`)).arms,
    feedback: async (): Promise<Loose[]> =>
      (await get(`/api/v1/feedback/stats?experiment=${experiment}`)).feedback,
  };
}

const ofJudges = (rows: Loose[]) => rows.filter((row) => row.source_type !== 'HUMAN');

describe('verdicts that stand', () => {
  it('F159: two versions of a scorer on one trace count once, with the newest; by version each for itself', async () => {
    const { newTrace, say, series, arms, passRates } = await prepare();
    for (const [first, then] of [
      ['no', 'yes'],
      ['no', 'yes'],
      ['yes', 'no'],
    ] as const) {
      const trace = await newTrace();
      await say(trace, first, { version: 1 });
      await say(trace, then, { version: 2 });
    }
    expect(await series()).toMatchObject([{ scorer: 'safety', count: 3, mean: 2 / 3 }]);
    expect(await series('version')).toMatchObject([
      { group: 'safety/1', count: 3, mean: 1 / 3 },
      { group: 'safety/2', count: 3, mean: 2 / 3 },
    ]);
    expect(ofJudges(await passRates())).toMatchObject([{ count: 3, mean: 2 / 3, is_share: true }]);
    expect(ofJudges((await arms())[0].scores)).toMatchObject([{ count: 3, mean: 2 / 3 }]);
  });

  it('F159: all verdicts of one judgement count: a scorer of retrieval gives one per span and chunk', async () => {
    const { newTrace, say, series } = await prepare();
    const trace = await newTrace();
    for (const version of [1, 2])
      for (const [index, value] of ['yes', 'no', 'yes'].entries())
        await say(trace, value, {
          version,
          spanId: 'b7ad6b7169203331',
          metadata: { chunk_index: String(index) },
        });
    expect(await series()).toMatchObject([{ count: 3, mean: 2 / 3 }]);
  });

  it('F159: a correction is the value of pass rates, and the judge’s own word that of agreement', async () => {
    const { newTrace, say, correct, series, agreement, arms, passRates } = await prepare();
    for (let trace = 0; trace < 3; trace++) {
      const id = await newTrace();
      await say(id, 'yes');
      await say(id, 'yes', { by: 'HUMAN', id: 'ada' });
    }
    const wrong = await newTrace();
    await correct(wrong, 'no', await say(wrong, 'yes'));
    expect(await series()).toMatchObject([{ count: 4, mean: 0.75, corrected: 1 }]);
    expect(ofJudges(await passRates())).toMatchObject([{ count: 4, mean: 0.75 }]);
    expect(ofJudges((await arms())[0].scores)).toMatchObject([{ count: 4, mean: 0.75 }]);
    expect(await agreement()).toMatchObject([
      {
        pairs: 4,
        agreed: 3,
        accuracy: 0.75,
        confusion: { yes: { yes: 3 }, no: { yes: 1 } },
        disagreements: [{ trace_id: wrong, human_value: 'no', judge_value: 'yes' }],
      },
    ]);
  });

  it('F159: so it is when the correction is corrected, and when another person only says so too', async () => {
    const { newTrace, say, correct, series, agreement } = await prepare();
    const trace = await newTrace();
    const judged = await say(trace, 'yes');
    const first = await correct(trace, 'no', judged, 'ada');
    await correct(trace, 'yes', first, 'ada');
    await say(trace, 'no', { by: 'HUMAN', id: 'bo' });
    expect(await series()).toMatchObject([{ count: 1, mean: 1, corrected: 1 }]);
    const [judge] = await agreement();
    expect(judge).toMatchObject({ pairs: 2, agreed: 1, kappa: 0, kappa_gap: null });
  });

  it('F159: a judge that has judged again is not corrected, and its older word is gone', async () => {
    const { newTrace, say, series, agreement } = await prepare();
    const trace = await newTrace();
    await say(trace, 'yes', { overrides: await say(trace, 'no') });
    await say(trace, 'yes', { by: 'HUMAN', id: 'ada' });
    expect(await series()).toMatchObject([{ count: 1, mean: 1, corrected: 0 }]);
    expect(await agreement()).toMatchObject([{ pairs: 1, agreed: 1, kappa: null, kappa_gap: 'one_item' }]);
  });

  it('F155: what says nothing is counted apart, and is neither yes nor no', async () => {
    const { newTrace, say, series, agreement, feedback, arms, passRates } = await prepare();
    const error = { code: 'E', message: null, stackTrace: null };
    for (const [value, more] of [
      ['yes', {}],
      ['no', {}],
      [null, {}],
      [null, { error }],
    ] as const) {
      const trace = await newTrace();
      await say(trace, value, more);
      await say(trace, value, { by: 'HUMAN', id: 'ada' });
    }
    expect(await series()).toMatchObject([{ count: 2, mean: 0.5, errors: 1, without_value: 1 }]);
    expect(await agreement()).toMatchObject([{ pairs: 2, agreed: 2, kappa: 1 }]);
    expect(await feedback()).toMatchObject([
      { count: 2, without_value: 2, mean: 0.5, values: [{ count: 1 }, { count: 1 }] },
    ]);
    expect(ofJudges(await passRates())).toMatchObject([{ mean: 0.5, error_count: 1 }]);
    expect(ofJudges((await arms())[0].scores)).toMatchObject([{ count: 2, mean: 0.5 }]);
  });

  it('F158: shares over time have intervals of shares', async () => {
    const { newTrace, say, series } = await prepare();
    for (let trace = 0; trace < 4; trace++) await say(await newTrace(), 'yes');
    const [sure] = await series();
    expect(sure).toMatchObject({ mean: 1, ci_high: 1 });
    expect(sure.ci_low).toBeCloseTo(0.5101, 4);
    await say(await newTrace(), 'no');
    const [most] = await series();
    expect(most.ci_high).toBeLessThanOrEqual(1);
    expect(most.ci_low).toBeCloseTo(0.3755, 4);
  });

  it('F158: large numbers keep their spread', async () => {
    const { newTrace, say, series, feedback } = await prepare();
    for (const value of [1e9 + 1, 1e9 + 2, 1e9 + 3]) {
      await say(await newTrace(), value);
      await say(await newTrace(), value, { by: 'HUMAN', id: 'ada' });
    }
    const [judged] = await series();
    expect(judged.ci_high - judged.ci_low).toBeCloseTo(2 * 2.484138, 4);
    expect((await feedback())[0]).toMatchObject({ mean: 1e9 + 2, standard_deviation: 1 });
  });
});
