/**
 * Per wire format: tokens and dollars recorded, over tokens and dollars truly sent, through the whole path. What was sent is
 * the fixtures' own statement; dollars are computed here by hand from the prices of 2026, apart from Weir and its library.
 * What each provider bills, member by member, is in `billing-members.test.ts`.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Usage } from '../../src/proxy/providers/contract.ts';
import * as anthropic from '../fixtures/anthropic/messages.ts';
import * as anthropicTools from '../fixtures/anthropic/tools.ts';
import * as cohere from '../fixtures/cohere/chat.ts';
import * as cohereMore from '../fixtures/cohere/other-calls.ts';
import * as google from '../fixtures/google/generate.ts';
import * as interactions from '../fixtures/google/interactions.ts';
import * as googleMore from '../fixtures/google/other-calls.ts';
import * as ollama from '../fixtures/ollama/calls.ts';
import * as chat from '../fixtures/openai/chat.ts';
import type { StreamFixture } from '../fixtures/openai/fixture.ts';
import * as responses from '../fixtures/openai/responses.ts';
import { jsonLines, type WireFixture } from '../fixtures/wire-fixture.ts';
import { post } from '../helpers/proxy.ts';
import { createWholePath } from '../helpers/whole-path.ts';

/** USD per million tokens; searches per thousand. */
interface Rates {
  input: number;
  output: number;
  cacheRead?: number;
  cacheWrite?: number;
  cacheWrite1h?: number;
  inputAudio?: number;
  cacheReadAudio?: number;
  search?: number;
  fileSearch?: number;
  /** Of a tier with another price; null when that price is not known. */
  tierFactor?: number | null;
}

interface Format {
  provider: string;
  rates: Rates | null;
  calls: (readonly [fixture: WireFixture, rates?: Partial<Rates>])[];
}

/** An OpenAI fixture in the form of the others. */
const wire = (fixture: StreamFixture): WireFixture => ({
  name: fixture.name,
  path: fixture.path ?? '/v1/chat/completions',
  request: fixture.request,
  plain: fixture.plain,
  stream: { contentType: 'text/event-stream', text: fixture.stream, complete: fixture.complete },
  reading: { usage: fixture.usage },
});

const formats: Record<string, Format> = {
  'OpenAI chat': {
    provider: 'openai',
    rates: { input: 2.5, output: 10, cacheRead: 1.25 },
    calls: [[wire(chat.plainText)], [wire(chat.severalChoices)]],
  },
  'OpenAI Responses': {
    provider: 'openai',
    rates: { input: 1.25, output: 10, cacheRead: 0.125, search: 10, fileSearch: 2.5 },
    calls: [[wire(responses.completed)], [wire(responses.incomplete)], [wire(responses.searches)]],
  },
  'Anthropic messages': {
    provider: 'anthropic',
    rates: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, search: 10 },
    calls: [
      [anthropic.plainText],
      [anthropic.lateUsage],
      [anthropic.refusal],
      [anthropic.cached, { tierFactor: null }],
      [anthropic.thinking, { tierFactor: null }],
      [anthropicTools.parallelTools],
      [anthropicTools.webSearch],
      [anthropic.limited],
    ],
  },
  Gemini: {
    provider: 'google',
    rates: { input: 0.3, output: 2.5, cacheRead: 0.03, inputAudio: 1, cacheReadAudio: 0.1 },
    calls: [
      [google.plainText],
      [google.arrayText],
      [google.thinking, { tierFactor: 0.5 }],
      [google.parallelTools],
      [google.grounded],
      [googleMore.embedContent, { input: 0.15 }],
      [googleMore.compatible],
      [interactions.thoughtful],
      [interactions.calling],
      [google.limited],
    ],
  },
  Cohere: {
    provider: 'cohere',
    rates: { input: 2.5, output: 10 },
    calls: [
      [cohere.plainText],
      [cohere.parallelTools],
      [cohere.thinking],
      [cohereMore.chatV1, { input: 0.15, output: 0.6 }],
      [cohereMore.embed, { input: 0.12 }],
      [cohere.limited],
    ],
  },
  Ollama: {
    provider: 'ollama',
    rates: null,
    calls: [[ollama.chat], [ollama.toolCalls], [ollama.embed], [ollama.notFound]],
  },
};

interface Sent {
  tokens: number;
  /** Null when nothing can be said of the price. */
  dollars: number | null;
}

function sent(usage: Usage | null | undefined, rates: Rates | null): Sent | null {
  if (!usage) return null;
  const tokens = (usage.input ?? 0) + (usage.output ?? 0);
  if (rates === null || rates.tierFactor === null) return { tokens, dollars: null };
  const read = usage.cacheRead ?? 0;
  const write = usage.cacheWrite ?? 0;
  const write1h = usage.cacheWrite1h ?? 0;
  const audio = usage.inputAudio ?? 0;
  const readAudio = usage.cacheReadAudio ?? 0;
  const audioRate = rates.inputAudio ?? rates.input;
  const readRate = rates.cacheRead ?? rates.input;
  const millionths =
    ((usage.input ?? 0) - read - write - (audio - readAudio)) * rates.input +
    (audio - readAudio) * audioRate +
    (read - readAudio) * readRate +
    readAudio * (rates.cacheReadAudio ?? readRate) +
    (write - write1h) * (rates.cacheWrite ?? 0) +
    write1h * (rates.cacheWrite1h ?? 0) +
    // None of these models has a rate for sound that it makes.
    ((usage.output ?? 0) - (usage.outputAudio ?? 0)) * rates.output +
    (usage.extra.web_search_requests ?? 0) * (rates.search ?? 0) * 1000 +
    (usage.extra.file_search_requests ?? 0) * (rates.fileSearch ?? 0) * 1000;
  return { tokens, dollars: (millionths / 1e6) * (rates.tierFactor ?? 1) };
}

/** The answers of a fixture: plain, streamed, or both, each with the path it is given at. */
function answersOf({
  plain,
  stream,
  path,
  status,
}: WireFixture): { path: string; response: () => Response }[] {
  const json = { status: status ?? 200, headers: { 'content-type': 'application/json' } };
  const answers = [];
  if (plain !== null) answers.push({ path, response: () => new Response(JSON.stringify(plain), json) });
  if (stream !== null) {
    const headers = { 'content-type': stream.contentType };
    answers.push({ path: stream.path ?? path, response: () => new Response(stream.text, { headers }) });
  }
  return answers;
}

/** To twelve digits: sums of the same numbers in another order differ in the sixteenth. */
const ratio = (recorded: number, truth: number): number => Number((recorded / truth).toFixed(12));

afterEach(() => vi.useRealTimers());

describe('recorded over sent is 1', () => {
  it.each(Object.entries(formats))('%s', async (_name, { provider, rates, calls }) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 1), toFake: ['Date'] });
    let answer = new Response();
    const weir = createWholePath(() => answer);
    const truths: (Sent | null)[] = [];
    const answers: Response[] = [];
    for (const [fixture, more] of calls) {
      const own = rates === null ? null : { ...rates, ...more };
      for (const { path, response } of answersOf(fixture)) {
        answer = response();
        const passed = await weir.call(`/${provider}${path}`, post(fixture.request));
        await passed.text();
        answers.push(passed);
        truths.push(sent(fixture.reading.usage, own));
      }
    }
    await weir.deliver();
    const sums = { tokens: 0, recordedTokens: 0, dollars: 0, recordedDollars: 0 };
    for (const [index, passed] of answers.entries()) {
      const { info } = await weir.trace(passed);
      const truth = truths[index] ?? null;
      expect([index, info.usage.totalTokens]).toEqual([index, truth?.tokens ?? null]);
      expect([index, info.cost.totalCostUsd !== null]).toEqual([index, (truth?.dollars ?? null) !== null]);
      sums.tokens += truth?.tokens ?? 0;
      sums.recordedTokens += info.usage.totalTokens ?? 0;
      sums.dollars += truth?.dollars ?? 0;
      sums.recordedDollars += info.cost.totalCostUsd ?? 0;
    }
    expect(ratio(sums.recordedTokens, sums.tokens)).toBe(1);
    if (rates === null) expect(sums.recordedDollars).toBe(0);
    else expect(ratio(sums.recordedDollars, sums.dollars)).toBe(1);
  });
});

describe('golden costs', () => {
  const usage = {
    input_tokens: 3,
    cache_creation_input_tokens: 12_304,
    cache_read_input_tokens: 0,
    output_tokens: 550,
  };
  const message = {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    model: 'claude-3-7-sonnet-20250219',
    content: [],
  };
  const costOf = async (path: string, answer: Response): Promise<number | null> => {
    const weir = createWholePath(() => answer);
    const passed = await weir.call(path, post({ model: 'claude-3-7-sonnet-latest' }));
    await passed.text();
    await weir.deliver();
    return (await weir.trace(passed)).info.cost.totalCostUsd;
  };
  const events = (...values: { type: string }[]) =>
    new Response(values.map((value) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`).join(''), {
      headers: { 'content-type': 'text/event-stream' },
    });

  it('F27 a cache write of 12,304 tokens costs $0.054399, plain or streamed', async () => {
    expect(await costOf('/anthropic/v1/messages', Response.json({ ...message, usage }))).toBeCloseTo(
      0.054399,
      9,
    );
    const start = { type: 'message_start', message: { ...message, usage: { ...usage, output_tokens: 1 } } };
    const delta = {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: 550 },
    };
    const streamed = events(start, delta, { type: 'message_stop' });
    expect(await costOf('/anthropic/v1/messages', streamed)).toBeCloseTo(0.054399, 9);
  });

  it('F28 snapshots that repeat every count cost it once', async () => {
    const start = { type: 'message_start', message: { ...message, usage: { ...usage, output_tokens: 550 } } };
    const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage };
    const streamed = events(start, delta, delta, { type: 'message_stop' });
    expect(await costOf('/anthropic/v1/messages', streamed)).toBeCloseTo(0.054399, 9);
  });

  it('F29 one-hour writes cost twice the input price, five-minute writes five quarters', async () => {
    const written = (ephemeral_5m_input_tokens: number, ephemeral_1h_input_tokens: number) => ({
      ...usage,
      cache_creation: { ephemeral_5m_input_tokens, ephemeral_1h_input_tokens },
    });
    const cost = (split: object) =>
      costOf('/anthropic/v1/messages', Response.json({ ...message, usage: split }));
    expect(await cost(written(12_304, 0))).toBeCloseTo(0.054399, 9);
    expect(await cost(written(0, 12_304))).toBeCloseTo((3 * 3 + 12_304 * 6 + 550 * 15) / 1e6, 9);
    expect(await cost(written(2304, 10_000))).toBeCloseTo(
      (3 * 3 + 2304 * 3.75 + 10_000 * 6 + 550 * 15) / 1e6,
      9,
    );
  });

  it('F32 thoughts cost what output costs', async () => {
    const usageMetadata = {
      promptTokenCount: 20,
      candidatesTokenCount: 198,
      thoughtsTokenCount: 405,
      totalTokenCount: 623,
    };
    const answer = Response.json({ candidates: [{ finishReason: 'STOP' }], usageMetadata });
    const cost = await costOf('/google/v1beta/models/gemini-2.5-flash:generateContent', answer);
    expect(cost).toBeCloseTo((20 * 0.3 + 603 * 2.5) / 1e6, 12);
  });

  it('F42 a local model costs nothing that is known, and is not free', async () => {
    const { text } = jsonLines('', {
      model: 'llama3.2',
      message: { content: 'Hi' },
      done: true,
      prompt_eval_count: 3,
      eval_count: 1,
    });
    expect(await costOf('/ollama/api/chat', new Response(text))).toBeNull();
  });
});
