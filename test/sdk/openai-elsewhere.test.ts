/** The OpenAI SDK's clients for others who speak its wire: Azure's deployments, and Gemini's OpenAI-compatible path. */
import OpenAI, { AzureOpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { weatherTool } from './support/weather-tool.ts';
import { chatElsewhere, type Elsewhere } from './upstream/openai-elsewhere.ts';
import { GREETING, ask } from './upstream/wire.ts';

const tools: OpenAI.Chat.Completions.ChatCompletionTool[] = [
  { type: 'function', function: { name: weatherTool.name, parameters: weatherTool.schema } },
];

interface Client {
  name: Elsewhere;
  create: (origin: string) => OpenAI;
  model: string;
  credential: [header: string, value: string];
  path: string;
}

const clients: Client[] = [
  {
    name: 'azure',
    create: (origin) =>
      new AzureOpenAI({
        endpoint: `${origin}/azure`,
        apiKey: 'azure-caller',
        apiVersion: '2025-04-01-preview',
        deployment: 'our-mini',
        maxRetries: 0,
      }),
    model: 'gpt-4.1-mini',
    credential: ['api-key', 'azure-caller'],
    path: '/azure/openai/deployments/our-mini/chat/completions',
  },
  {
    name: 'google',
    create: (origin) =>
      new OpenAI({ apiKey: 'AIza-caller', baseURL: `${origin}/google/v1beta/openai/`, maxRetries: 0 }),
    model: 'gemini-2.5-flash',
    credential: ['authorization', 'Bearer AIza-caller'],
    path: '/google/v1beta/openai/chat/completions',
  },
];

describe.each(clients)('openai at $name', ({ name, create, model, credential, path }) => {
  const say = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
    provider: name,
    ...chatElsewhere(name, scenario),
    streamed,
  });

  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      create(origin).chat.completions.create(say(ask.text)),
    );
    expect(seen.choices[0]?.message.content).toBe(GREETING);
    expect(only(received).path).toBe(path);
    expect(only(received).headers[credential[0]]).toBe(credential[1]);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const request = { ...say(ask.text), stream: true, stream_options: { include_usage: true } } as const;
    const { traces, received } = await compare(async (origin) =>
      collect(await create(origin).chat.completions.create(request)),
    );
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools in a stream, put together by the SDK', async () => {
    const { seen, traces, received } = await compare((origin) =>
      create(origin)
        .chat.completions.stream({ ...say(ask.tools), tools })
        .finalMessage(),
    );
    expect(seen.tool_calls).toHaveLength(2);
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('fails with 429', async () => {
    const { seen, traces } = await compare((origin) =>
      failureOf(create(origin).chat.completions.create(say(ask.limited))),
    );
    expect(seen).toBeInstanceOf(OpenAI.RateLimitError);
    expectRefusal(only(traces), { provider: name, status: 429, words: 'Rate limit reached' });
  });
});
