/** A caller with a trace of its own: `traceparent` (W3C Trace Context) makes each call a span of it. */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { only, throughWeir } from './support/compare.ts';
import { readTrace } from './support/traces.ts';
import { ask } from './upstream/wire.ts';

const messages = [{ role: 'user' as const, content: ask.text }];

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}

it('joins the calls of two SDKs into the caller’s trace, under the caller’s span', async () => {
  const [traceId, spanId] = [randomHex(16), randomHex(8)];
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'vendor=1' };
  const first = await throughWeir((origin) =>
    new OpenAI({ apiKey: 'sk', baseURL: `${origin}/openai/v1` }).chat.completions.create(
      { model: 'gpt-4.1-mini', messages },
      { headers },
    ),
  );
  const second = await throughWeir((origin) =>
    new Anthropic({ apiKey: 'sk-ant', baseURL: `${origin}/anthropic` }).messages.create(
      { model: 'claude-sonnet-4-6', max_tokens: 10, messages },
      { headers },
    ),
  );
  expect(only(first.traces).info.trace_id).toBe(`tr-${traceId}`);
  expect(only(second.traces).info.trace_id).toBe(`tr-${traceId}`);
  // The second call's span may come a moment after the first one's.
  await expect.poll(async () => (await readTrace(`tr-${traceId}`)).spans.length).toBe(2);
  const { info, spans } = await readTrace(`tr-${traceId}`);
  expect(spans.map(({ provider }) => provider).sort()).toEqual(['anthropic', 'openai']);
  expect(spans.map((span) => span.parent_span_id)).toEqual([spanId, spanId]);
  expect(info.usage.output_tokens).toBe(
    spans.reduce((sum, { usage }) => sum + (usage.output_tokens ?? 0), 0),
  );
});

it('begins a trace of its own where the header is not valid', async () => {
  const { traces } = await throughWeir((origin) =>
    new OpenAI({ apiKey: 'sk', baseURL: `${origin}/openai/v1` }).chat.completions.create(
      { model: 'gpt-4.1-mini', messages },
      { headers: { traceparent: `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01` } },
    ),
  );
  const trace = only(traces);
  expect(trace.info.trace_id).not.toBe(`tr-${'0'.repeat(32)}`);
  expect(only(trace.spans).parent_span_id).toBeNull();
});
