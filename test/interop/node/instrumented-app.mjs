/**
 * An application on the Vercel AI SDK whose model calls pass Weir and are told by the SDK's telemetry too: as
 * `python/instrumented_app.py` does it, it prints the spans that it ended, as JSON: trace id, span id and name.
 */
import { createOpenAI } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { generateText, registerTelemetry, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const { WEIR_URL, WEIR_KEY, APP_EXPERIMENT, APP_CREDENTIAL, APP_EXPORTS } = process.env;
const exporter = new OTLPTraceExporter({
  url: `${WEIR_URL}/v1/traces`,
  headers: { authorization: `Bearer ${WEIR_KEY}`, 'x-weir-experiment': APP_EXPERIMENT },
});
const ended = [];
const noting = {
  onStart() {},
  onEnd(span) {
    const { traceId, spanId } = span.spanContext();
    ended.push([traceId, spanId, span.name]);
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};
const Processor = APP_EXPORTS === 'each' ? SimpleSpanProcessor : BatchSpanProcessor;
const provider = new NodeTracerProvider({ spanProcessors: [new Processor(exporter), noting] });
provider.register();
registerTelemetry(new OpenTelemetry());

const openai = createOpenAI({
  baseURL: `${WEIR_URL}/openai/v1`,
  apiKey: APP_CREDENTIAL,
  headers: { 'x-weir-experiment': APP_EXPERIMENT, 'x-weir-key': WEIR_KEY },
});
const call = {
  system: 'Be brief.',
  prompt: 'How is the weather in Oslo?',
  tools: {
    get_weather: tool({
      description: 'Weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: () => 'rain',
    }),
  },
  stopWhen: stepCountIs(2),
  experimental_telemetry: { isEnabled: true },
};
await generateText({ ...call, model: openai.chat('gpt-4.1-mini') });
await streamText({ ...call, model: openai.chat('gpt-4.1-mini') }).consumeStream();
// The Responses API, which the SDK takes by itself.
await generateText({ ...call, tools: {}, model: openai('gpt-4.1-mini') });
await provider.forceFlush();
await provider.shutdown();
process.stdout.write(`${JSON.stringify(ended)}\n`);
