import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

describe('scorers over REST', () => {
  it('describe the options of each code scorer, so that a form can be drawn of them', async () => {
    const { body } = await createWire().call('GET', '/api/v1/scorers/kinds');
    const optionsOf = (code: string) => body.code.find((one: Loose) => one.code === code).options;
    expect(optionsOf('latency_threshold')).toMatchObject({
      type: 'object',
      properties: { maximumMs: { type: 'number' } },
      required: ['maximumMs'],
    });
    expect(optionsOf('contains_keywords')).toMatchObject({
      properties: { mode: { enum: ['all', 'any', 'none'], default: 'all' }, keywords: { type: 'array' } },
      required: ['keywords'],
    });
    expect(optionsOf('is_not_empty').required).toBeUndefined();
  });

  it.each([
    ['needs expectations', { scorer: { code: 'exact_match' }, sample_rate: 0.5 }],
    ['has no judge model', { scorer: { builtin: 'Safety' }, sample_rate: 1 }],
    ['has a filter with a fault', { scorer: { code: 'is_not_empty' }, sample_rate: 1, filter: 'speed >' }],
  ])('are not registered with a sampling that is refused: it %s', async (_, body) => {
    const { call } = createWire();
    const name = `refused ${crypto.randomUUID()}`;
    expect(await call('POST', '/api/v1/scorers', { name, ...body })).toMatchObject({ status: 400 });
    expect(await call('GET', `/api/v1/scorers/${encodeURIComponent(name)}`)).toMatchObject({ status: 404 });
  });
});
