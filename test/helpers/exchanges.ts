/** Exchanges for tests: a plain OpenAI-style call unless told otherwise. */
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import type { CapturedBody, Exchange } from '../../src/proxy/exchange.ts';

export function capturedBody(content: string | Uint8Array, contentType = 'application/json'): CapturedBody {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    contentType,
    contentEncoding: '',
    byteLength: bytes.byteLength,
    bytes,
    truncated: false,
    endLost: false,
    meter: null,
    omitted: null,
    sha256: null,
  };
}

export const plainRequest = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };

export const plainAnswer = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi there' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
};

export function exchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    version: 1,
    traceId: newTraceId(),
    spanId: newSpanId(),
    parentSpanId: null,
    experiment: null,
    provider: 'openai',
    method: 'POST',
    path: '/v1/chat/completions',
    startedAtMs: 1_790_000_000_000,
    headersAtMs: 100,
    firstByteAtMs: 101,
    endedAtMs: 120,
    status: 200,
    end: 'complete',
    failure: null,
    request: capturedBody(JSON.stringify(plainRequest)),
    response: capturedBody(JSON.stringify(plainAnswer)),
    arrivals: [[1_000_000, 110]],
    webSocketEvents: null,
    socket: null,
    requestHeaders: { 'content-type': 'application/json' },
    responseHeaders: {},
    session: null,
    user: null,
    tags: {},
    requestId: null,
    environment: null,
    spanName: null,
    priceModel: null,
    customCost: null,
    prompts: [],
    promptProblem: null,
    editProblem: null,
    captureMode: 'full',
    usageAsked: false,
    notUnderstood: [],
    keyId: null,
    ...overrides,
  };
}
