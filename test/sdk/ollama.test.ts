/** Ollama's SDK, through Weir by nothing but the host. */
import { Ollama } from 'ollama';
import { describe, expect, it } from 'vitest';
import { collect, compare, failureOf, only } from './support/compare.ts';
import { expectRefusal, expectTrace } from './support/expect-trace.ts';
import { weatherArguments, weatherTool } from './support/weather-tool.ts';
import { VECTOR } from './upstream/embeddings.ts';
import { ollamaTruth, plainOllama } from './upstream/ollama.ts';
import { GREETING, ask } from './upstream/wire.ts';

const client = (origin: string) => new Ollama({ host: `${origin}/ollama` });
const say = (content: string) => ({ model: 'llama3.2', messages: [{ role: 'user', content }] });
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
const expected = (scenario: 'text' | 'tools', streamed: boolean) => ({
  provider: 'ollama',
  truth: ollamaTruth(scenario),
  outputs: plainOllama(scenario),
  streamed,
});

describe('ollama', () => {
  it('answers plainly, without a price', async () => {
    const { seen, traces, received } = await compare((origin) => client(origin).chat(say(ask.text)));
    expect(seen.message.content).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', false), received: only(received) });
  });

  it('streams', async () => {
    const { seen, traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat({ ...say(ask.text), stream: true })),
    );
    expect(seen.map(({ message }) => message.content).join('')).toBe(GREETING);
    expectTrace(only(traces), { ...expected('text', true), received: only(received) });
  });

  it('calls tools', async () => {
    const { seen, traces, received } = await compare((origin) =>
      client(origin).chat({ ...say(ask.tools), tools }),
    );
    expect(seen.message.tool_calls?.map((call) => call.function.arguments)).toEqual(weatherArguments);
    expectTrace(only(traces), {
      ...expected('tools', false),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it('calls tools in a stream', async () => {
    const { traces, received } = await compare(async (origin) =>
      collect(await client(origin).chat({ ...say(ask.tools), tools, stream: true })),
    );
    expectTrace(only(traces), {
      ...expected('tools', true),
      received: only(received),
      tools: [weatherTool.name],
    });
  });

  it.each([
    [429, ask.limited, 'server busy'],
    [400, ask.invalid, 'model is required'],
  ])('fails with %i', async (status, prompt, words) => {
    const { seen, traces } = await compare((origin) => failureOf(client(origin).chat(say(prompt))));
    expect(seen).toMatchObject({ name: 'ResponseError', status_code: status });
    expectRefusal(only(traces), { provider: 'ollama', status, words });
  });

  it('embeds', async () => {
    const { seen, traces } = await compare((origin) =>
      client(origin).embed({ model: 'llama3.2', input: 'first text' }),
    );
    expect(seen.embeddings).toEqual([VECTOR]);
    const { info, spans } = only(traces);
    expect(info).toMatchObject({
      state: 'OK',
      provider: 'ollama',
      usage: { input_tokens: 8 },
      cost: { total_cost: null },
    });
    expect(spans[0]?.type).toBe('EMBEDDING');
  });
});
