/** Answers that failed under a status of success: what came is kept, and the error is told. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/proxy/providers/contract.ts';
import { anthropicDialect } from '../../../src/proxy/providers/anthropic/index.ts';
import { bedrockDialect } from '../../../src/proxy/providers/bedrock/index.ts';
import { cohereDialect } from '../../../src/proxy/providers/cohere/index.ts';
import type { Dialect } from '../../../src/proxy/providers/contract.ts';
import { googleDialect } from '../../../src/proxy/providers/google/index.ts';
import { ollamaDialect } from '../../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../../src/proxy/providers/openai/index.ts';
import { bytesOf, event as frame, EVENT_STREAM, exception } from '../../fixtures/bedrock/frames.ts';
import { readWith } from '../../helpers/dialect-proof.ts';
import { cutsEverywhere } from '../../helpers/readable-call.ts';

const data = (...events: unknown[]) =>
  events.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');
const typed = (...events: { type: string }[]) =>
  events.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join('');
const lines = (...values: unknown[]) => values.map((one) => `${JSON.stringify(one)}\n`).join('');
const SSE = 'text/event-stream';

const CHAT = '/v1/chat/completions';
const choice = (more: object) => ({ id: 'gen-1', model: 'm', choices: [{ index: 0, ...more }] });
const said = choice({ delta: { role: 'assistant', content: 'Half an ans' }, finish_reason: null });
/** openrouter.ai/docs/api/reference/errors-and-debugging: an error in mid-stream, and one inside a choice. */
const routed = {
  ...choice({ delta: { content: '' }, finish_reason: 'error' }),
  error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
};
const inChoice = choice({
  delta: { content: '' },
  finish_reason: 'error',
  error: { code: 502, message: 'Upstream error from Anthropic' },
});

/** docs.anthropic.com, Messages streaming. */
const start = (id: string) => ({
  type: 'message_start',
  message: {
    id,
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    usage: { input_tokens: 9 },
  },
});
const block = (index: number, text: string) => [
  { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
  { type: 'content_block_stop', index },
];
const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

const gemini = (text: string, finishReason?: string) => ({
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason }],
  modelVersion: 'gemini-2.5-flash',
});

interface Case {
  name: string;
  dialect: Dialect;
  path: string;
  type?: string;
  body: string | Uint8Array;
  error: { type: string; message: unknown };
}

const streams: Case[] = [
  {
    name: 'a choice that ends with an error',
    dialect: openaiDialect,
    path: CHAT,
    body: data(said, inChoice, '[DONE]'),
    error: { type: '502', message: 'Upstream error from Anthropic' },
  },
  {
    name: 'a chunk with an error',
    dialect: openaiDialect,
    path: CHAT,
    body: data(said, routed, '[DONE]'),
    error: { type: 'server_error', message: 'Provider disconnected unexpectedly' },
  },
  {
    name: 'the reason "error"',
    dialect: openaiDialect,
    path: CHAT,
    body: data(said, choice({ delta: {}, finish_reason: 'error' }), '[DONE]'),
    error: { type: 'error', message: expect.stringContaining('error') },
  },
  {
    name: 'a provider out of resources',
    dialect: openaiDialect,
    path: CHAT,
    body: data(said, choice({ delta: {}, finish_reason: 'insufficient_system_resource' }), '[DONE]'),
    error: { type: 'insufficient_system_resource', message: expect.any(String) },
  },
  {
    name: 'an error in the end',
    dialect: openaiDialect,
    path: CHAT,
    body: data(said, { error: { message: 'Try later', type: 'overloaded' } }),
    error: { type: 'overloaded', message: 'Try later' },
  },
  {
    name: 'a second message',
    dialect: anthropicDialect,
    path: '/v1/messages',
    body: typed(start('msg_1'), ...block(0, 'Half an ans'), start('msg_2'), ...block(0, 'Another'), {
      type: 'message_stop',
    }),
    error: { type: 'unexpected_event', message: expect.stringContaining('second message') },
  },
  {
    name: 'an error in the end',
    dialect: anthropicDialect,
    path: '/v1/messages',
    body: typed(start('msg_1'), ...block(0, 'Half an ans'), overloaded),
    error: { type: 'overloaded_error', message: 'Overloaded' },
  },
  {
    name: 'a malformed call',
    dialect: googleDialect,
    path: '/v1beta/models/g:streamGenerateContent',
    body: data(gemini('Half an ans'), gemini('', 'MALFORMED_FUNCTION_CALL')),
    error: { type: 'MALFORMED_FUNCTION_CALL', message: expect.any(String) },
  },
  {
    name: 'an error in the end',
    dialect: googleDialect,
    path: '/v1beta/models/g:streamGenerateContent',
    body: data(gemini('Half an ans'), { error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } }),
    error: { type: 'UNAVAILABLE', message: 'Overloaded' },
  },
  {
    name: 'an error in the end',
    dialect: cohereDialect,
    path: '/v2/chat',
    body:
      typed({ type: 'message-start' }, {
        type: 'content-delta',
        index: 0,
        delta: { message: { content: { text: 'Half an ans' } } },
      } as never) + data({ message: 'internal server error' }),
    error: { type: 'error', message: 'internal server error' },
  },
  {
    name: 'an error in the end',
    dialect: ollamaDialect,
    path: '/api/chat',
    type: 'application/x-ndjson',
    body: lines(
      { model: 'l', message: { role: 'assistant', content: 'Half an ans' }, done: false },
      { error: 'an error was encountered while running the model' },
    ),
    error: { type: 'error', message: expect.stringContaining('encountered') },
  },
  {
    name: 'an exception in the end',
    dialect: bedrockDialect,
    path: '/model/amazon.nova-lite-v1%3A0/converse-stream',
    type: EVENT_STREAM,
    body: bytesOf([
      frame('messageStart', { role: 'assistant' }),
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Half an ans' } }),
      exception('modelStreamErrorException', { message: 'The model broke off' }),
    ]),
    error: { type: 'ModelStreamErrorException', message: 'The model broke off' },
  },
  {
    name: 'a malformed answer',
    dialect: bedrockDialect,
    path: '/model/amazon.nova-lite-v1%3A0/converse-stream',
    type: EVENT_STREAM,
    body: bytesOf([
      frame('messageStart', { role: 'assistant' }),
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Half an ans' } }),
      frame('messageStop', { stopReason: 'malformed_tool_use' }),
    ]),
    error: { type: 'malformed_tool_use', message: expect.any(String) },
  },
];

describe.each(streams.map((one) => [`${one.dialect.name}: ${one.name}`, one] as const))('%s', (_, one) => {
  const call = { path: one.path, request: {}, response: one.body, responseType: one.type ?? SSE };

  it('F118 fails the call, and what came is kept', () => {
    const reading = readWith(one.dialect, call);
    expect(reading.error).toEqual(one.error);
    expect(reading.responsePreview).toContain('Half an ans');
  });

  it('F01 F118 wherever the stream is cut', () => {
    const bytes = typeof one.body === 'string' ? new TextEncoder().encode(one.body) : one.body;
    for (const cuts of cutsEverywhere(bytes.byteLength)) {
      expect(readWith(one.dialect, { ...call, cuts }).error).toEqual(one.error);
    }
  });
});

const plain: Case[] = [
  {
    name: 'a choice with an error',
    dialect: openaiDialect,
    path: CHAT,
    body: JSON.stringify(
      choice({
        message: { role: 'assistant', content: 'Half' },
        finish_reason: 'error',
        error: { code: 502, message: 'Bad gateway' },
      }),
    ),
    error: { type: '502', message: 'Bad gateway' },
  },
  {
    name: 'an error in place of an answer',
    dialect: openaiDialect,
    path: CHAT,
    body: '{"error":{"message":"No endpoints","code":404}}',
    error: { type: '404', message: 'No endpoints' },
  },
  {
    name: 'an error in a list',
    dialect: googleDialect,
    path: '/v1beta/models/g:generateContent',
    body: '[{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}]',
    error: { type: 'RESOURCE_EXHAUSTED', message: 'Quota' },
  },
  {
    name: 'a malformed call',
    dialect: googleDialect,
    path: '/v1beta/models/g:generateContent',
    body: JSON.stringify({
      candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'Malformed function call: f(' }],
    }),
    error: { type: 'MALFORMED_FUNCTION_CALL', message: 'Malformed function call: f(' },
  },
  {
    name: 'a finish with an error',
    dialect: cohereDialect,
    path: '/v2/chat',
    body: '{"id":"1","finish_reason":"ERROR","message":{"role":"assistant"}}',
    error: { type: 'ERROR', message: expect.any(String) },
  },
  {
    name: 'an error in place of an answer',
    dialect: cohereDialect,
    path: '/v2/chat',
    body: '{"message":"trial key"}',
    error: { type: 'error', message: 'trial key' },
  },
  {
    name: 'an error in place of an answer',
    dialect: ollamaDialect,
    path: '/api/chat',
    body: '{"error":"model not found"}',
    error: { type: 'error', message: 'model not found' },
  },
  {
    name: 'an error in place of an answer',
    dialect: anthropicDialect,
    path: '/v1/messages',
    body: JSON.stringify(overloaded),
    error: { type: 'overloaded_error', message: 'Overloaded' },
  },
  {
    name: 'an error in place of a count',
    dialect: anthropicDialect,
    path: '/v1/messages/count_tokens',
    body: JSON.stringify(overloaded),
    error: { type: 'overloaded_error', message: 'Overloaded' },
  },
];

describe('a plain answer', () => {
  it.each(plain.map((one) => [`${one.dialect.name}: ${one.name}`, one] as const))(
    'F118 fails with %s',
    (_, one) => {
      const request = { stream: false };
      expect(readWith(one.dialect, { path: one.path, request, response: one.body }).error).toEqual(one.error);
    },
  );
});

describe('what is no error', () => {
  const read = (body: string, dialect: Dialect = openaiDialect, path = CHAT): Reading =>
    readWith(dialect, { path, request: {}, response: body, responseType: SSE });

  it('F113 what a server sends behind the end', () => {
    const ended = data(said, choice({ delta: {}, finish_reason: 'stop' }), '[DONE]');
    expect(read(ended + data({ error: { message: 'late' } }))).toMatchObject({ error: null, complete: true });
    const messages = typed(start('msg_1'), ...block(0, 'All'), { type: 'message_stop' }, overloaded);
    expect(read(messages, anthropicDialect, '/v1/messages')).toMatchObject({ error: null, complete: true });
  });

  it('the same message begun again, filters, and refusals', () => {
    const again = typed(start('msg_1'), start('msg_1'), ...block(0, 'All'), { type: 'message_stop' });
    expect(read(again, anthropicDialect, '/v1/messages').error).toBeNull();
    expect(
      read(data(said, choice({ delta: {}, finish_reason: 'content_filter' }), '[DONE]')).error,
    ).toBeNull();
    const path = '/v1beta/models/g:streamGenerateContent';
    expect(read(data(gemini('So', 'SAFETY')), googleDialect, path).error).toBeNull();
  });

  it('F118 keeps both messages of a mixed stream in their order', () => {
    const mixed = typed(start('msg_1'), ...block(0, 'One'), start('msg_2'), ...block(0, 'Two'), {
      type: 'message_stop',
    });
    expect(read(mixed, anthropicDialect, '/v1/messages').outputs).toMatchObject({
      id: 'msg_1',
      content: [{ text: 'One' }, { text: 'Two' }],
    });
  });
});
