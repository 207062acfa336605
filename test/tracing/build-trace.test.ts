import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/proxy/exchange.ts';
import { buildTrace } from '../../src/tracing/build-trace.ts';
import { toMlflowMetadata } from '../../src/tracing/mlflow-metadata.ts';
import { capturedBody, exchange, plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { providerRow, tableOf } from '../helpers/providers.ts';

const context = { experimentId: '7', providers: tableOf(providerRow()), priceOverrides: {} };
const build = async (overrides: Partial<Exchange> = {}) => {
  const built = await buildTrace(exchange(overrides), context);
  const span = built.trace.spans[0];
  if (span === undefined) throw new Error('a trace has a span');
  return { ...built, info: built.trace.info, span };
};

const streamText = [
  'data: {"id":"c","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}],"usage":null}',
  'data: {"id":"c","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":" there"},"finish_reason":"stop"}],"usage":null}',
  'data: {"id":"c","model":"gpt-4o-mini-2024-07-18","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}',
  'data: [DONE]',
  '',
].join('\n\n');
const stream = (text: string) => capturedBody(text, 'text/event-stream');

describe('buildTrace', () => {
  it('writes a call down under the names of MLflow and OpenTelemetry', async () => {
    const { info, span } = await build({ session: 's', user: 'u', tags: { team: 'core' }, requestId: 'r' });
    expect(info).toMatchObject({
      experimentId: '7',
      state: 'OK',
      name: 'chat gpt-4o-mini',
      source: 'proxy',
      provider: 'openai',
      model: 'gpt-4o-mini-2024-07-18',
      session: 's',
      user: 'u',
      requestId: 'r',
      tags: { team: 'core' },
      requestPreview: 'Hello',
      responsePreview: 'Hi there',
      usage: { inputTokens: 9, outputTokens: 3, totalTokens: 12 },
    });
    expect(info.endTimeMs).toBe(info.requestTimeMs + 120);
    expect(span.startNs).toBe('1790000000000000000');
    expect(span.attributes).toMatchObject({
      'mlflow.traceRequestId': info.traceId,
      'mlflow.spanType': 'CHAT_MODEL',
      'mlflow.spanInputs': plainRequest,
      'mlflow.spanOutputs': plainAnswer,
      'mlflow.chat.tokenUsage': { input_tokens: 9, output_tokens: 3, total_tokens: 12 },
      'mlflow.llm.model': 'gpt-4o-mini-2024-07-18',
      'mlflow.llm.provider': 'openai',
      'mlflow.message.format': 'openai',
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.finish_reasons': ['stop'],
      'http.response.status_code': 200,
    });
    expect(info.cost.totalCostUsd).toBeCloseTo((9 * 0.15 + 3 * 0.6) / 1e6, 12);
    expect(span.attributes['mlflow.llm.cost']).toMatchObject({ total_cost: info.cost.totalCostUsd });
  });

  it('F47 counts and prices a plain REST caller’s stream, and times its first token', async () => {
    const firstEvent = streamText.indexOf('\n\n') + 2;
    const { info, span } = await build({
      response: stream(streamText),
      arrivals: [
        [10, 40],
        [firstEvent, 55],
        [streamText.length, 90],
      ],
    });
    expect(info).toMatchObject({ state: 'OK', firstTokenMs: 55, usage: { inputTokens: 9, outputTokens: 3 } });
    expect(info.cost.totalCostUsd).toBeGreaterThan(0);
    expect(span.attributes).toMatchObject({ 'weir.stream': true, 'weir.time_to_first_token_ms': 55 });
    expect(span.attributes['weir.tokens_per_second']).toBeCloseTo(3000 / 65, 1);
  });

  it('F10 does not take a stream without its end marker for a success', async () => {
    const cut = streamText.slice(0, streamText.indexOf('\n\n') + 2);
    const { info, span } = await build({ response: stream(cut) });
    expect(info.state).toBe('ERROR');
    expect(span.attributes['error.type']).toBe('incomplete_stream');
    expect(info.responsePreview).toBe('Hi');
  });

  it.each(['text/plain', 'application/json', ''])(
    'F115 reads a stream that is declared as "%s" as the stream it is',
    async (contentType) => {
      const { info, span } = await build({ response: { ...stream(streamText), contentType } });
      expect(info).toMatchObject({ state: 'OK', usage: { inputTokens: 9, outputTokens: 3 } });
      expect(span.attributes['weir.stream']).toBe(true);
    },
  );

  it('F115 reads a plain answer that is declared as a stream as the answer it is', async () => {
    const { info, span } = await build({ response: stream(JSON.stringify(plainAnswer)) });
    expect(info).toMatchObject({ state: 'OK', responsePreview: 'Hi there', usage: { inputTokens: 9 } });
    expect(span.attributes['weir.stream']).toBe(false);
    const error = '{"error":{"type":"overloaded","message":"Try later."}}';
    expect((await build({ response: stream(error) })).info).toMatchObject({ state: 'ERROR' });
  });

  it.each(['client_cancelled', 'upstream_failed', 'timed_out'] as const)(
    'F113 takes a stream with its last event for an answer, though it ended as %s',
    async (end) => {
      const { info, span } = await build({
        response: stream(streamText),
        end,
        failure: 'The stream broke off.',
      });
      expect(info.state).toBe('OK');
      expect(span.attributes['error.type']).toBeUndefined();
      expect(info.usage).toMatchObject({ inputTokens: 9, outputTokens: 3 });
    },
  );

  it('F51 F52 keeps what a cancelled stream brought, its output estimated and marked so', async () => {
    const cut = streamText.slice(0, streamText.indexOf('\n\n') + 2);
    const { info, span } = await build({ response: stream(cut), end: 'client_cancelled' });
    expect(info.state).toBe('ERROR');
    expect(info.metadata['weir.end']).toBe('client_cancelled');
    expect(info.usage.outputTokens).toBeGreaterThan(0);
    expect(span.attributes['weir.usage.estimated']).toBe(true);
    expect(span.cost.totalCostUsd).toBeNull();
    expect(span.estimatedCostUsd).toBeGreaterThan(0);
    expect(info).toMatchObject({
      usageEstimated: true,
      estimatedTokens: info.usage.totalTokens,
      estimatedCostUsd: span.estimatedCostUsd,
      cost: { totalCostUsd: null },
    });
    const metadata = toMlflowMetadata(info);
    expect(metadata).toMatchObject({
      'weir.usage.estimated': 'true',
      'weir.cost.estimated_usd': String(span.estimatedCostUsd),
    });
    expect(metadata).not.toHaveProperty(['mlflow.trace.cost']);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (body: string) => brotliCompressSync(gzipSync(body))],
  ])('F60 reads answers and streams in %s', async (contentEncoding, compress) => {
    const answer = capturedBody(new Uint8Array(compress(JSON.stringify(plainAnswer))));
    expect((await build({ response: { ...answer, contentEncoding } })).info.usage.inputTokens).toBe(9);
    const events = {
      ...stream(''),
      ...capturedBody(new Uint8Array(compress(streamText)), 'text/event-stream'),
    };
    const streamed = await build({ response: { ...events, contentEncoding } });
    expect(streamed.info).toMatchObject({ state: 'OK', usage: { inputTokens: 9, outputTokens: 3 } });
  });

  it('F41 names the price by its id, and copies no price table into the trace', async () => {
    const { span } = await build();
    expect(span.attributes['weir.price_source']).toMatch(/^genai-prices@[\d.]+:openai\/gpt-4o-mini/);
    expect(JSON.stringify(span.attributes)).not.toMatch(/mtok|per_million/i);
  });

  it('F72 keeps session and user of a conversation of three hundred messages', async () => {
    const messages = Array.from({ length: 300 }, (_, index) => ({
      role: 'user',
      content: `Message ${index}`,
    }));
    const { span, info } = await build({
      request: capturedBody(JSON.stringify({ ...plainRequest, messages })),
      session: 's',
      user: 'u',
    });
    expect(info).toMatchObject({ session: 's', user: 'u', requestPreview: 'Message 299' });
    expect(span.attributes).toMatchObject({ 'session.id': 's', 'user.id': 'u' });
    expect(span.attributes['mlflow.spanInputs']).toMatchObject({ messages: { length: 300 } });
  });

  it('reads a compressed answer that was cut at the capture limit as far as it goes', async () => {
    const packed = new Uint8Array(gzipSync(streamText.repeat(1)));
    const response = {
      ...stream(''),
      bytes: packed.slice(0, packed.byteLength - 20),
      byteLength: packed.byteLength,
      contentEncoding: 'gzip',
      truncated: true,
    };
    const { info } = await build({ response });
    expect(info.responsePreview).toContain('Hi');
  });

  it('tells an error of the provider in its own words', async () => {
    const { info, span } = await build({
      status: 429,
      response: capturedBody(
        '{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}',
      ),
    });
    expect(info.state).toBe('ERROR');
    expect(info.usage.inputTokens).toBeNull();
    expect(info.cost.totalCostUsd).toBeNull();
    expect(span.events).toEqual([
      expect.objectContaining({
        name: 'exception',
        attributes: { 'exception.type': 'requests', 'exception.message': 'Rate limit reached' },
      }),
    ]);
  });

  it('F42 lists a model without a price', async () => {
    const answer = JSON.stringify({ ...plainAnswer, model: 'house-model' });
    const { unpriced, info } = await build({
      request: capturedBody(JSON.stringify({ ...plainRequest, model: 'house-model' })),
      response: capturedBody(answer),
    });
    expect(unpriced).toMatchObject({ provider: 'openai', model: 'house-model' });
    expect(info.cost.totalCostUsd).toBeNull();
  });

  it('tells binary bodies by type, size and digest', async () => {
    const { span } = await build({
      path: '/v1/audio/speech',
      request: capturedBody('{"model":"tts-1","input":"hello","voice":"alloy"}'),
      response: {
        ...capturedBody('', 'audio/mpeg'),
        byteLength: 48_000,
        omitted: 'binary',
        sha256: 'ab'.repeat(32),
      },
    });
    expect(span.attributes['mlflow.spanOutputs']).toEqual({
      content_type: 'audio/mpeg',
      size_bytes: 48_000,
      sha256: 'ab'.repeat(32),
    });
  });

  it('keeps no content where the caller forbade it, and still counts bytes', async () => {
    const nothing = { ...capturedBody(''), byteLength: 321, omitted: 'capture_mode' as const };
    const { info, span } = await build({ captureMode: 'metadata', request: nothing, response: nothing });
    expect(span.attributes['mlflow.spanInputs']).toEqual({
      content_type: 'application/json',
      size_bytes: 321,
      omitted: 'capture mode',
    });
    expect(info.sizeBytes).toBe(642);
    expect(info.state).toBe('OK');
  });

  it('passes on JSON that is none, and says so', async () => {
    const { info, span } = await build({
      request: capturedBody('{"model": '),
      status: 400,
      response: capturedBody('{"error":{"message":"could not parse","type":"invalid_request_error"}}'),
    });
    expect(info.state).toBe('ERROR');
    expect(span.attributes['mlflow.spanInputs']).toBe('{"model": ');
  });

  it('F65 tells true sizes beside truncated content', async () => {
    const request = {
      ...capturedBody('{"model":"gpt-4o-mini","messages":['),
      byteLength: 34_000_000,
      truncated: true,
    };
    const { span } = await build({ request });
    expect(span.attributes).toMatchObject({
      'http.request.body.size': 34_000_000,
      'weir.request.truncated': true,
    });
  });

  it('joins the caller’s trace as a child span', async () => {
    const { span } = await build({ parentSpanId: 'b7ad6b7169203331' });
    expect(span.parentSpanId).toBe('b7ad6b7169203331');
  });
});
