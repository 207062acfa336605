import { describe, expect, it } from 'vitest';
import { countedUsage, readUsage, usageIn } from '../../../../src/proxy/providers/openai/usage.ts';
import { addUsage } from '../../../../src/proxy/providers/wire/usage.ts';
import { used } from '../../../fixtures/openai/fixture.ts';

const RULES = { reasoningOutsideOutput: false };
const XAI = { reasoningOutsideOutput: true };
const counts = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };

describe('readUsage', () => {
  it.each([
    ['OpenAI', { prompt_tokens_details: { cached_tokens: 6 } }],
    ['Mistral, first name', { num_cached_tokens: 6 }],
    ['Mistral, second name', { prompt_tokens_details: { cached_tokens: 6 } }],
    ['Mistral, third name', { prompt_token_details: { cached_tokens: 6 } }],
    ['DeepSeek', { prompt_cache_hit_tokens: 6, prompt_cache_miss_tokens: 4 }],
    ['Moonshot', { cached_tokens: 6 }],
    ['LiteLLM', { cache_read_input_tokens: 6, prompt_tokens_details: { cached_tokens: 0 } }],
  ])('reads cached tokens as %s names them, inside the input', (_name, more) => {
    expect(readUsage({ ...counts, ...more }, RULES)).toEqual(
      used({ input: 10, output: 4, total: 14, cacheRead: 6 }),
    );
  });

  it('fills the total in, and keeps what is not told unknown', () => {
    expect(readUsage({ prompt_tokens: 3 }, RULES)).toEqual(used({ input: 3, total: 3 }));
    expect(readUsage({ prompt_tokens: null }, RULES)).toBeNull();
    expect(readUsage({}, RULES)).toBeNull();
    expect(readUsage(null, RULES)).toBeNull();
  });

  it('F37 leaves xAI’s Responses alone, where reasoning is inside the output', () => {
    const usage = {
      input_tokens: 5,
      output_tokens: 9,
      total_tokens: 14,
      output_tokens_details: { reasoning_tokens: 7 },
    };
    expect(readUsage(usage, XAI)).toEqual(used({ input: 5, output: 9, total: 14, reasoning: 7 }));
  });

  it('F37 adds xAI’s reasoning to chat output', () => {
    const usage = { ...counts, total_tokens: 21, completion_tokens_details: { reasoning_tokens: 7 } };
    expect(readUsage(usage, XAI)).toEqual(used({ input: 10, output: 11, total: 21, reasoning: 7 }));
  });

  it('takes the cost the provider states', () => {
    expect(
      readUsage(
        { ...counts, cost: 0.5, is_byok: false, cost_details: { upstream_inference_cost: 0.4 } },
        RULES,
      ),
    ).toMatchObject({ statedCostUsd: 0.5 });
    expect(
      readUsage({ ...counts, cost: 0, cost_details: { upstream_inference_cost: null } }, RULES),
    ).toMatchObject({ statedCostUsd: 0 });
    expect(
      readUsage({ ...counts, cost: 0.1, is_byok: true, cost_details: { upstream_inference_cost: 2 } }, RULES),
    ).toMatchObject({ statedCostUsd: 2.1 });
    expect(readUsage({ ...counts, cost_in_usd_ticks: 200_000_000 }, RULES)).toMatchObject({
      statedCostUsd: 0.02,
    });
    expect(readUsage({ ...counts, cost: { total_cost: 0.3 } }, RULES)).toMatchObject({ statedCostUsd: 0.3 });
  });
});

describe('usageIn', () => {
  it('finds it at its usual place, in x_groq, and in a choice', () => {
    expect(usageIn({ usage: counts })).toEqual(counts);
    expect(usageIn({ usage: null, x_groq: { usage: counts } })).toEqual(counts);
    expect(usageIn({ choices: [{ usage: counts }] })).toEqual(counts);
    expect(usageIn({ x_groq: { usage: { dram_cached_tokens: 4 } } })).toEqual({});
    expect(usageIn({})).toEqual({});
  });
});

describe('addUsage', () => {
  it('adds what is known and keeps the unknown unknown', () => {
    const sum = addUsage(
      used({ input: 1, total: 1, extra: { a: 1 } }),
      used({ input: 2, output: 3, total: 5, extra: { a: 2, b: 3 } }),
    );
    expect(sum).toEqual(used({ input: 3, output: 3, total: 6, extra: { a: 3, b: 3 } }));
    expect(addUsage(null, null)).toBeNull();
    expect(countedUsage('images', 0)).toBeNull();
  });
});
