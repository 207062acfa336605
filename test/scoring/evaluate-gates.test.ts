/** What lets a gate of `weir evaluate` pass: verdicts that are there, and a paired test; not what is missing, nor one row. */
import { describe, expect, it } from 'vitest';
import { runEvaluateCommand } from '../../bin/evaluate/command.mjs';
import { createWire, wireAdminKey, type Loose } from '../helpers/mlflow-wire.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const numeric = { type: 'number' };

/** A dataset of so many rows, and a judge that says of row n what the script says now; a failure where it says nothing. */
async function prepare(rows: number, valueType?: object) {
  const wire = createWire({ WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' });
  const script: { say: (row: number) => unknown } = { say: () => 'yes' };
  scriptJudge(wire.services, ({ user }) => {
    const row = Number(/row (\d+)\b/.exec(user)?.[1]);
    const said = script.say(row);
    return said === undefined ? 'I had rather not say.' : verdictText(said);
  });
  const dataset = `gate ${crypto.randomUUID()}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name: dataset });
  const experiment: string = made.body.experiment_id;
  await wire.call('POST', '/api/v1/datasets', { name: dataset, experiments: [experiment] });
  await wire.call('POST', `/api/v1/datasets/${encodeURIComponent(dataset)}/records`, {
    records: Array.from({ length: rows }, (_, row) => ({ inputs: { q: row }, outputs: `row ${row}` })),
  });
  const instructions = 'Judge {{ outputs }}.';
  const scorer = { name: 'good', experiment, scorer: { instructions, value_type: valueType ?? null } };
  expect((await wire.call('POST', '/api/v1/scorers', scorer)).status).toBe(200);
  const run = async (options: object) => {
    const printed: string[] = [];
    const complained: string[] = [];
    const code = await runEvaluateCommand(
      {
        options: {
          dataset,
          scorers: 'good',
          experiment,
          concurrency: '8',
          max: '10',
          'timeout-minutes': '2',
          'fail-under': [],
          url: 'https://weir.example',
          key: wireAdminKey,
          ...options,
        },
      },
      {
        fetch: (async (url: string, init: RequestInit) =>
          wire.fetch(url.replace('https://weir.example', ''), init)) as typeof fetch,
        environment: {},
        sleep: async () => {
          const { body } = await wire.call('GET', `/api/v1/evaluations?experiment=${experiment}`);
          for (const { evaluation_id: id } of body.evaluations) await wire.carry(id);
        },
        print: (text: string) => void printed.push(text),
        complain: (text: string) => void complained.push(text),
      },
    );
    return { code, printed, complained, id: /evaluation (\S+),/.exec(printed[0] ?? '')?.[1] ?? '' };
  };
  const compare = async (candidate: string, baseline: string): Promise<Loose> =>
    (await wire.call('GET', `/api/v1/evaluations/${candidate}/compare?baseline=${baseline}`)).body.metrics[0];
  return { run, script, compare };
}

describe('a floor', () => {
  it('F157: does not pass when 19 of 20 verdicts failed', async () => {
    const { run, script } = await prepare(20);
    script.say = (row) => (row === 0 ? 'yes' : undefined);
    for (const floor of ['good=0.99', 'good=0.05']) {
      const { code, complained } = await run({ 'fail-under': [floor] });
      expect(code).toBe(1);
      expect(complained).toEqual([
        expect.stringContaining('1 of 20 rows have a verdict (19 verdicts failed'),
      ]);
    }
  }, 60_000);

  it('F157: passes with a few failures only if it would whatever those verdicts were', async () => {
    const { run, script } = await prepare(20);
    script.say = (row) => (row === 0 ? undefined : 'yes');
    expect(await run({ 'fail-under': ['good=0.95'] })).toMatchObject({ code: 0, complained: [] });
    const strict = await run({ 'fail-under': ['good=0.96'] });
    expect(strict).toMatchObject({ code: 1, complained: [expect.stringContaining('it were 0.95')] });
    expect(await run({ 'fail-under': ['good=0.96'], 'allow-missing': '0.05' })).toMatchObject({ code: 0 });
    expect(await run({ 'fail-under': ['good=0.96'], 'allow-missing': '5' })).toMatchObject({ code: 2 });
  }, 60_000);

  it('F157: of a mean wants every row, because nobody knows what is missing', async () => {
    const { run, script } = await prepare(10, numeric);
    script.say = (row) => (row === 0 ? undefined : row);
    expect(await run({ 'fail-under': ['good=3'] })).toMatchObject({
      code: 1,
      complained: [expect.stringContaining('9 of 10 rows')],
    });
    expect(await run({ 'fail-under': ['good=3'], 'allow-missing': '0.1' })).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('a baseline', () => {
  it('F157: nine rows that won are not worse for one that lost by far', async () => {
    const { run, script, compare } = await prepare(10, numeric);
    script.say = () => 5;
    const before = await run({});
    script.say = (row) => (row === 0 ? -500 : 6);
    const after = await run({ baseline: before.id });
    expect(after).toMatchObject({ code: 0, complained: [] });
    const metric = await compare(after.id, before.id);
    expect(metric).toMatchObject({ wins: 9, losses: 1, verdict: 'better', lost: 0 });
    expect(metric.difference).toBeLessThan(0);
    expect(metric.p_value).toBeCloseTo(0.021484375, 12);
    // The other way about it is worse, though its mean is higher.
    script.say = () => 5;
    const back = await run({ baseline: after.id });
    expect(back).toMatchObject({ code: 1, complained: [expect.stringContaining('9 rows worse, 1 better')] });
  }, 60_000);

  it('F157: rows that have no verdict any more do not pass', async () => {
    const { run, script, compare } = await prepare(20);
    const before = await run({});
    script.say = (row) => (row === 0 ? 'yes' : undefined);
    const after = await run({ baseline: before.id });
    expect(after).toMatchObject({
      code: 1,
      complained: ['good may have got worse: 19 rows with a verdict in the baseline have none here'],
    });
    expect(await compare(after.id, before.id)).toMatchObject({
      pairs: 1,
      lost: 19,
      verdict: 'unclear',
      worst_case: 'worse',
    });
    // With nothing in common nothing is compared.
    script.say = () => undefined;
    const none = await run({});
    script.say = () => 'yes';
    expect(await run({ baseline: none.id })).toMatchObject({
      code: 1,
      complained: [expect.stringContaining('nothing is compared')],
    });
  }, 60_000);

  it('F158: the interval of a difference of shares lies within them, and is never without width', async () => {
    const { run, script, compare } = await prepare(6);
    script.say = () => 'no';
    const before = await run({});
    script.say = () => 'yes';
    const after = await run({});
    const won = await compare(after.id, before.id);
    expect(won).toMatchObject({ difference: 1, ci_high: 1, ci_method: 'newcombe', verdict: 'better' });
    expect(won.ci_low).toBeGreaterThan(0.2);
    expect(won.ci_low).toBeLessThan(1);
    const alike = await compare(after.id, after.id);
    expect(alike).toMatchObject({ difference: 0, verdict: 'unclear' });
    expect(alike.ci_low).toBeLessThan(-0.2);
    expect(alike.ci_high).toBeGreaterThan(0.2);
  }, 60_000);
});
