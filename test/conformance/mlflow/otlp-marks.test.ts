/** What spans of instrumentations say of numbers that are no facts. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, otlpBinary, type OtlpSpanSketch } from '../../helpers/otlp.ts';

const wire = createWire();

async function ingest(sketches: OtlpSpanSketch[]): Promise<void> {
  const { status } = await wire.fetch('/v1/traces', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${wireAdminKey}`,
      'content-type': 'application/x-protobuf',
      'x-mlflow-experiment-id': '0',
    },
    body: otlpBinary(sketches),
  });
  expect(status).toBe(200);
}

async function read(hexTraceId: string) {
  const trace = await wire.services.traces.get(`tr-${hexTraceId}`, null);
  if (trace === null) throw new Error('the trace was not stored');
  return trace;
}

describe('marks of OTLP spans', () => {
  it('F125 marks a stated usage that has no price, and keeps the marks of a trace of ours', async () => {
    const traceId = newHexTraceId();
    const usage = { 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 5 };
    const root = randomHex(8);
    await ingest([
      { traceId, spanId: root, attributes: { 'mlflow.spanType': 'AGENT' } },
      {
        traceId,
        parentSpanId: root,
        attributes: { ...usage, 'gen_ai.provider.name': 'acme', 'gen_ai.request.model': 'large' },
      },
      {
        traceId,
        parentSpanId: root,
        attributes: {
          ...usage,
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4.1-mini',
          'mlflow.spanType': 'CHAT_MODEL',
          'weir.usage.estimated': true,
          'weir.cost.estimated_usd': 0.125,
        },
      },
    ]);
    const { info, spans } = await read(traceId);
    expect(info).toMatchObject({
      usage: { totalTokens: 30 },
      cost: { totalCostUsd: null },
      estimatedTokens: 15,
      estimatedCostUsd: 0.125,
      unpricedSpanCount: 1,
    });
    expect(spans.map(({ unpriced }) => unpriced).toSorted((one, two) => one.length - two.length)).toEqual([
      [],
      [],
      ['model'],
    ]);
    expect(spans.find(({ usageEstimated }) => usageEstimated)?.attributes).not.toHaveProperty([
      'mlflow.llm.cost',
    ]);
  });
});

describe('numbers that cannot be', () => {
  it('F129 are refused as usage and as cost, named, and never summed', async () => {
    const traceId = newHexTraceId();
    const call = { 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4.1-mini' };
    const root = randomHex(8);
    await ingest([
      { traceId, spanId: root, attributes: { 'mlflow.spanType': 'AGENT' } },
      {
        traceId,
        parentSpanId: root,
        name: 'absurd',
        attributes: { ...call, 'gen_ai.usage.input_tokens': 2 ** 53 - 1, 'gen_ai.usage.output_tokens': -4 },
      },
      {
        traceId,
        parentSpanId: root,
        name: 'half',
        attributes: {
          'mlflow.spanType': 'LLM',
          'mlflow.chat.tokenUsage': '{"input_tokens":1.5,"output_tokens":2,"total_tokens":1e300}',
          'mlflow.llm.cost': '{"total_cost":1e308,"input_cost":-1,"output_cost":1}',
        },
      },
      {
        traceId,
        parentSpanId: root,
        name: 'true',
        attributes: { ...call, 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 100 },
      },
    ]);
    const { info, spans } = await read(traceId);
    expect(info.usage).toMatchObject({ inputTokens: 1000, outputTokens: 102 });
    expect(info.cost.totalCostUsd).toBeCloseTo((1000 * 0.4 + 100 * 1.6) / 1e6, 12);
    const named = Object.fromEntries(spans.map((span) => [span.name, span.attributes['weir.usage.refused']]));
    expect(named).toMatchObject({
      absurd: expect.arrayContaining(['inputTokens', 'outputTokens']),
      half: ['inputTokens', 'totalTokens'],
    });
    expect(spans.find(({ name }) => name === 'true')?.attributes).not.toHaveProperty(['weir.usage.refused']);
  });

  it('F129 are refused in what a client states of a whole trace', async () => {
    const traceId = `tr-${newHexTraceId()}`;
    const { status } = await wire.fetch('/api/3.0/mlflow/traces', {
      method: 'POST',
      headers: { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        trace: {
          trace_info: {
            trace_id: traceId,
            trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
            request_time: '2026-11-01T00:00:00Z',
            state: 'OK',
            trace_metadata: {
              'mlflow.trace.tokenUsage': '{"input_tokens":-1,"output_tokens":7,"total_tokens":1e308}',
              'mlflow.trace.cost': '{"total_cost":1e308}',
            },
          },
        },
      }),
    });
    expect(status).toBe(200);
    const info = await wire.services.traces.getInfo(traceId, null);
    expect(info?.usage).toMatchObject({ inputTokens: null, outputTokens: 7, totalTokens: null });
    expect(info?.cost.totalCostUsd).toBeNull();
  });
});
