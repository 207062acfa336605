import { describe, expect, it } from 'vitest';
import { noteTraces } from '../../src/scoring/online/note-traces.ts';
import { createSampledScorers } from '../../src/scoring/online/sampled-scorers.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { createWire } from '../helpers/mlflow-wire.ts';

describe('sampling', () => {
  it('F101: a rate of 10 % takes a tenth of ten thousand traces, and the same ones again', async () => {
    const { services, call } = createWire();
    const experimentId = '0';
    const { status } = await call('POST', '/api/v1/scorers', {
      name: 'answered',
      scorer: { code: 'is_not_empty' },
      sample_rate: 0.1,
    });
    expect(status).toBe(200);
    const noting = noteTraces(
      { ...services.traces, write: async (traces) => traces },
      { ...services, scoreQueue: { send: async () => undefined }, sessionQuietMs: 1 },
    );
    const all = Array.from({ length: 10_000 }, () => sampleTrace({ experimentId }));
    const deliver = async () => {
      for (let next = 0; next < all.length; next += 100) await noting.write(all.slice(next, next + 100));
      return new Set(await services.tasks.listDue(Date.now() + 1000, 20_000));
    };
    const first = await deliver();
    expect(await deliver()).toEqual(first);
    // Four standard deviations of a binomial distribution of 10,000 and 0.1.
    expect(Math.abs(first.size - 1000)).toBeLessThan(120);
  }, 60_000);

  it('one batch of traces is one write and one message, however many are sampled, and deciding asks no store', async () => {
    const { services, call } = createWire({ WEIR_JUDGE_MODEL: 'demo:/demo', WEIR_DEMO: 'on' });
    for (const name of ['one', 'other'])
      await call('POST', '/api/v1/scorers', {
        name: `${name} ${crypto.randomUUID()}`,
        scorer: { code: 'is_not_empty' },
        sample_rate: 0.1,
      });
    const counts = { writes: 0, tasks: 0, messages: 0, reads: 0 };
    const { scorers } = services;
    const counted = {
      ...scorers,
      listSampled: () => (counts.reads++, scorers.listSampled()),
      listExperimentsWith: (name: string) => (counts.reads++, scorers.listExperimentsWith(name)),
    };
    const sampled = createSampledScorers({
      ...services,
      scorers: counted,
      safetySampleRate: 0.1,
      now: () => 0,
    });
    const tasks = {
      ...services.tasks,
      add: async (...sent: Parameters<typeof services.tasks.add>) => {
        counts.writes++;
        const fresh = await services.tasks.add(...sent);
        counts.tasks += fresh.length;
        return fresh;
      },
    };
    const scoreQueue = {
      send: async (messages: readonly unknown[]) => void (counts.messages += messages.length),
    };
    const noting = noteTraces(
      { ...services.traces, write: async (traces) => traces },
      { ...services, sampled, tasks, scoreQueue, sessionQuietMs: 1 },
    );
    const all = Array.from({ length: 1000 }, () => sampleTrace({ experimentId: '0' }));
    for (let next = 0; next < all.length; next += 100) await noting.write(all.slice(next, next + 100));
    expect(counts.tasks).toBeGreaterThan(200);
    expect(counts).toMatchObject({ writes: 10, messages: 10, reads: 2 });
    for (let next = 0; next < all.length; next += 100) await noting.write(all.slice(next, next + 100));
    // Delivered again, there is nothing new to say.
    expect(counts).toMatchObject({ writes: 20, messages: 10, reads: 2 });
  });
});
