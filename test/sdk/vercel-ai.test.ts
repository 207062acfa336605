/** Vercel's AI SDK with three of its providers, through Weir by nothing but the base URL. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import {
  APICallError,
  embedMany,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
  type LanguageModel,
} from 'ai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { messageTruth, plainMessage } from './upstream/anthropic.ts';
import { VECTOR, embeddingTruth } from './upstream/embeddings.ts';
import { geminiTruth, plainGemini } from './upstream/google.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { plainResponse, responsesTruth } from './upstream/openai-responses.ts';
import { GREETING, ask, type Truth } from './upstream/wire.ts';

const openai = (origin: string) => createOpenAI({ apiKey: 'sk-caller', baseURL: `${origin}/openai/v1` });

interface Case {
  name: string;
  provider: string;
  model: (origin: string) => LanguageModel;
  truth: (scenario: 'text' | 'tools') => Truth;
  plain: (scenario: 'text' | 'tools') => unknown;
}

const cases: Case[] = [
  {
    name: 'openai, responses',
    provider: 'openai',
    model: (origin) => openai(origin)('gpt-5-mini'),
    truth: responsesTruth,
    plain: plainResponse,
  },
  {
    name: 'openai, chat completions',
    provider: 'openai',
    model: (origin) => openai(origin).chat('gpt-4.1-mini'),
    truth: (scenario) => chatTruth('openai', scenario),
    plain: (scenario) => plainChat('openai', scenario),
  },
  {
    name: 'anthropic',
    provider: 'anthropic',
    model: (origin) =>
      createAnthropic({ apiKey: 'sk-ant', baseURL: `${origin}/anthropic/v1` })('claude-sonnet-4-6'),
    truth: messageTruth,
    plain: plainMessage,
  },
  {
    name: 'google',
    provider: 'google',
    model: (origin) => {
      // Gemini names no tool calls; the SDK makes up an id for each, which it sends with the result.
      let calls = 0;
      const generateId = () => `call-${calls++}`;
      return createGoogleGenerativeAI({ apiKey: 'AIza', baseURL: `${origin}/google/v1beta`, generateId })(
        'gemini-2.5-flash',
      );
    },
    truth: geminiTruth,
    plain: plainGemini,
  },
];

const tools = {
  [weatherTool.name]: tool({
    description: weatherTool.description,
    inputSchema: jsonSchema<{ city: string }>(weatherTool.schema),
    execute: ({ city }) => Promise.resolve({ city, weather: 'sunny' }),
  }),
};

describe.each(cases)('ai: $name', ({ provider, model, truth, plain }) => {
  it('generates text', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const { text, finishReason, usage } = await generateText({ model: model(origin), prompt: ask.text });
      return { text, finishReason, usage };
    });
    expect(seen.text).toBe(GREETING);
    expectTrace(only(traces), {
      provider,
      truth: truth('text'),
      outputs: plain('text'),
      streamed: false,
      received: only(received),
    });
  });

  it('streams text', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const result = streamText({ model: model(origin), prompt: ask.text });
      const parts = await collect(result.textStream);
      return { parts, usage: await result.usage, finishReason: await result.finishReason };
    });
    expect(seen.parts.join('')).toBe(GREETING);
    expectTrace(only(traces), {
      provider,
      truth: truth('text'),
      outputs: plain('text'),
      streamed: true,
      received: only(received),
    });
  });

  it('calls tools and goes on with their results', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const result = await generateText({
        model: model(origin),
        prompt: ask.tools,
        tools,
        stopWhen: stepCountIs(2),
      });
      const calls = result.steps.flatMap((step) => step.toolCalls.map((call) => call.input));
      return { text: result.text, calls };
    });
    expect(seen).toEqual({ text: GREETING, calls: weatherArguments });
    expect(traces).toHaveLength(2);
    for (const [index, scenario] of (['tools', 'text'] as const).entries()) {
      expectTrace(traces[index] as never, {
        provider,
        truth: truth(scenario),
        outputs: plain(scenario),
        streamed: false,
        received: received[index] as never,
        tools: [weatherTool.name],
      });
    }
  });

  it('calls tools in a stream', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const result = streamText({ model: model(origin), prompt: ask.tools, tools });
      await result.consumeStream();
      return (await result.toolCalls).map((call) => call.input);
    });
    expect(seen).toEqual(weatherArguments);
    expectTrace(only(traces), {
      provider,
      truth: truth('tools'),
      outputs: plain('tools'),
      streamed: true,
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('fails with 400', async () => {
    const { seen, traces } = await compare((origin) =>
      failureOf(generateText({ model: model(origin), prompt: ask.invalid, maxRetries: 0 })),
    );
    expect(APICallError.isInstance(seen)).toBe(true);
    expectRefusal(only(traces), { provider, status: 400, words: seen.message });
  });
});

describe('ai: embeddings', () => {
  it('embeds', async () => {
    const { seen, traces } = await compare(async (origin) => {
      const model = openai(origin).embedding('text-embedding-3-small');
      const { embeddings, usage } = await embedMany({ model, values: ['first text', 'second text'] });
      return { embeddings, usage };
    });
    expect(seen.embeddings).toEqual([VECTOR, VECTOR]);
    expect(only(traces).info.cost.total_cost).toBeCloseTo(trueCost(embeddingTruth('openai')) ?? 0, 12);
  });
});
