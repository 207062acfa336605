/** What a trace must say of a call, stated once for all SDKs. */
import { calcPrice } from '@pydantic/genai-prices';
import { expect } from 'vitest';
import type { CallNote } from '../upstream/server.ts';
import type { Truth } from '../upstream/wire.ts';
import type { TraceJson } from './traces.ts';

/** The call as the test knows it. */
export interface ExpectedTrace {
  provider: string;
  truth: Truth;
  /** What the provider received; its body is what the trace must show as inputs. */
  received: CallNote;
  /** The plain answer, for streams too. */
  outputs: unknown;
  streamed: boolean;
  spanType?: string;
  /** Names of the tools offered. */
  tools?: readonly string[];
}

/** Holds a trace of a call that succeeded against what was truly sent and answered. */
export function expectTrace(trace: TraceJson, expected: ExpectedTrace): void {
  const { info } = trace;
  const { truth } = expected;
  expect(trace.spans).toHaveLength(1);
  const span = trace.spans[0] as TraceJson['spans'][0];
  expect({ state: info.state, status: info.status, end: info.metadata['weir.end'] }).toEqual({
    state: 'OK',
    status: 200,
    end: 'complete',
  });
  expect({ provider: info.provider, model: info.model, type: span.type }).toEqual({
    provider: expected.provider,
    model: truth.model,
    type: expected.spanType ?? 'CHAT_MODEL',
  });
  expect(span.attributes['mlflow.spanInputs'], 'inputs').toEqual(sentBy(expected.received));
  expect(tidy(span.attributes['mlflow.spanOutputs']), 'outputs').toEqual(tidy(expected.outputs));
  expectUsage(trace, truth);
  expectCost(trace, truth);
  if (expected.streamed) expect(info.time_to_first_token_ms, 'time to first token').toBeGreaterThanOrEqual(0);
  else expect(info.time_to_first_token_ms, 'time to first token').toBeNull();
  if (expected.tools !== undefined) {
    const tools = span.attributes['mlflow.chat.tools'] as { function: { name: string } }[];
    expect(tools.map((tool) => tool.function.name)).toEqual(expected.tools);
  }
}

/** Holds a trace of a refused call against the refusal. */
export function expectRefusal(
  trace: TraceJson,
  expected: { provider: string; status: number; words: string },
): void {
  expect(trace.info).toMatchObject({
    state: 'ERROR',
    status: expected.status,
    provider: expected.provider,
    usage: { input_tokens: null, output_tokens: null, total_tokens: null },
    cost: { total_cost: null },
  });
  const span = trace.spans[0] as TraceJson['spans'][0];
  expect(span.status.code).toBe('ERROR');
  expect(span.status.message).toContain(expected.words);
  const event = span.events.find(({ name }) => name === 'exception');
  expect(event?.attributes['exception.message']).toContain(expected.words);
}

/** What the call truly cost in USD, computed apart from Weir; null when the model has no price. */
export function trueCost(truth: Truth): number | null {
  if (truth.priceProvider === null) return null;
  const usage = {
    input_tokens: truth.input,
    output_tokens: truth.output,
    cache_read_tokens: truth.cacheRead,
    cache_write_tokens: truth.cacheWrite,
  };
  const priced = calcPrice(usage, truth.model, { providerId: truth.priceProvider });
  if (priced === null) throw new Error(`no price for ${truth.priceProvider} ${truth.model}`);
  return priced.total_price;
}

/** The request body as the SDK sent it: without the usage that Weir asked for. */
export function sentBy(received: CallNote): unknown {
  const text = Buffer.from(received.bodyBase64, 'base64').toString();
  return JSON.parse(text.replace('{"stream_options":{"include_usage":true},', '{'));
}

/**
 * An answer without what says nothing: members that are null or empty, and log probabilities, which traces leave out.
 * A stream never spells them, so only this form can be the same for a plain answer and a streamed one.
 */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .map(([name, member]) => [name, tidy(member)] as const)
    .filter(([name, member]) => name !== 'logprobs' && !saysNothing(member));
  return Object.fromEntries(members);
}

function saysNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function expectUsage({ info, spans }: TraceJson, truth: Truth): void {
  const counts = {
    input_tokens: truth.input,
    output_tokens: truth.output,
    total_tokens: truth.input + truth.output,
  };
  expect(info.usage, 'usage').toMatchObject(counts);
  expect(spans[0]?.usage).toEqual(info.usage);
  // A cache that was not used may be told as zero or not at all.
  expect(info.usage.cache_read_input_tokens ?? 0, 'cache reads').toBe(truth.cacheRead);
  expect(info.usage.cache_creation_input_tokens ?? 0, 'cache writes').toBe(truth.cacheWrite);
}

/** A billionth of a dollar: far below a token's price, far above what adding up in another order changes. */
const USD_DIGITS = 12;

function expectCost({ info }: TraceJson, truth: Truth): void {
  const cost = trueCost(truth);
  if (cost === null) expect(info.cost).toEqual({ input_cost: null, output_cost: null, total_cost: null });
  else expect(info.cost.total_cost, 'cost').toBeCloseTo(cost, USD_DIGITS);
}
