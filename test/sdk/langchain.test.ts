/** LangChain's OpenAI and Anthropic models, through Weir by nothing but the base URL. */
import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace, trueCost } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { messageTruth, plainMessage } from './upstream/anthropic.ts';
import { VECTOR, embeddingTruth } from './upstream/embeddings.ts';
import { chatTruth, plainChat } from './upstream/openai-chat.ts';
import { GREETING, ask, type Truth } from './upstream/wire.ts';

interface Case {
  name: string;
  provider: string;
  model: (origin: string) => BaseChatModel;
  truth: (scenario: 'text' | 'tools') => Truth;
  plain: (scenario: 'text' | 'tools') => unknown;
  words: string;
}

const cases: Case[] = [
  {
    name: 'ChatOpenAI',
    provider: 'openai',
    model: (origin) =>
      new ChatOpenAI({
        model: 'gpt-4.1-mini',
        apiKey: 'sk-caller',
        maxRetries: 0,
        configuration: { baseURL: `${origin}/openai/v1` },
      }),
    truth: (scenario) => chatTruth('openai', scenario),
    plain: (scenario) => plainChat('openai', scenario),
    words: "Invalid value: 'purple'.",
  },
  {
    name: 'ChatAnthropic',
    provider: 'anthropic',
    model: (origin) =>
      new ChatAnthropic({
        model: 'claude-sonnet-4-6',
        apiKey: 'sk-ant-caller',
        maxRetries: 0,
        anthropicApiUrl: `${origin}/anthropic`,
      }),
    truth: messageTruth,
    plain: plainMessage,
    words: 'at least one message is required',
  },
];

const tools = [
  {
    type: 'function',
    function: {
      name: weatherTool.name,
      description: weatherTool.description,
      parameters: weatherTool.schema,
    },
  },
];

/** What a caller reads of a message. */
const said = ({ content, tool_calls, usage_metadata, response_metadata }: AIMessageChunk) => ({
  content,
  calls: tool_calls?.map(({ id, name, args }) => ({ id, name, args })),
  usage_metadata,
  response_metadata,
});

describe.each(cases)('langchain: $name', ({ provider, model, truth, plain, words }) => {
  const bound = (origin: string) => {
    const made = model(origin);
    if (made.bindTools === undefined) throw new Error('cannot bind tools');
    return made.bindTools(tools);
  };

  it('invokes', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      said(await model(origin).invoke(ask.text)),
    );
    expect(seen.content).toBe(GREETING);
    expectTrace(only(traces), {
      provider,
      truth: truth('text'),
      outputs: plain('text'),
      streamed: false,
      received: only(received),
    });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      (await collect(await model(origin).stream(ask.text))).map(said),
    );
    expect(seen.map(({ content }) => content).join('')).toBe(GREETING);
    expectTrace(only(traces), {
      provider,
      truth: truth('text'),
      outputs: plain('text'),
      streamed: true,
      received: only(received),
    });
  });

  it('calls bound tools', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      said(await bound(origin).invoke(ask.tools)),
    );
    expect(seen.calls?.map(({ args }) => args)).toEqual(weatherArguments);
    expectTrace(only(traces), {
      provider,
      truth: truth('tools'),
      outputs: plain('tools'),
      streamed: false,
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls bound tools in a stream', async () => {
    const { seen, traces, received } = await compare(async (origin) => {
      const chunks = await collect(await bound(origin).stream(ask.tools));
      return said(chunks.reduce((whole, chunk) => whole.concat(chunk)));
    });
    expect(seen.calls?.map(({ args }) => args)).toEqual(weatherArguments);
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
    const { seen, traces } = await compare((origin) => failureOf(model(origin).invoke(ask.invalid)));
    expect(seen.message).toContain(words);
    expectRefusal(only(traces), { provider, status: 400, words });
  });
});

describe('langchain: embeddings', () => {
  it('embeds', async () => {
    const { seen, traces } = await compare((origin) =>
      new OpenAIEmbeddings({
        model: 'text-embedding-3-small',
        apiKey: 'sk-caller',
        configuration: { baseURL: `${origin}/openai/v1` },
      }).embedDocuments(['first text', 'second text']),
    );
    expect(seen).toEqual([VECTOR, VECTOR]);
    expect(only(traces).info.cost.total_cost).toBeCloseTo(trueCost(embeddingTruth('openai')) ?? 0, 12);
  });
});
