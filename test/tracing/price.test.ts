import { describe, expect, it } from 'vitest';
import { unknownUsage } from '../../src/proxy/providers/wire/usage.ts';
import { priceCall, type PriceInput } from '../../src/tracing/price.ts';
import { readPriceOverrides } from '../../src/tracing/pricing/overrides.ts';

const call = (overrides: Partial<PriceInput>): PriceInput => ({
  provider: 'openai',
  priceProvider: 'openai',
  models: ['gpt-4o'],
  usage: { ...unknownUsage(), input: 1000, output: 100, total: 1100 },
  estimated: false,
  serviceTier: null,
  customCost: null,
  atMs: Date.UTC(2026, 9, 1),
  ...overrides,
});

const usd = async (overrides: Partial<PriceInput>) =>
  (await priceCall(call(overrides), {})).cost.totalCostUsd;

describe('priceCall', () => {
  it('F27 prices Anthropic cache writes as cache writes: $0.0544, not $0.0913', async () => {
    const total = await usd({
      provider: 'anthropic',
      priceProvider: 'anthropic',
      models: ['claude-3-7-sonnet-20250219'],
      usage: { ...unknownUsage(), input: 12_307, cacheWrite: 12_304, cacheRead: 0, output: 550 },
    });
    expect(total).toBeCloseTo(0.054399, 6);
  });

  it('F29 prices one-hour cache writes above five-minute ones', async () => {
    const usage = { ...unknownUsage(), input: 1000, cacheWrite: 1000, output: 0 };
    const anthropic = { provider: 'anthropic', priceProvider: 'anthropic', models: ['claude-sonnet-4-5'] };
    const fiveMinutes = await usd({ ...anthropic, usage });
    const oneHour = await usd({ ...anthropic, usage: { ...usage, cacheWrite1h: 1000 } });
    expect(fiveMinutes).toBeCloseTo(0.00375, 8);
    expect(oneHour).toBeCloseTo(0.006, 8);
  });

  it('prices by the answering model, then by the requested one', async () => {
    expect(await usd({ models: ['no-such-model', 'gpt-4o'] })).toBeCloseTo(0.0035, 8);
  });

  it('F42 leaves an unknown model unpriced, not free', async () => {
    expect(await priceCall(call({ models: ['no-such-model'] }), {})).toEqual({
      cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null },
      source: null,
      estimatedCostUsd: null,
      unpriced: ['model'],
    });
    expect(await usd({ priceProvider: null })).toBeNull();
    const nothing = { ...unknownUsage(), input: 0, output: 0, total: 0 };
    expect(await priceCall(call({ models: [], usage: nothing }), {})).toMatchObject({ unpriced: [] });
  });

  it('F125 prices an estimate apart, never as a fact; what was stated is one', async () => {
    const estimate = await priceCall(call({ estimated: true }), {});
    expect(estimate).toMatchObject({ cost: { totalCostUsd: null }, unpriced: [] });
    expect(estimate.estimatedCostUsd).toBeCloseTo(0.0035, 10);
    const perToken = { totalUsd: null, perTokenInUsd: 1e-6, perTokenOutUsd: 1e-5 };
    expect(await priceCall(call({ estimated: true, customCost: perToken }), {})).toMatchObject({
      cost: { totalCostUsd: null },
      estimatedCostUsd: 0.002,
    });
    const stated = { ...unknownUsage(), input: 1000, statedCostUsd: 0.7 };
    expect(await priceCall(call({ estimated: true, usage: stated }), {})).toMatchObject({
      cost: { totalCostUsd: 0.7 },
      estimatedCostUsd: null,
    });
  });

  it('F39 honours the service tier that answered', async () => {
    expect(await usd({ serviceTier: 'flex' })).toBeCloseTo(0.00175, 8);
    expect(await usd({ serviceTier: 'priority' })).toBeCloseTo(0.0035 * 1.7, 8);
    expect(await usd({ serviceTier: 'priority', models: ['gpt-3.5-turbo'] })).toBeNull();
    expect(await usd({ serviceTier: 'default' })).toBeCloseTo(0.0035, 8);
  });

  it('F37 takes a cached count above the input count as all of it', async () => {
    const usage = { ...unknownUsage(), input: 100, cacheRead: 160, output: 10 };
    expect(await usd({ provider: 'xai', priceProvider: 'x-ai', models: ['grok-4'], usage })).toBeGreaterThan(
      0,
    );
  });

  it.each([
    ['told to be none', 400, 100, 0, 0.000_652],
    ['not told', 400, 100, null, 0.000_652],
    ['not told, but more than none for lack of room', 1000, 100, null, 0.000_458_5],
    ['told', 400, 100, 100, (650 * 0.3 + 300 * 0.03 + 100 * 0.1 + 150 * 2.5) / 1e6],
  ])('prices cached audio that is %s', async (_name, cacheRead, inputAudio, cacheReadAudio, expected) => {
    const usage = { ...unknownUsage(), input: 1050, output: 150, cacheRead, inputAudio, cacheReadAudio };
    const google = { provider: 'google', priceProvider: 'google', models: ['gemini-2.5-flash'] };
    expect(await usd({ ...google, usage })).toBeCloseTo(expected, 10);
  });

  it('lets an operator override, and a caller state, a price', async () => {
    const overrides = readPriceOverrides(
      '{"openai/gpt-4o":{"inputPerMillionUsd":1,"outputPerMillionUsd":2,"cacheReadPerMillionUsd":0.5}}',
    );
    const usage = { ...unknownUsage(), input: 1_000_000, cacheRead: 500_000, output: 1_000_000 };
    const overridden = await priceCall(call({ usage }), overrides);
    expect(overridden).toMatchObject({
      cost: { inputCostUsd: 0.75, outputCostUsd: 2, totalCostUsd: 2.75 },
      source: 'override',
    });
    const stated = await priceCall(
      call({ customCost: { perTokenInUsd: 0.001, perTokenOutUsd: 0.002, totalUsd: null } }),
      overrides,
    );
    expect(stated.cost.totalCostUsd).toBeCloseTo(1.2, 8);
    expect(stated.source).toBe('caller');
  });

  it('F43 refuses a price that can only be a slip', () => {
    expect(() =>
      readPriceOverrides('{"m":{"inputPerMillionUsd":2000000,"outputPerMillionUsd":1}}'),
    ).toThrowError(/WEIR_PRICES\.m\.inputPerMillionUsd/);
    expect(() => readPriceOverrides('[')).toThrowError(/WEIR_PRICES/);
  });
});
