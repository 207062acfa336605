/** `POST /v1/traces`: links of spans, and models without a price. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, wireAdminKey, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, otlpJson } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();

describe('POST /v1/traces', () => {
  it('lists models that have no price, each once, and none of spans that only wrap a call', async () => {
    const model = `acme-${randomHex(4)}`;
    const call = (name: string, type: string) => ({
      traceId: newHexTraceId(),
      attributes: {
        'mlflow.spanType': type,
        'mlflow.llm.model': name,
        'mlflow.llm.provider': 'acme',
        'mlflow.chat.tokenUsage': { input_tokens: 3, output_tokens: 4, total_tokens: 7 },
      },
    });
    await sendSpans(wire, [call(model, 'CHAT_MODEL'), call(model, 'LLM'), call(`${model}-agent`, 'AGENT')]);
    await sendSpans(wire, [call(model, 'CHAT_MODEL')]);
    const listed = await wire.call('GET', '/api/v1/models/unpriced');
    const own = listed.body.models.filter((one: Loose) => one.model.startsWith(model));
    expect(own).toMatchObject([{ provider: 'acme', model }]);
  });

  it('keeps links of spans, and gives them to every reader', async () => {
    const [traceId, other] = [newHexTraceId(), newHexTraceId()];
    const link = { traceId: other, spanId: '00f067aa0ba902b7', attributes: { relation: 'caused by', n: 2 } };
    const nowhere = { traceId: '0'.repeat(32), spanId: '00f067aa0ba902b7' };
    await sendSpans(wire, [{ traceId, links: [link, nowhere] }]);
    const kept = [{ traceId: `tr-${other}`, spanId: link.spanId, attributes: link.attributes }];
    expect((await wire.services.traces.get(`tr-${traceId}`, null))?.spans[0]?.links).toEqual(kept);

    const { body: rest } = await wire.call('GET', `/api/v1/traces/tr-${traceId}`);
    expect(rest.spans[0].links).toEqual([
      { trace_id: `tr-${other}`, span_id: link.spanId, attributes: link.attributes },
    ]);
    const { body: mlflow } = await wire.call('GET', `/api/3.0/mlflow/traces/get?trace_id=tr-${traceId}`);
    const bytes = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
    expect(mlflow.trace.spans[0].links).toEqual([
      {
        trace_id: bytes(other),
        span_id: bytes(link.spanId),
        attributes: [
          { key: 'relation', value: { string_value: 'caused by' } },
          { key: 'n', value: { int_value: '2' } },
        ],
      },
    ]);
  });

  it('keeps links sent as JSON', async () => {
    const [traceId, other] = [newHexTraceId(), newHexTraceId()];
    const body = JSON.stringify(otlpJson([{ traceId, links: [{ traceId: other, spanId: randomHex(8) }] }]));
    const headers = { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' };
    expect((await wire.fetch('/v1/traces', { method: 'POST', headers, body })).status).toBe(200);
    expect((await wire.services.traces.get(`tr-${traceId}`, null))?.spans[0]?.links).toMatchObject([
      { traceId: `tr-${other}`, attributes: {} },
    ]);
  });
});
