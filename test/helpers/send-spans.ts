/** Sends spans over OTLP to the worker under test. */
import { wireAdminKey, type Wire } from './mlflow-wire.ts';
import { otlpBinary, type OtlpSpanSketch } from './otlp.ts';

export async function sendSpans(wire: Wire, sketches: OtlpSpanSketch[], experimentId = '0'): Promise<void> {
  const response = await wire.fetch('/v1/traces', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${wireAdminKey}`,
      'content-type': 'application/x-protobuf',
      'x-mlflow-experiment-id': experimentId,
    },
    body: otlpBinary(sketches),
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
}
