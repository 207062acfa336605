import { describe, expect, it } from 'vitest';
import { runEvaluateCommand } from '../../bin/evaluate/command.mjs';
import { createWire, wireAdminKey } from '../helpers/mlflow-wire.ts';

/** The command against the worker, whose queue is worked off while the command waits. */
async function prepare() {
  const wire = createWire();
  const dataset = `cases ${crypto.randomUUID()}`;
  await wire.call('POST', '/api/v1/datasets', { name: dataset, experiments: ['0'] });
  await wire.call('POST', `/api/v1/datasets/${encodeURIComponent(dataset)}/records`, {
    records: ['a', 'a', 'a', 'b'].map((outputs, q) => ({
      inputs: { q },
      outputs,
      expectations: { expected_response: 'a' },
    })),
  });
  const scorer = { name: 'exact', scorer: { code: 'exact_match' } };
  await wire.call('POST', '/api/v1/scorers', scorer);
  const printed: string[] = [];
  const complained: string[] = [];
  const run = (options: object) =>
    runEvaluateCommand(
      {
        options: {
          dataset,
          scorers: 'exact',
          experiment: '0',
          concurrency: '2',
          max: '10',
          'timeout-minutes': '1',
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
          const { body } = await wire.call('GET', '/api/v1/evaluations');
          for (const { evaluation_id: id } of body.evaluations) await wire.carry(id);
        },
        print: (text: string) => void printed.push(text),
        complain: (text: string) => void complained.push(text),
      },
    );
  return { run, printed, complained };
}

describe('weir evaluate', () => {
  it('prints the figures and ends well when they are what was demanded', async () => {
    const { run, printed, complained } = await prepare();
    expect(await run({ 'fail-under': ['exact=0.75'] })).toBe(0);
    expect(complained).toEqual([]);
    expect(printed.at(-1)).toMatch(/^exact: 0\.7500 \(95 %: 0\.\d+ to 0\.\d+\), 4 verdicts$/);
  });

  it('ends with 1 when they are not, or when a scorer says nothing', async () => {
    const { run, complained } = await prepare();
    expect(await run({ 'fail-under': ['exact=0.99', 'safety=0.5'] })).toBe(1);
    expect(complained).toEqual(['exact is 0.75; demanded is 0.99', 'safety has no mean; demanded is 0.5']);
  });

  it.each([
    [{ scorers: undefined }, '--scorers'],
    [{ filter: 'x' }, '--dataset or --filter'],
    [{ 'fail-under': ['safety'] }, '--fail-under'],
    [{ dataset: 'nothing of that name' }, 'The server refuses'],
    [{ key: 'wrong' }, 'The server refuses'],
  ])('ends with 2 for a mistake: %j', async (options, words) => {
    const { run, complained } = await prepare();
    expect(await run(options)).toBe(2);
    expect(complained.join()).toContain(words);
  });
});
