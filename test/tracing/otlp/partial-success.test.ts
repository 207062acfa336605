/** One bad span of an OTLP request is rejected alone, and the answer says so. */
import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { ExportTraceServiceResponseSchema } from '../../../src/tracing/otlp/generated/proto/collector/trace/v1/trace_service_pb.js';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, otlpBinary, otlpJson } from '../../helpers/otlp.ts';

const wire = createWire();

const post = (contentType: string, body: BodyInit): Promise<Response> =>
  wire.fetch('/v1/traces', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${wireAdminKey}`,
      'content-type': contentType,
      'x-mlflow-experiment-id': '0',
    },
    body,
  });

describe('POST /v1/traces rejects', () => {
  it.each<[string, (span: JsonObject) => void, string]>([
    ['a trace id that is no hex', (bad) => (bad['traceId'] = 'xyz'), 'traceId'],
    ['a trace id of zeros', (bad) => (bad['traceId'] = '0'.repeat(32)), 'trace id'],
    ['a short span id', (bad) => (bad['spanId'] = 'abcd'), 'span id'],
    ['a time that is none', (bad) => (bad['startTimeUnixNano'] = 'soon'), 'start_time_unix_nano'],
    ['a time out of range', (bad) => (bad['startTimeUnixNano'] = '18446744073709551615'), 'time'],
    ['attributes of a wrong type', (bad) => (bad['attributes'] = 'none'), 'attributes'],
    ['a name of a wrong type', (bad) => (bad['name'] = { first: 'chat' }), 'name'],
  ])('F145 one bad span alone, in JSON: %s', async (_, spoil, reason) => {
    const [good, other] = [newHexTraceId(), newHexTraceId()];
    const request = otlpJson([{ traceId: good }, { traceId: newHexTraceId() }, { traceId: other }]);
    spoil(Object(request)['resourceSpans'][0].scopeSpans[0].spans[1]);
    const answer = await post('application/json', JSON.stringify(request));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining(reason) },
    });
    for (const id of [good, other]) {
      expect((await wire.services.traces.get(`tr-${id}`, null))?.spans).toHaveLength(1);
    }
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['without a trace id', (bytes) => bytes],
    ['whose bytes are no message', (bytes) => spoilLastSpan(bytes)],
  ])('F145 one bad span alone, in protobuf: %s', async (_, spoil) => {
    const good = newHexTraceId();
    const answer = await post(
      'application/x-protobuf',
      spoil(otlpBinary([{ traceId: good }, { traceId: '', name: 'spoiled-name' }])),
    );
    expect(answer.status).toBe(200);
    const { partialSuccess } = fromBinary(
      ExportTraceServiceResponseSchema,
      new Uint8Array(await answer.arrayBuffer()),
    );
    expect(partialSuccess?.rejectedSpans).toBe(1n);
    expect(partialSuccess?.errorMessage).toContain('rejected');
    expect((await wire.services.traces.get(`tr-${good}`, null))?.spans).toHaveLength(1);
  });
});

/** Gives the name of the last span a byte that is no UTF-8. */
function spoilLastSpan(request: Uint8Array): Uint8Array {
  const at = new TextDecoder('latin1').decode(request).indexOf('spoiled-name');
  return request.with(at, 0xff);
}
