/**
 * Spans from OpenTelemetry's SDK for Node, in both encodings of OTLP, and from the Vercel AI SDK's telemetry around calls
 * to the model that is built into Weir. Prints the trace ids as JSON: `node send.mjs <url of Weir> <key> <experiment>`.
 */
import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createOpenAI } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import { generateText, registerTelemetry, stepCountIs, tool } from 'ai';
import { z } from 'zod';

const [weir, key, experiment] = process.argv.slice(2);
const exporterOptions = {
  url: `${weir}/v1/traces`,
  headers: { authorization: `Bearer ${key}`, 'x-mlflow-experiment-id': experiment },
};

async function sendBy(Exporter, compression) {
  const exporter = new Exporter({ ...exporterOptions, compression });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('agent');
  const root = tracer.startSpan('plan', {
    attributes: {
      'openinference.span.kind': 'AGENT',
      'input.value': 'book a flight',
      'session.id': 'node-1',
    },
  });
  const child = tracer.startSpan(
    'search',
    {
      attributes: { 'openinference.span.kind': 'TOOL', 'input.value': '{"to":"Oslo"}', count: 3, ratio: 0.5 },
    },
    trace.setSpan(context.active(), root),
  );
  child.recordException(new TypeError('no flights'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'no flights' });
  child.end();
  root.setAttribute('output.value', 'sorry');
  root.end();
  await provider.forceFlush();
  await provider.shutdown();
  return root.spanContext().traceId;
}

async function sendByAiSdk() {
  const exporter = new ProtobufExporter(exporterOptions);
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  registerTelemetry(new OpenTelemetry());
  const tracer = provider.getTracer('app');
  const openai = createOpenAI({ baseURL: `${weir}/openai/v1`, apiKey: 'sk-of-the-caller' });
  const traceId = await tracer.startActiveSpan('request', async (span) => {
    await generateText({
      model: openai.chat('gpt-4.1-mini'),
      prompt: 'Say hello.',
      tools: { weather: tool({ inputSchema: z.object({ city: z.string() }), execute: () => 'sun' }) },
      stopWhen: stepCountIs(2),
      experimental_telemetry: { isEnabled: true },
    });
    span.end();
    return span.spanContext().traceId;
  });
  await provider.forceFlush();
  await provider.shutdown();
  return traceId;
}

const ids = {
  protobuf: await sendBy(ProtobufExporter, 'gzip'),
  json: await sendBy(JsonExporter, 'none'),
  'ai-sdk': await sendByAiSdk(),
};
process.stdout.write(`${JSON.stringify(ids)}\n`);
