/**
 * Per wire format: tokens and dollars recorded over tokens and dollars truly sent. The fixture upstream notes what each of
 * its answers used before putting it into the provider's words; dollars are computed from that with the price library,
 * apart from Weir. Every ratio must be 1. Refused calls are among the calls: they used nothing.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trueCost } from './support/expect-trace.ts';
import { weirOrigin } from './support/origins.ts';
import { createProxyKey, readTrace } from './support/traces.ts';
import { readEndedNotes, readNotes } from './support/upstream-notes.ts';
import { weatherTool } from './support/weather-tool.ts';
import { CLAUDE, NOVA, TITAN } from './upstream/bedrock.ts';
import { ask } from './upstream/wire.ts';

interface Request {
  path: string;
  body: object;
}

/** A call of the given prompt; with tools when `tools`, streamed when `stream`. */
type Format = (prompt: string, tools: boolean, stream: boolean) => Request;

const functionTool = {
  type: 'function',
  function: { name: weatherTool.name, description: weatherTool.description, parameters: weatherTool.schema },
};

const chat =
  (path: string, model: string, more: object = {}): Format =>
  (content, tools, stream) => ({
    path,
    body: {
      model,
      messages: [{ role: 'user', content }],
      stream,
      ...(tools ? { tools: [functionTool] } : {}),
      ...(stream ? more : {}),
    },
  });

const claude = (content: string, tools: boolean): object => ({
  max_tokens: 100,
  messages: [{ role: 'user', content }],
  ...(tools ? { tools: [{ name: weatherTool.name, input_schema: weatherTool.schema }] } : {}),
});

const formats: Record<string, Format> = {
  'OpenAI chat': chat('/openai/v1/chat/completions', 'gpt-4.1-mini'),
  'OpenAI chat, usage asked': chat('/openai/v1/chat/completions', 'gpt-4.1-mini', {
    stream_options: { include_usage: true },
  }),
  'OpenAI Responses': (input, tools, stream) => ({
    path: '/openai/v1/responses',
    body: {
      model: 'gpt-5-mini',
      input,
      stream,
      ...(tools ? { tools: [{ type: 'function', ...functionTool.function }] } : {}),
    },
  }),
  'OpenAI embeddings': (input) => ({
    path: '/openai/v1/embeddings',
    body: { model: 'text-embedding-3-small', input },
  }),
  Groq: chat('/groq/openai/v1/chat/completions', 'llama-3.3-70b-versatile'),
  Mistral: chat('/mistral/v1/chat/completions', 'mistral-small-latest'),
  'Anthropic messages': (content, tools, stream) => ({
    path: '/anthropic/v1/messages',
    body: { model: 'claude-sonnet-4-6', stream, ...claude(content, tools) },
  }),
  Gemini: (text, tools, stream) => ({
    path: `/google/v1beta/models/gemini-2.5-flash:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: {
      contents: [{ role: 'user', parts: [{ text }] }],
      ...(tools ? { tools: [{ functionDeclarations: [{ name: weatherTool.name }] }] } : {}),
    },
  }),
  'Cohere chat': chat('/cohere/v2/chat', 'command-r7b-12-2024'),
  'Ollama chat': chat('/ollama/api/chat', 'llama3.2'),
  'Bedrock Converse': (text, tools, stream) => ({
    path: `/bedrock/model/${encodeURIComponent(NOVA)}/converse${stream ? '-stream' : ''}`,
    body: {
      messages: [{ role: 'user', content: [{ text }] }],
      ...(tools
        ? {
            toolConfig: {
              tools: [{ toolSpec: { name: weatherTool.name, inputSchema: { json: weatherTool.schema } } }],
            },
          }
        : {}),
    },
  }),
  'Bedrock Claude': (content, tools, stream) => ({
    path: `/bedrock/model/${encodeURIComponent(CLAUDE)}/invoke${stream ? '-with-response-stream' : ''}`,
    body: { anthropic_version: 'bedrock-2023-05-31', ...claude(content, tools) },
  }),
  'Bedrock Titan embeddings': (inputText) => ({
    path: `/bedrock/model/${encodeURIComponent(TITAN)}/invoke`,
    body: { inputText },
  }),
};

/** Text and tools, plain and streamed, in unequal numbers, and two refusals. */
const mix: [prompt: string, tools: boolean, stream: boolean][] = [
  [ask.text, false, false],
  [ask.text, false, true],
  [ask.text, false, true],
  [ask.tools, true, false],
  [ask.tools, true, true],
  [ask.limited, false, true],
  [ask.invalid, false, false],
];

interface Sum {
  tokens: number;
  dollars: number;
  /** Calls without a price. */
  unpriced: number;
}

const rows: string[][] = [
  ['wire format', 'calls', 'tokens sent', 'recorded', 'ratio', 'dollars sent', 'recorded', 'ratio'],
];
let key: string;

beforeAll(async () => {
  key = await createProxyKey();
});

afterAll(() => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
});

describe('recorded over sent', () => {
  it.each(Object.keys(formats))('%s', async (name) => {
    const format = formats[name] as Format;
    const start = (await readNotes()).length;
    const traceIds: string[] = [];
    for (const [prompt, tools, stream] of mix) traceIds.push(await call(format(prompt, tools, stream)));
    const notes = await readEndedNotes(start);
    const traces = await Promise.all(traceIds.map(readTrace));
    const sent: Sum = { tokens: 0, dollars: 0, unpriced: 0 };
    const recorded: Sum = { tokens: 0, dollars: 0, unpriced: 0 };
    for (const { truth } of notes) {
      if (truth !== null) add(sent, truth.input + truth.output, trueCost(truth));
    }
    for (const { info } of traces) {
      const { input_tokens: input, output_tokens: output, total_tokens: total } = info.usage;
      if (total === null) continue;
      expect(total).toBe((input ?? 0) + (output ?? 0));
      add(recorded, total, info.cost.total_cost);
    }
    rows.push(row(name, { sent, recorded }));
    expect(traces).toHaveLength(mix.length);
    expect(recorded.tokens).toBe(sent.tokens);
    expect(recorded.unpriced).toBe(sent.unpriced);
    expect(ratio(recorded.dollars, sent.dollars)).toBe(1);
  });
});

/** Makes a call and returns its trace id. */
async function call({ path, body }: Request): Promise<string> {
  const answer = await fetch(weirOrigin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Signed calls need a caller whom Weir knows; all others bring their own key.
      ...(path.startsWith('/bedrock') ? { 'x-weir-key': key } : { authorization: 'Bearer caller' }),
    },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.headers.get('x-weir-trace-id') ?? 'no trace id';
}

function add(sum: Sum, tokens: number, dollars: number | null): void {
  sum.tokens += tokens;
  if (dollars === null) sum.unpriced++;
  else sum.dollars += dollars;
}

/** To twelve digits: sums of the same numbers in another order differ in the sixteenth. */
function ratio(recorded: number, sent: number): number {
  return recorded === sent ? 1 : Number((recorded / sent).toFixed(12));
}

function row(name: string, { sent, recorded }: { sent: Sum; recorded: Sum }): string[] {
  const dollars = (sum: Sum) => (sum.unpriced > 0 && sum.dollars === 0 ? 'unpriced' : sum.dollars.toFixed(9));
  return [
    name,
    String(mix.length),
    String(sent.tokens),
    String(recorded.tokens),
    String(ratio(recorded.tokens, sent.tokens)),
    dollars(sent),
    dollars(recorded),
    String(ratio(recorded.dollars, sent.dollars)),
  ];
}
