/** Long bodies and bodies that may not be kept, from the wire to the trace: through the proxy, the queue's form and the readers. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createMemoryBudget } from '../../../src/proxy/memory-budget.ts';
import { buildTrace } from '../../../src/tracing/build-trace.ts';
import { decodeExchange, encodeExchange } from '../../../src/tracing/ingest/exchange-codec.ts';
import { plainAnswer, plainRequest } from '../../helpers/exchanges.ts';
import { chunked, createProxy, post, type ProxyOptions } from '../../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const KB = 1024;
const utf8 = new TextEncoder();

/** Zstandard without compression: one frame of raw blocks (RFC 8878, section 3.1.1). */
function zstdFrame(text: string): Uint8Array<ArrayBuffer> {
  const bytes = utf8.encode(text);
  const BLOCK = 100_000;
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58)];
  for (let at = 0; at < bytes.byteLength; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    const header = (block.byteLength << 3) | (at + BLOCK >= bytes.byteLength ? 1 : 0);
    parts.push(Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16), block);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** One call, what would wait on the queue for it, and its trace. */
async function traced(options: ProxyOptions & { path?: string; init: RequestInit }) {
  const proxy = createProxy(options);
  const answer = await proxy.call(options.path ?? CHAT, options.init);
  const received = new Uint8Array(await answer.arrayBuffer());
  await proxy.settled();
  const [recorded] = proxy.exchanges;
  if (recorded === undefined) throw new Error('nothing was recorded');
  const waiting = encodeExchange(recorded);
  const decoded = decodeExchange(waiting);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { trace } = await buildTrace(decoded.exchange, {
    experimentId: '0',
    providers: proxy.services.providers,
    priceOverrides: {},
  });
  const [span] = trace.spans;
  return {
    received,
    waiting: new TextDecoder().decode(waiting),
    exchange: decoded.exchange,
    info: trace.info,
    span: span!,
    proxy,
  };
}

const USAGE = { prompt_tokens: 25, completion_tokens: 8000, total_tokens: 8025 };
const chunkOf = (choices: unknown[], more: object = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-9', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini-2024-07-18', service_tier: 'default', system_fingerprint: 'fp_1', choices, ...more })}\n\n`;
const says = (content: string) =>
  chunkOf([{ index: 0, delta: { content }, logprobs: null, finish_reason: null }]);

/** Eight thousand tokens as they stand on the wire: more than a megabyte, usage at the end. */
function* longAnswer(): Generator<string> {
  yield chunkOf([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
  for (let token = 0; token < 8000; token++) yield says(` word${token}`);
  yield chunkOf([{ index: 0, delta: {}, finish_reason: 'length' }]);
  yield chunkOf([], { usage: USAGE });
  yield 'data: [DONE]\n\n';
}

const streamed = { model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: 'Count' }] };

describe('an answer over the limit', () => {
  it('F106 has the tokens, the end, the ids and the money of eight thousand streamed tokens', async () => {
    let nowMs = 1_000;
    const { info, span, exchange, received } = await traced({
      upstream: () => chunked([...longAnswer()]),
      services: { now: () => (nowMs += 1) },
      init: post(streamed),
    });
    expect(exchange.response.byteLength).toBeGreaterThan(1024 * KB);
    expect(exchange.response.bytes.byteLength).toBeLessThanOrEqual(1024 * KB);
    // The chunk that Weir asked for is not the caller's.
    expect(received.byteLength).toBe(
      exchange.response.byteLength - utf8.encode(chunkOf([], { usage: USAGE })).byteLength,
    );
    expect(info).toMatchObject({
      state: 'OK',
      usage: { inputTokens: 25, outputTokens: 8000, totalTokens: 8025 },
    });
    expect(span.cost.totalCostUsd).toBeCloseTo((25 * 0.15 + 8000 * 0.6) / 1e6, 12);
    expect(span.attributes).toMatchObject({
      'gen_ai.response.id': 'chatcmpl-9',
      'gen_ai.response.finish_reasons': ['length'],
      'weir.response.truncated': true,
    });
    expect(span.attributes['weir.usage.estimated']).toBeUndefined();
    const text = JSON.stringify(span.attributes['mlflow.spanOutputs']);
    expect(text).toContain(' word0 word1 word2');
    expect(text).toMatch(/\[weir left out \d+ bytes\]/);
    expect(text).toContain(' word7998 word7999');
    // The first token came with the second of eight thousand chunks, and not with the last.
    expect(info.firstTokenMs).toBeLessThan(100);
  });

  it('F106 tells the tokens of a picture, and not the letters of its base64', async () => {
    const usage = {
      input_tokens: 12,
      output_tokens: 4160,
      total_tokens: 4172,
      input_tokens_details: { text_tokens: 12, image_tokens: 0 },
    };
    const picture = 'iVBORw0KGgoAAAANSUhEUg'.repeat(150_000);
    const body = JSON.stringify({
      created: 1,
      data: [{ b64_json: picture }],
      usage,
      size: '1024x1024',
      quality: 'high',
    });
    const { info, exchange } = await traced({
      path: '/openai/v1/images/generations',
      upstream: () => new Response(body, { headers: { 'content-type': 'application/json' } }),
      init: post({ model: 'gpt-image-1', prompt: 'A weir' }),
    });
    expect(info.usage).toMatchObject({ inputTokens: 12, outputTokens: 4160, totalTokens: 4172 });
    expect(info.usageEstimated).toBe(false);
    const kept = new TextDecoder().decode(exchange.response.bytes);
    expect(kept.length).toBeLessThan(2 * KB);
    expect(kept).toContain(
      `of ${picture.length} bytes, SHA-256 ${createHash('sha256').update(picture).digest('hex')}`,
    );
  });

  it('F106 keeps the meter however little memory is left', async () => {
    const { info } = await traced({
      upstream: () => chunked([...longAnswer()]),
      services: { memory: createMemoryBudget(0) },
      init: post({ ...streamed, stream_options: { include_usage: true } }),
    });
    expect(info).toMatchObject({ state: 'OK', usage: { inputTokens: 25, outputTokens: 8000 } });
  });

  it('F106 is read through its content coding', async () => {
    const words = Array.from({ length: 400_000 }, (_, index) => (index * 2654435761) % 4294967296).join(' ');
    const body = JSON.stringify({
      ...plainAnswer,
      choices: [{ index: 0, message: { role: 'assistant', content: words }, finish_reason: 'stop' }],
    });
    const sent = gzipSync(body);
    expect(sent.byteLength).toBeGreaterThan(1024 * KB);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { info, span, received } = await traced({
      upstream: () => new Response(sent, { headers, encodeBody: 'manual' }),
      init: post(plainRequest),
    });
    expect(received).toEqual(new Uint8Array(sent));
    expect(info.usage).toMatchObject({ inputTokens: 9, outputTokens: 3, totalTokens: 12 });
    expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(['stop']);
  });
});

describe('a small body that hides a large one', () => {
  it('is shortened where it is unpacked, and keeps its meter', async () => {
    const content = 'the same words '.repeat(800_000);
    const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
    const sent = gzipSync(JSON.stringify({ ...plainAnswer, choices }));
    expect(sent.byteLength).toBeLessThan(1024 * KB);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = () => new Response(sent, { headers, encodeBody: 'manual' });
    const { info, span } = await traced({ upstream: answer, init: post(plainRequest) });
    expect(info.usage).toMatchObject({ inputTokens: 9, outputTokens: 3 });
    expect(JSON.stringify(span).length).toBeLessThan(5 * 1024 * KB);
    const unkept = await traced({
      upstream: answer,
      init: post(plainRequest, { 'x-weir-capture': 'metadata' }),
    });
    expect(unkept.info.usage).toMatchObject({ inputTokens: 9, outputTokens: 3 });
    expect(unkept.waiting).not.toContain('same words');
  });
});

describe('a request over the limit', () => {
  const tools = [
    {
      type: 'function',
      function: {
        name: 'look_up',
        description: 'Looks up',
        parameters: { type: 'object', properties: { q: { type: 'string' } } },
      },
    },
  ];
  const picture = {
    type: 'image_url',
    image_url: { url: `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUg'.repeat(95_000)}` },
  };
  const agent = Array.from({ length: 300 }, (_, turn) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: `call_${turn}`, type: 'function', function: { name: 'look_up', arguments: `{"q":"${turn}"}` } },
      ],
    },
    { role: 'tool', tool_call_id: `call_${turn}`, content: `result ${turn} \n "quoted" é `.repeat(900) },
  ]).flat();
  const bodies = {
    'a picture of two megabytes': {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is in this picture?' }, picture] }],
    },
    'an agent with six megabytes of context': {
      messages: [
        { role: 'system', content: 'You look things up.' },
        ...agent,
        { role: 'user', content: 'What is in this picture?' },
      ],
    },
  };

  it.each(Object.entries(bodies))(
    'F108 %s keeps model, tools, user, session and the last question',
    async (_name, body) => {
      const request = {
        model: 'gpt-4o-mini',
        user: 'ada',
        prompt_cache_key: 'conversation-7',
        metadata: { plan: 'pro' },
        ...body,
        tools,
        temperature: 0.2,
      };
      const { info, span, exchange } = await traced({
        upstream: () => Response.json(plainAnswer),
        init: post(request),
      });
      expect(exchange.request.byteLength).toBeGreaterThan(1900 * KB);
      expect(exchange.request.bytes.byteLength).toBeLessThanOrEqual(1024 * KB);
      expect(info).toMatchObject({
        user: 'ada',
        requestPreview: 'What is in this picture?',
        tags: { plan: 'pro' },
      });
      expect(span.attributes).toMatchObject({
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.request.temperature': 0.2,
        'mlflow.chat.tools': tools,
        'weir.request.truncated': true,
      });
      expect(span.attributes['mlflow.spanInputs']).toMatchObject({ model: 'gpt-4o-mini', tools });
    },
  );

  it('F108 that is compressed is read as well', async () => {
    const words = Array.from({ length: 500_000 }, (_, index) => (index * 2654435761) % 4294967296).join(' ');
    const sent = zstdFrame(
      JSON.stringify({
        model: 'gpt-5-codex',
        input: [
          { role: 'user', content: words },
          { role: 'user', content: 'Go on' },
        ],
      }),
    );
    expect(sent.byteLength).toBeGreaterThan(1024 * KB);
    const { span, info } = await traced({
      path: '/openai/v1/responses',
      upstream: () =>
        Response.json({
          id: 'resp_1',
          object: 'response',
          status: 'completed',
          model: 'gpt-5-codex',
          output: [],
        }),
      init: {
        method: 'POST',
        body: sent,
        headers: { 'content-type': 'application/json', 'content-encoding': 'zstd' },
      },
    });
    expect(span.attributes['gen_ai.request.model']).toBe('gpt-5-codex');
    expect(info.requestPreview).toBe('Go on');
  });

  it('F108 that is a form keeps its fields behind the file, and of the file name, type, size and digest', async () => {
    const audio = new Uint8Array(3 * 1024 * KB).fill(7);
    const form = new FormData();
    form.append('file', new File([audio], 'talk.mp3', { type: 'audio/mpeg' }));
    form.append('model', 'whisper-1');
    form.append('language', 'de');
    const encoded = new Response(form);
    const contentType = encoded.headers.get('content-type') ?? '';
    const { span } = await traced({
      path: '/openai/v1/audio/transcriptions',
      upstream: () => Response.json({ text: 'Hallo' }),
      init: { method: 'POST', body: await encoded.arrayBuffer(), headers: { 'content-type': contentType } },
    });
    expect(span.attributes['gen_ai.request.model']).toBe('whisper-1');
    expect(span.attributes['mlflow.spanInputs']).toEqual({
      file: {
        filename: 'talk.mp3',
        contentType: 'audio/mpeg',
        byteLength: audio.byteLength,
        sha256: createHash('sha256').update(audio).digest('hex'),
      },
      model: 'whisper-1',
      language: 'de',
    });
  });
});

describe('a call whose content may not be kept', () => {
  const secret = {
    model: 'gpt-4o-mini',
    stream: true,
    user: 'ada@example.com',
    temperature: 0.5,
    messages: [{ role: 'user', content: 'my diagnosis' }],
    tools: [{ type: 'function', function: { name: 'hospital_records', parameters: {} } }],
  };
  const call = (index: number, args: string) => ({
    index,
    ...(args === '' ? { id: 'call_1', type: 'function' } : {}),
    function: { ...(args === '' ? { name: 'hospital_records' } : {}), arguments: args },
  });
  const stream = [
    chunkOf([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
    says('You are'),
    says(' ill'),
    chunkOf([{ index: 0, delta: { tool_calls: [call(0, '')] }, finish_reason: null }]),
    chunkOf([{ index: 0, delta: { tool_calls: [call(0, '{"patient":4711}')] }, finish_reason: null }]),
    chunkOf([{ index: 0, delta: {}, finish_reason: 'tool_calls' }]),
    chunkOf([], { usage: USAGE }),
    'data: [DONE]\n\n',
  ];
  const PRIVATE = ['diagnosis', 'You are', ' ill', 'hospital', '4711', 'ada@'];

  it.each(['metadata', 'request', 'response'])(
    'F109 in mode %s has tokens, cost, model, end, ids and timings',
    async (mode) => {
      const { info, span, waiting } = await traced({
        upstream: () => chunked(stream),
        init: post(secret, { 'x-weir-capture': mode }),
      });
      expect(info).toMatchObject({
        state: 'OK',
        model: 'gpt-4o-mini-2024-07-18',
        usage: { inputTokens: 25, outputTokens: 8000 },
      });
      expect(span.cost.totalCostUsd).toBeGreaterThan(0);
      expect(info.firstTokenMs).not.toBeNull();
      expect(span.attributes).toMatchObject({
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.request.temperature': 0.5,
        'gen_ai.response.id': 'chatcmpl-9',
        'gen_ai.response.finish_reasons': ['tool_calls'],
        'openai.response.service_tier': 'default',
        'weir.stream': true,
      });
      expect(span.attributes['weir.usage.estimated']).toBeUndefined();
      const all = waiting + JSON.stringify({ info, span });
      if (mode === 'metadata') expect(PRIVATE.filter((word) => all.includes(word))).toEqual([]);
      if (mode === 'request') expect(all).not.toContain('You are');
      if (mode === 'response') expect(all).not.toContain('diagnosis');
      if (mode !== 'request')
        expect(span.attributes['mlflow.spanInputs']).toMatchObject({ omitted: 'capture mode' });
      if (mode !== 'response')
        expect(span.attributes['mlflow.spanOutputs']).toMatchObject({ omitted: 'capture mode' });
    },
  );

  it('F109 is no estimate where the provider told nothing, and an error keeps its type without its words', async () => {
    const init = post(secret, { 'x-weir-capture': 'metadata' });
    const untold = await traced({
      upstream: () => chunked(stream.filter((event) => !event.includes('"usage"'))),
      init,
    });
    expect(untold.info).toMatchObject({
      state: 'OK',
      usage: { inputTokens: null, outputTokens: null },
      usageEstimated: false,
    });
    const error = {
      error: { message: 'Invalid value: my diagnosis', type: 'invalid_request_error', code: 'invalid_value' },
    };
    const refused = await traced({ upstream: () => Response.json(error, { status: 400 }), init });
    expect(refused.info.state).toBe('ERROR');
    expect(refused.span.attributes['error.type']).toBe('invalid_request_error');
    expect(refused.waiting + JSON.stringify(refused.span)).not.toContain('diagnosis');
    const cut = await traced({ upstream: () => chunked(stream.slice(0, 3)), init });
    expect(cut.info.state).toBe('ERROR');
    expect(cut.span.attributes['error.type']).toBe('incomplete_stream');
  });

  it('F109 keeps the meter of an answer over the limit', async () => {
    const { info, waiting } = await traced({
      upstream: () => chunked([...longAnswer()]),
      init: post(streamed, { 'x-weir-capture': 'metadata' }),
    });
    expect(info).toMatchObject({ state: 'OK', usage: { inputTokens: 25, outputTokens: 8000 } });
    expect(waiting).not.toContain('word1');
  });
});
