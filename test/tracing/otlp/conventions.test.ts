/** Every convention gives the same typed spans: type, inputs, outputs, tokens, model, provider, format. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { buildTraces } from '../../../src/tracing/otlp/build-traces.ts';
import type { OtlpSpan } from '../../../src/tracing/otlp/otlp-span.ts';
import { translateSpan } from '../../../src/tracing/otlp/translate-span.ts';
import type { Span } from '../../../src/tracing/trace.ts';
import { cases, type Expected } from './convention-cases.ts';

const context = { experimentId: '0', priceOverrides: {} };

function sent(attributes: JsonObject, more: Partial<OtlpSpan> = {}): OtlpSpan {
  return {
    traceId: randomHex(16),
    spanId: randomHex(8),
    parentSpanId: null,
    name: 'span',
    startNs: '1792065600000000000',
    endNs: '1792065601000000000',
    status: { code: 'UNSET', message: '' },
    attributes,
    events: [],
    links: [],
    resource: {},
    scope: 'test',
    ...more,
  };
}

function summary(span: Span, expected: Expected): Expected {
  const { usage } = span;
  const all: Required<Expected> = {
    type: span.type,
    inputs: span.attributes['mlflow.spanInputs'],
    outputs: span.attributes['mlflow.spanOutputs'],
    usage: [
      usage.inputTokens,
      usage.outputTokens,
      usage.totalTokens,
      usage.cacheReadTokens,
      usage.cacheWriteTokens,
    ],
    model: span.model,
    provider: span.provider,
    format: span.attributes['mlflow.message.format'] as string,
    tools: span.attributes['mlflow.chat.tools'],
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in expected));
}

describe('the first token', () => {
  const start = 1_792_065_600_000_000_000n;
  const event = (name: string, afterMs: number) => ({
    name,
    timeNs: String(start + BigInt(afterMs) * 1_000_000n),
    attributes: {},
  });

  it.each<[string, Partial<OtlpSpan>, number | null]>([
    ['OpenTelemetry, in seconds', { attributes: { 'gen_ai.response.time_to_first_chunk': 0.25 } }, 250],
    ['the Vercel AI SDK', { attributes: { 'ai.response.msToFirstChunk': 180.4 } }, 180],
    ['OpenInference, by an event', { events: [event('First Token Stream Event', 320)] }, 320],
    [
      'Traceloop, by an event for each chunk',
      { events: [event('llm.content.completion.chunk', 410), event('llm.content.completion.chunk', 90)] },
      90,
    ],
    ['an event before the call', { events: [event('First Token Stream Event', -5)] }, null],
    ['nobody', { attributes: { 'gen_ai.response.time_to_first_chunk': 'soon' } }, null],
  ])('is told by %s', async (_, { attributes = {}, events = [] }, expected) => {
    const [trace] = await buildTraces([sent(attributes, { events })], { ...context, source: 'otlp' });
    expect(trace?.info.firstTokenMs).toBe(expected);
  });

  it('is that of the first call', async () => {
    const traceId = randomHex(16);
    const call = (startNs: bigint, seconds: number) =>
      sent(
        { 'gen_ai.response.time_to_first_chunk': seconds },
        { traceId, startNs: String(startNs), parentSpanId: randomHex(8) },
      );
    const spans = [call(start + 5_000_000_000n, 0.1), call(start, 0.4)];
    const [trace] = await buildTraces(spans, { ...context, source: 'otlp' });
    expect(trace?.info.firstTokenMs).toBe(400);
  });
});

describe('translating a span', () => {
  it.each(cases)('%s', async (_, attributes, expected) => {
    expect(summary(await translateSpan(sent(attributes), context), expected)).toEqual(expected);
  });

  it('finds messages in events', async () => {
    const event = (name: string, attributes: JsonObject) => ({ name, timeNs: '1', attributes });
    const genAi = await translateSpan(
      sent(
        { 'gen_ai.operation.name': 'chat' },
        {
          events: [
            event('gen_ai.system.message', { content: 'be kind' }),
            event('gen_ai.user.message', { content: 'hi' }),
            event('gen_ai.choice', { content: 'hello' }),
          ],
        },
      ),
      context,
    );
    expect(summary(genAi, { inputs: 0, outputs: 0 })).toEqual({
      inputs: [
        { role: 'system', content: 'be kind' },
        { role: 'user', content: 'hi' },
      ],
      outputs: [{ role: 'assistant', content: 'hello' }],
    });
    const spring = await translateSpan(
      sent(
        { 'gen_ai.operation.name': 'chat' },
        {
          events: [
            event('gen_ai.content.prompt', { 'gen_ai.prompt': 'hi' }),
            event('gen_ai.content.completion', { 'gen_ai.completion': 'hello' }),
          ],
        },
      ),
      context,
    );
    expect(summary(spring, { inputs: 0, outputs: 0 })).toEqual({ inputs: 'hi', outputs: 'hello' });
    const tool = await translateSpan(
      sent({ 'span.type': 'claude_code.tool' }, { events: [event('tool.output', { output: 'done' })] }),
      context,
    );
    expect(summary(tool, { outputs: 0 })).toEqual({ outputs: 'done' });
  });

  it('does not take text that looks like a number for one', async () => {
    const span = await translateSpan(sent({ zip: '01234', flag: 'true', quoted: '"text"' }), context);
    expect(span.attributes).toMatchObject({ zip: '01234', flag: 'true', quoted: 'text' });
  });

  it('does not believe a trace id among the attributes', async () => {
    const span = await translateSpan(sent({ 'mlflow.traceRequestId': 'tr-stolen' }), context);
    expect(span.attributes['mlflow.traceRequestId']).toBe(span.traceId);
  });

  it('survives attributes of any kind', async () => {
    for (const value of [null, 0, '', [], {}, 'x', -1, 1e308, '{"', '["a"', '{"a":"\\ud800"}']) {
      const attributes = Object.fromEntries(
        cases.flatMap(([, given]) => Object.keys(given)).map((key) => [key, value]),
      );
      const [trace] = await buildTraces([sent(attributes)], { ...context, source: 'otlp' });
      expect(trace?.spans).toHaveLength(1);
    }
  });
});

describe('the trace of spans', () => {
  const build = async (spans: OtlpSpan[]) =>
    (await buildTraces(spans, { ...context, source: 'otlp' }))[0]?.info;

  it.each([
    ['session.id'],
    ['gen_ai.conversation.id'],
    ['langfuse.session.id'],
    ['traceloop.association.properties.session_id'],
    ['ai.telemetry.metadata.sessionId'],
  ])('takes the session from %s', async (key) => {
    expect(await build([sent({ [key]: 's-1' })])).toMatchObject({ session: 's-1' });
  });

  it.each([
    [
      {
        messages: [
          { role: 'user', content: 'first' },
          { role: 'user', content: 'last' },
        ],
      },
      'last',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'see' }] }] },
      'see',
    ],
    [{ input: [{ role: 'user', content: [{ type: 'input_text', text: 'responses' }] }] }, 'responses'],
    [{ request: { input: [{ role: 'user', content: 'wrapped' }] } }, 'wrapped'],
    [[{ role: 'user', parts: [{ type: 'text', content: 'parts' }] }], 'parts'],
    [{ messages: [{ role: 'system', content: 'only this' }] }, 'only this'],
    [{ question: 'plain' }, '{"question":"plain"}'],
    ['text', 'text'],
    ['x'.repeat(1001), `${'x'.repeat(997)}...`],
    ['x'.repeat(1000), 'x'.repeat(1000)],
  ])('previews %j', async (inputs, preview) => {
    expect((await build([sent({ 'mlflow.spanInputs': inputs })]))?.requestPreview).toBe(preview);
  });

  it('takes the model of a call when the root is none', async () => {
    const root = sent({ 'mlflow.spanType': 'AGENT' });
    const call = sent(
      { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.provider.name': 'p' },
      { traceId: root.traceId, parentSpanId: root.spanId },
    );
    expect(await build([call, root])).toMatchObject({ model: 'm', provider: 'p', name: 'span' });
  });
});
