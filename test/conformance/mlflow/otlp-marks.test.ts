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
  const trace = await wire.services.traces.get(`tr-${hexTraceId}`);
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
