import { describe, expect, it } from 'vitest';
import { noteTraces } from '../../src/scoring/online/note-traces.ts';
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
      { ...services.traces, write: async () => undefined },
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
});
