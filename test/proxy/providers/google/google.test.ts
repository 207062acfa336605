import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error.ts';
import { googleDialect } from '../../../../src/proxy/providers/google/index.ts';
import {
  blocked,
  crlfEvents,
  generateFixtures,
  plainText,
  severalCandidates,
  thinking,
} from '../../../fixtures/google/generate.ts';
import { calling, interactionFixtures, thoughtful } from '../../../fixtures/google/interactions.ts';
import { compatible, embedContent, otherFixtures } from '../../../fixtures/google/other-calls.ts';
import {
  plainCall,
  proveGarbage,
  proveReadings,
  readWith,
  streamedCall,
} from '../../../helpers/dialect-proof.ts';

const read = (call: Parameters<typeof readWith>[1]) => readWith(googleDialect, call);

proveReadings(googleDialect, [...generateFixtures, ...interactionFixtures, ...otherFixtures]);
proveGarbage(googleDialect, [...generateFixtures, ...interactionFixtures, embedContent]);

describe('usage', () => {
  it('F32 counts thoughts as output, beside the candidates', () => {
    expect(read(plainCall(thinking)).usage).toMatchObject({ output: 1000, reasoning: 980, total: 3100 });
  });

  it('F32 finds thoughts in the total where the compatible path tells them nowhere else', () => {
    expect(read(plainCall(compatible)).usage).toMatchObject({ input: 20, output: 603, reasoning: 405 });
  });

  it('F33 takes the last of growing counts instead of their sum', () => {
    expect(read(streamedCall(plainText)).usage).toMatchObject({ input: 8, output: 12, total: 20 });
  });

  it('F31 reads snake case nowhere, and camel case only under its own names', () => {
    const response = JSON.stringify({ usageMetadata: { prompt_tokens: 1, inputTokens: 2 } });
    expect(read(plainCall(plainText, { response })).usage).toBeNull();
  });
});

describe('streams', () => {
  it('tell when the first token came, be it a thought', () => {
    const { text } = thinking.stream ?? { text: '' };
    const second = text.indexOf('data:', 10);
    expect(read(streamedCall(thinking, { cuts: [second] })).firstTokenAtMs).toBe(10);
  });

  it('F10 are complete when every candidate has its finish reason', () => {
    const { text } = severalCandidates.stream ?? { text: '' };
    const response = text.slice(0, text.lastIndexOf('data:'));
    const reading = read(streamedCall(severalCandidates, { response }));
    expect(reading).toMatchObject({ complete: false, finishReasons: ['STOP'] });
  });

  it('F10 are incomplete when nothing came', () => {
    const expected = { complete: false, outputs: null, usage: null, firstTokenAtMs: null, streamed: true };
    expect(read(streamedCall(plainText, { response: '' }))).toMatchObject(expected);
    const array = { response: '[', responseType: 'application/json' };
    expect(read(streamedCall(plainText, array))).toMatchObject(expected);
  });

  it('F02 F03 may lack the space, end lines with LF, and hold comments', () => {
    const dense = `: hello\n\n${plainText.stream?.text.replaceAll('data: {', 'data:{').replaceAll('\r\n', '\n')}`;
    expect(read(streamedCall(plainText, { response: dense }))).toEqual(read(streamedCall(plainText)));
  });

  it('do not take text that looks like an error for one', () => {
    const parts = [{ text: '\n{"error": {"message": "no"}}' }];
    const chunk = { candidates: [{ content: { parts }, finishReason: 'STOP' }] };
    const reading = read(streamedCall(plainText, { response: crlfEvents(chunk).text }));
    expect(reading).toMatchObject({ error: null, complete: true });
  });
});

describe('streams of interactions', () => {
  it('F10 keep the arguments of a call that was cut as the text they are', () => {
    const { text } = calling.stream ?? { text: '' };
    const response = text.slice(0, text.indexOf('京'));
    const reading = read(streamedCall(calling, { response }));
    expect(reading).toMatchObject({ complete: false, finishReasons: [], usage: null });
    expect(reading.outputText).toBe('"{\\"city\\":\\"東"');
  });

  it('open a step whose beginning was lost', () => {
    const { text } = calling.stream ?? { text: '' };
    const response = text.replaceAll(/event: step.start\n.*\n\n/g, '');
    expect(read(streamedCall(calling, { response })).outputText).toBe('{"city":"東京"}\n{"city":"Rome"}');
  });

  // Events of `InteractionStreamingEvent` where steps are not enabled (docs.cloud.google.com, agent platform, v1beta1).
  it('F113 are whole with `interaction.complete`, and read by their contents', () => {
    const usage = { total_input_tokens: 7, total_output_tokens: 3, total_tokens: 10 };
    const outputs = [
      { type: 'text', text: 'Hello there' },
      { type: 'function_call', id: 'f1', name: 'look', arguments: { city: 'Rome' } },
    ];
    const identity = { id: 'v1_2', model: 'gemini-2.5-flash' };
    const events = [
      { event_type: 'interaction.start', interaction: { ...identity, status: 'in_progress' } },
      { event_type: 'content.start', index: 0, content: { type: 'text' } },
      { event_type: 'content.delta', index: 0, delta: { type: 'text', text: 'Hello ' } },
      { event_type: 'content.delta', index: 0, delta: { type: 'text', text: 'there' } },
      { event_type: 'content.stop', index: 0 },
      { event_type: 'content.start', index: 1, content: { type: 'function_call' } },
      { event_type: 'content.delta', index: 1, delta: outputs[1] },
      { event_type: 'content.stop', index: 1 },
      { event_type: 'interaction.complete', interaction: { ...identity, status: 'completed', usage } },
    ];
    const path = '/v1beta/interactions';
    const stream = (count: number): string =>
      events
        .slice(0, count)
        .map((event) => `event: ${event.event_type}\ndata: ${JSON.stringify(event)}\n\n`)
        .join('');
    const streamed = (count: number) =>
      readWith(googleDialect, { path, response: stream(count), responseType: 'text/event-stream' });
    const expected = {
      outputText: 'Hello there\n{"city":"Rome"}',
      responsePreview: 'Hello there',
      usage: { input: 7, output: 3 },
      finishReasons: ['completed'],
    };
    expect(streamed(events.length)).toMatchObject({ ...expected, complete: true, streamed: true });
    expect(streamed(events.length - 1)).toMatchObject({ complete: false, usage: null });
    const response = JSON.stringify({ ...identity, status: 'completed', outputs, usage });
    expect(readWith(googleDialect, { path, response })).toMatchObject(expected);
  });
});

describe('requests', () => {
  it('may be written in snake case, as REST callers do', () => {
    const request = {
      system_instruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ parts: [{ text: 'Hi' }] }],
      generation_config: { temperature: 1 },
      tools: [{ function_declarations: [{ name: 'f' }] }],
    };
    expect(read(plainCall(blocked, { request }))).toMatchObject({
      parameters: { temperature: 1 },
      inputText: 'Be brief.\nHi',
      tools: [{ type: 'function', function: { name: 'f' } }],
    });
  });

  it.each([
    ['/v1beta/models/gemini-2.5-flash:generateContent', 'gemini-2.5-flash'],
    ['/v1beta/tunedModels/mine-1:generateContent', 'tunedModels/mine-1'],
    ['/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent', 'gemini-2.5-pro'],
    ['/v1beta/models/a%2Fb:generateContent', 'a/b'],
    ['/v1beta/models/%:generateContent', '%'],
  ])('%s asks for %s', (path, model) => {
    expect(read({ path, request: {}, response: '{}' }).requestModel).toBe(model);
  });
});

describe('callFor', () => {
  it.each([
    ['POST', '/v1beta/models/m:streamGenerateContent', 'generate_content'],
    ['POST', '/v1beta/models/m:embedContent', 'embeddings'],
    ['POST', '/v1beta/models/m:countTokens', 'count_tokens'],
    ['POST', '/v1beta/openai/chat/completions', 'chat'],
    ['POST', '/v1beta/openai/embeddings', 'embeddings'],
    ['POST', '/v1beta/interactions', 'generate_content'],
    ['GET', '/v1beta/interactions/v1_abc', 'retrieve_interaction'],
    ['GET', '/v1beta/models', 'models'],
    ['POST', '/v1beta/models/m:toString', 'models'],
    ['POST', '/v1beta/openai/other', undefined],
    ['POST', '/v1beta/files', undefined],
  ])('%s %s is %s', (method, path, operation) => {
    expect(googleDialect.callFor(method, path)?.operation).toBe(operation);
  });

  it.each([
    ['GET', '/v1beta/interactions/v1_ChdpQUFv'],
    ['GET', '/v1beta1/interactions/v1_ChdpQUFv:poll'],
    ['POST', '/v1beta/interactions/v1_ChdpQUFv/cancel'],
  ])('F137 reads %s %s as what was asked before', (method, path) => {
    const { plain } = thoughtful;
    const reading = readWith(googleDialect, { method, path, response: JSON.stringify(plain) });
    expect(reading).toMatchObject({
      repeats: 'v1_ChdpQUFv',
      usage: thoughtful.reading.usage,
      inputText: '',
      outputText: '',
    });
  });

  it('F137 reads a stream of an interaction that is taken up again', () => {
    const stream = thoughtful.stream?.text ?? '';
    const path = '/v1beta/interactions/v1_ChdpQUFv';
    const call = { method: 'GET', path, response: stream, responseType: 'text/event-stream' };
    expect(readWith(googleDialect, call)).toMatchObject({
      repeats: 'v1_ChdpQUFv',
      usage: thoughtful.reading.usage,
      complete: true,
      outputText: '',
    });
  });

  it('F137 estimates nothing for an interaction in the background, before it is fetched', () => {
    const request = { model: 'gemini-2.5-flash', input: 'Research this.', background: true };
    const response = JSON.stringify({ id: 'v1_1', object: 'interaction', status: 'in_progress' });
    const reading = readWith(googleDialect, { path: '/v1beta/interactions', request, response });
    expect(reading).toMatchObject({ usage: null, inputText: '', outputText: '', repeats: null });
  });

  it('F23 asks for usage on the compatible path', () => {
    const asks = (path: string) => googleDialect.callFor('POST', path)?.usageOnRequest;
    expect(asks('/v1beta/openai/chat/completions')).toBe(true);
    expect(asks('/v1beta/models/m:streamGenerateContent')).toBe(false);
  });
});

describe('credentials and failures', () => {
  it('a stored key takes the place of any other', () => {
    const headers = new Headers({ authorization: 'Bearer ya29', 'x-goog-api-key': 'old' });
    googleDialect.applySecret(headers, 'new', '/v1beta/models/m:generateContent');
    expect([...headers]).toEqual([['x-goog-api-key', 'new']]);
  });

  it('a stored key goes where the OpenAI-compatible path wants it', () => {
    const headers = new Headers({ authorization: 'Bearer ya29', 'x-goog-api-key': 'old' });
    googleDialect.applySecret(headers, 'new', '/v1beta/openai/chat/completions');
    expect([...headers]).toEqual([['authorization', 'Bearer new']]);
  });

  it('words failures as google.rpc.Status', () => {
    const error = new AppError('DEADLINE_EXCEEDED', 'Too slow.');
    expect(googleDialect.renderFailure(error)).toEqual({
      error: { code: 504, message: 'Too slow.', status: 'DEADLINE_EXCEEDED' },
    });
    expect(googleDialect.renderFailure(new AppError('INTERNAL_ERROR', 'x'))).toMatchObject({
      error: { code: 500, status: 'INTERNAL' },
    });
  });
});
