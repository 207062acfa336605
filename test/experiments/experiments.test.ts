/** Experiments: resolved by id or name, created by name, listed, and how long they keep traces. */
import { describe, expect, it } from 'vitest';
import { createExperimentCache } from '../../src/experiments/experiment-cache.ts';
import { resolveExperiment } from '../../src/experiments/resolve-experiment.ts';
import type { ExperimentStore } from '../../src/experiments/store/experiment-store.ts';
import { adminKey, bearing, experiments, managementApp } from '../helpers/management-app.ts';

function harness() {
  let time = 5000;
  let questions = 0;
  const counting: ExperimentStore = {
    ...experiments,
    getByName: (name) => {
      questions += 1;
      return experiments.getByName(name);
    },
  };
  const now = () => time;
  const services = {
    experiments: counting,
    experimentCache: createExperimentCache({ now }),
    settings: { experimentsPerKey: 1000 },
    now,
  };
  return {
    resolve: async (nameOrId: string | null) =>
      (await resolveExperiment({ services, input: { nameOrId, by: null } })).experimentId,
    questions: () => questions,
    wait: (ms: number) => void (time += ms),
  };
}

describe('resolving an experiment', () => {
  it('gives the default for nothing', async () => {
    const { resolve } = harness();
    for (const nothing of [null, '', '  ', '0', 'Default']) expect(await resolve(nothing)).toBe('0');
  });

  it('creates by name, once, also when many ask at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => harness().resolve('support bot 🤖')));
    expect(new Set(ids).size).toBe(1);
    expect(await experiments.get(ids[0] ?? '')).toMatchObject({
      name: 'support bot 🤖',
      lifecycleStage: 'active',
    });
    expect(await harness().resolve(ids[0] ?? '')).toBe(ids[0]);
  });

  it('takes digits that are no id as a name', async () => {
    const { resolve } = harness();
    const id = await resolve('20261015');
    expect(id).not.toBe('20261015');
    expect(await resolve('20261015')).toBe(id);
    expect(await resolve('99999999999999999999')).toMatch(/^\d+$/);
  });

  it('keeps sending traces to a deleted experiment', async () => {
    const created = await experiments.create('to be deleted', 1);
    await experiments.update(created?.experimentId ?? '', { lifecycleStage: 'deleted' }, 2);
    expect(await harness().resolve('to be deleted')).toBe(created?.experimentId);
  });

  it('F172 makes as many by name as a key may, and says which it did not make', async () => {
    const experimentCache = createExperimentCache({ now: () => 1 });
    const services = { experiments, experimentCache, settings: { experimentsPerKey: 2 }, now: () => 1 };
    const resolve = (nameOrId: string, by: string | null) =>
      resolveExperiment({ services, input: { nameOrId, by } });
    const made = [await resolve('bounded 1', 'key-b'), await resolve('bounded 2', 'key-b')];
    expect(made.every(({ experimentId, refusedName }) => experimentId !== '0' && refusedName === null)).toBe(
      true,
    );
    const refused = { experimentId: '0', refusedName: 'bounded 3' };
    expect(await resolve('bounded 3', 'key-b')).toEqual(refused);
    expect(await experiments.getByName('bounded 3')).toBeNull();
    expect(await resolve('bounded 1', 'key-b')).toEqual(made[0]);
    const byOther = await resolve('bounded 3', 'key-c');
    expect(byOther.refusedName).toBeNull();
    expect(await resolve('bounded 3', 'key-b')).toEqual(byOther);
  });

  it('cuts names no database wants', async () => {
    const { resolve } = harness();
    expect(await resolve(`long ${'x'.repeat(2000)}`)).toMatch(/^\d+$/);
    expect(await resolve('lone \ud800 and nul \u0000')).toMatch(/^\d+$/);
  });

  it('asks the store once a minute', async () => {
    const { resolve, questions, wait } = harness();
    await resolve('cached');
    const first = questions();
    await resolve('cached');
    expect(questions()).toBe(first);
    wait(60_000);
    await resolve('cached');
    expect(questions()).toBe(first + 1);
  });
});

describe('the experiment store', () => {
  it('changes what is asked and nothing else, and refuses a name that is taken', async () => {
    const created = await experiments.create('changing', 10);
    const id = created?.experimentId ?? '';
    expect(await experiments.update(id, { tags: { team: 'core' }, name: 'changed' }, 20)).toEqual({
      ...created,
      name: 'changed',
      tags: { team: 'core' },
      updatedAtMs: 20,
    });
    expect(await experiments.create('changed', 30)).toBeNull();
    await expect(experiments.update(id, { name: 'Default' }, 40)).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await experiments.update('4000000', { name: 'x' }, 1)).toBeNull();
    expect(await experiments.get('not a number')).toBeNull();
  });
});

describe('experiments over REST', () => {
  const app = managementApp();
  const headers = { ...bearing(adminKey), 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  it('creates, lists, gets and changes', async () => {
    const created = await send('POST', '/api/v1/experiments', { name: 'over rest' });
    expect(created).toMatchObject({
      status: 200,
      body: { experiment: { name: 'over rest', retention_days: null } },
    });
    const { experiment } = created.body as { experiment: { experiment_id: string } };
    expect(
      await send('PATCH', `/api/v1/experiments/${experiment.experiment_id}`, { retention_days: 90 }),
    ).toMatchObject({
      body: { experiment: { retention_days: 90 } },
    });
    expect(await send('GET', `/api/v1/experiments/${experiment.experiment_id}`)).toMatchObject({
      body: { experiment: { name: 'over rest', retention_days: 90 } },
    });
    const listed = await send('GET', '/api/v1/experiments');
    expect(listed.body).toMatchObject({
      experiments: expect.arrayContaining([
        expect.objectContaining(
          experiment.experiment_id === undefined ? {} : { experiment_id: experiment.experiment_id },
        ),
      ]),
    });
    expect(await send('POST', '/api/v1/experiments', { name: 'over rest' })).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
  });

  it.each([
    ['PATCH', '/api/v1/experiments/0', { retention_days: 0 }, 400, 'INVALID_PARAMETER_VALUE'],
    ['PATCH', '/api/v1/experiments/0', { retention_days: 1.5 }, 400, 'INVALID_PARAMETER_VALUE'],
    ['PATCH', '/api/v1/experiments/0', {}, 400, 'INVALID_PARAMETER_VALUE'],
    ['PATCH', '/api/v1/experiments/777777', { retention_days: 1 }, 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['GET', '/api/v1/experiments/777777', undefined, 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['POST', '/api/v1/experiments', { name: '' }, 400, 'INVALID_PARAMETER_VALUE'],
    ['POST', '/api/v1/experiments', { name: 7 }, 400, 'INVALID_PARAMETER_VALUE'],
  ])('%s %s %j is refused', async (method, path, body, status, code) => {
    expect(await send(method, path, body)).toMatchObject({ status, body: { error_code: code } });
  });
});
