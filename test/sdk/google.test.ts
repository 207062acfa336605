/** Google's Gen AI SDK, through Weir by nothing but the base URL. */
import { ApiError, GoogleGenAI, Type } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { VECTOR } from './upstream/embeddings.ts';
import { geminiTruth, plainGemini } from './upstream/google.ts';
import { GREETING, ask } from './upstream/wire.ts';

const client = (origin: string) =>
  new GoogleGenAI({ apiKey: 'AIza-caller', httpOptions: { baseUrl: `${origin}/google` } });
const say = (contents: string) => ({ model: 'gemini-2.5-flash', contents });
const config = {
  temperature: 0.2,
  tools: [
    {
      functionDeclarations: [
        {
          name: weatherTool.name,
          description: weatherTool.description,
          parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ['city'] },
        },
      ],
    },
  ],
};
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'google',
  truth: geminiTruth(scenario),
  outputs: plainGemini(scenario),
  streamed,
});

describe('@google/genai', () => {
  it('answers plainly', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).models.generateContent(say(ask.text)),
    );
    expect(seen.text).toBe(GREETING);
    expect(only(received).headers['x-goog-api-key']).toBe('AIza-caller');
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).models.generateContentStream(say(ask.text))),
    );
    expect(seen.map(({ text }) => text).join('')).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).models.generateContent({ ...say(ask.tools), config }),
    );
    expect(seen.functionCalls?.map(({ args }) => args)).toEqual(weatherArguments);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).models.generateContentStream({ ...say(ask.tools), config })),
    );
    expect(seen.flatMap(({ functionCalls }) => functionCalls ?? []).map(({ args }) => args)).toEqual(
      weatherArguments,
    );
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'You exceeded your current quota.'],
    [400, ask.invalid, 'Invalid value at contents.'],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) =>
      failureOf(client(origin).models.generateContent(say(prompt))),
    );
    expect(seen).toBeInstanceOf(ApiError);
    expect(seen).toMatchObject({ status, message: expect.stringContaining(words) });
    expectRefusal(only(traces), { provider: 'google', status, words });
  });

  it('embeds', async () => {
    const { seen, traces } = await compare((origin) =>
      client(origin).models.embedContent({
        model: 'gemini-embedding-001',
        contents: ['first text', 'second text'],
      }),
    );
    expect(seen.embeddings?.[0]?.values).toEqual(VECTOR);
    const { info, spans } = only(traces);
    expect(info).toMatchObject({ state: 'OK', provider: 'google', model: 'gemini-embedding-001' });
    expect(spans[0]?.type).toBe('EMBEDDING');
  });
});
