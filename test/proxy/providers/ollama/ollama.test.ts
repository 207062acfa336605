import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error.ts';
import { ollamaDialect } from '../../../../src/proxy/providers/ollama/index.ts';
import { chat, generate, ollamaFixtures, toolCalls } from '../../../fixtures/ollama/calls.ts';
import {
  plainCall,
  proveGarbage,
  proveReadings,
  readWith,
  streamedCall,
} from '../../../helpers/dialect-proof.ts';

const read = (call: Parameters<typeof readWith>[1]) => readWith(ollamaDialect, call);

proveReadings(ollamaDialect, ollamaFixtures);
proveGarbage(ollamaDialect, ollamaFixtures);

describe('streams', () => {
  it('are there when the request does not mention them, and not when it declines', () => {
    expect(read(streamedCall(chat)).streamed).toBe(true);
    const declined = { model: 'llama3.2', stream: false };
    expect(read(plainCall(chat, { request: declined })).streamed).toBe(false);
  });

  it('are told from plain answers by their type where the request was not kept', () => {
    expect(read({ ...streamedCall(chat), request: undefined }).streamed).toBe(true);
    expect(read({ ...plainCall(chat), request: undefined })).toMatchObject({
      streamed: false,
      complete: true,
    });
  });

  it('tell when the first token came, be it a thought or a call', () => {
    const { text } = toolCalls.stream ?? { text: '' };
    expect(read(streamedCall(toolCalls, { cuts: [20, text.indexOf('\n') + 1] })).firstTokenAtMs).toBe(20);
  });

  it('F10 are incomplete when nothing came', () => {
    const expected = { complete: false, outputs: null, usage: null, firstTokenAtMs: null, streamed: true };
    expect(read(streamedCall(chat, { response: '' }))).toMatchObject(expected);
  });

  it('may hold blank lines, and CRLF', () => {
    const response = chat.stream?.text.replaceAll('\n', '\r\n\r\n') ?? '';
    expect(read(streamedCall(chat, { response }))).toEqual(read(streamedCall(chat)));
  });
});

describe('usage', () => {
  it('of a prompt from the cache is unknown, not zero', () => {
    expect(read(plainCall(generate)).usage).toMatchObject({ input: null, output: 2 });
  });

  it('is unknown for a call that only loads a model', () => {
    const response =
      '{"model":"llama3.2","message":{"role":"assistant","content":""},"done":true,"done_reason":"load"}';
    expect(read(plainCall(chat, { response }))).toMatchObject({ usage: null, finishReasons: ['load'] });
  });
});

describe('callFor', () => {
  it.each([
    ['POST', '/api/chat', 'chat'],
    ['POST', '/api/generate', 'text_completion'],
    ['POST', '/ollama/api/embed', 'embeddings'],
    ['GET', '/api/tags', 'models'],
    ['POST', '/v1/chat/completions', 'chat'],
    ['POST', '/v1/messages', 'chat'],
    ['POST', '/v1/embeddings', 'embeddings'],
    ['POST', '/api/pull', undefined],
    ['POST', '/api/toString', undefined],
    ['GET', '/', undefined],
  ])('%s %s is %s', (method, path, operation) => {
    expect(ollamaDialect.callFor(method, path)?.operation).toBe(operation);
  });

  it('reads the Anthropic-compatible path as Anthropic’s', () => {
    const response =
      '{"type":"message","content":[{"type":"text","text":"Hi"}],"usage":{"input_tokens":3,"output_tokens":1}}';
    expect(read({ path: '/v1/messages', request: {}, response })).toMatchObject({
      responsePreview: 'Hi',
      usage: { input: 3, output: 1 },
    });
  });
});

describe('credentials and failures', () => {
  it('a stored key is a bearer token, a failure a message', () => {
    const headers = new Headers();
    ollamaDialect.applySecret(headers, 'key', '/v1');
    expect([...headers]).toEqual([['authorization', 'Bearer key']]);
    expect(ollamaDialect.renderFailure(new AppError('UNAUTHENTICATED', 'No.'))).toEqual({ error: 'No.' });
  });
});
