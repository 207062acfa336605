import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../src/proxy/providers/contract.ts';
import { openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';
import { used } from '../../../fixtures/openai/fixture.ts';
import { image, speechEvents, transcript } from '../../../fixtures/openai/media.ts';
import { bodyOf, readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

const encoder = new TextEncoder();

function join(...pieces: (string | Uint8Array)[]): Uint8Array {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  return Uint8Array.from(bytes.flatMap((piece) => [...piece]));
}

function read(path: string, call: Partial<FixtureCall>, form?: { bytes: Uint8Array; type: string }): Reading {
  const readable = readableCall({ response: '', ...call, path });
  const request = form === undefined ? readable.request : bodyOf(form.bytes, form.type);
  const kind = openaiDialect.callFor(readable.method, path);
  if (kind === null) throw new Error(`no call at ${path}`);
  return kind.read({ ...readable, request });
}

const embeddingAnswer = (embedding: unknown) =>
  JSON.stringify({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding }],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 8, total_tokens: 8 },
  });
const base64 = (floats: number) => btoa('\0'.repeat(floats * 4));

/** `EmbeddingCreateResponse` of the npm package openai 6.49.0. */
describe('embeddings', () => {
  it.each([
    ['numbers', [0.1, -0.2, 0.3], 3],
    ['base64, padded once', base64(2), 2],
    ['base64, padded twice', base64(1), 1],
    ['base64, not padded', base64(1536), 1536],
  ])('keep the length of vectors in %s instead of the vectors', (_name, embedding, dimensions) => {
    const reading = read('/v1/embeddings', {
      request: { model: 'text-embedding-3-small', input: ['The food', 'was good'], encoding_format: 'float' },
      response: embeddingAnswer(embedding),
    });
    expect(reading.outputs).toEqual({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: { dimensions } }],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 8, total_tokens: 8 },
    });
    expect(reading).toMatchObject({
      usage: used({ input: 8, output: 0, total: 8 }),
      requestPreview: 'The food\nwas good',
      responsePreview: `1 vector of ${dimensions} dimensions`,
      parameters: { encoding_formats: ['float'] },
    });
  });

  it('of tokens have no words', () => {
    expect(
      read('/v1/embeddings', { request: { input: [1, 2, 3] }, response: embeddingAnswer([1]) }),
    ).toMatchObject({
      requestPreview: null,
      inputText: '',
    });
  });
});

describe('invocations of Databricks', () => {
  // Readers see the path decoded.
  const PATH = '/serving-endpoints/my endpoint/invocations';

  it.each([
    [{ messages: [{ role: 'user', content: 'Hi' }] }, '{"choices":[{"message":{"content":"Yo"}}]}', 'Yo'],
    [{ prompt: 'Hi' }, '{"choices":[{"text":"Yo"}]}', 'Yo'],
    [{ input: ['Hi'] }, '{"data":[{"embedding":[1,2]}]}', '1 vector of 2 dimensions'],
    [
      { input: [{ role: 'user', content: 'Hi' }] },
      '{"output":[{"type":"message","content":[{"type":"output_text","text":"Yo"}]}]}',
      'Yo',
    ],
    [{ dataframe_split: {} }, '{"predictions":[1]}', null],
  ])('are read by the shape of the request', (request, response, responsePreview) => {
    expect(read(PATH, { request, response })).toMatchObject({ responsePreview, requestModel: 'my endpoint' });
  });
});

describe('images', () => {
  it('without usage are counted', () => {
    const response = JSON.stringify({
      created: 1,
      data: [{ url: 'https://a', revised_prompt: 'An otter' }, { url: 'https://b' }],
    });
    expect(read('/v1/images/generations', { request: { prompt: 'Otter', n: 2 }, response })).toMatchObject({
      usage: used({ extra: { images: 2 } }),
      requestPreview: 'Otter',
      responsePreview: 'An otter',
      parameters: { 'choice.count': 2 },
    });
  });

  it('F10 that were cut before their end are incomplete', () => {
    const stream = image.stream.slice(0, image.stream.indexOf('event: image_generation.completed'));
    expect(
      read('/v1/images/generations', { response: stream, responseType: 'text/event-stream' }),
    ).toMatchObject({
      complete: false,
      outputs: null,
      firstTokenAtMs: 10,
    });
  });
});

describe('audio', () => {
  const BOUNDARY = '----formdata-7';
  const TYPE = `multipart/form-data; boundary="${BOUNDARY}"`;
  const part = (headers: string, content: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n`;
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="naïve.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n`;
  const audio = Uint8Array.from({ length: 300 }, (_, index) => index);
  const fields =
    part('name="model"', 'whisper-1') +
    part('name="temperature"', '0.2') +
    part('name="prompt"', 'Ortsnamen: Zürich 🏔') +
    part('name="timestamp_granularities[]"', 'word') +
    part('name="timestamp_granularities[]"', 'segment');

  it('is described as a form, with files by name, type and size', () => {
    const bytes = join(fields, file, audio, `\r\n--${BOUNDARY}--\r\n`);
    const response = JSON.stringify({ text: 'Hallo', usage: { type: 'duration', seconds: 9 } });
    const reading = read('/v1/audio/transcriptions', { response }, { bytes, type: TYPE });
    expect(reading).toMatchObject({
      inputs: {
        model: 'whisper-1',
        temperature: '0.2',
        prompt: 'Ortsnamen: Zürich 🏔',
        timestamp_granularities: ['word', 'segment'],
        file: { filename: 'naïve.mp3', contentType: 'audio/mpeg', byteLength: 300 },
      },
      requestModel: 'whisper-1',
      parameters: { temperature: 0.2 },
      requestPreview: 'Ortsnamen: Zürich 🏔',
      responsePreview: 'Hallo',
      outputText: 'Hallo',
      usage: used({ extra: { audio_seconds: 9 } }),
    });
  });

  it('whose form was cut keeps what came', () => {
    const bytes = join(fields, file, audio.slice(0, 10));
    const { inputs } = read('/v1/audio/translations', { response: '{"text":"Hi"}' }, { bytes, type: TYPE });
    expect(inputs).toMatchObject({ model: 'whisper-1', file: { filename: 'naïve.mp3', byteLength: null } });
    const inHeaders = join(fields, file.slice(0, 40));
    expect(read('/v1/audio/translations', {}, { bytes: inHeaders, type: TYPE }).inputs).toMatchObject({
      model: 'whisper-1',
    });
    expect(
      read('/v1/audio/translations', {}, { bytes: inHeaders, type: 'multipart/form-data' }).tools,
    ).toEqual([]);
  });

  it('is billed by its duration where only that is told', () => {
    const response = '{"task":"transcribe","language":"en","duration":3.5,"text":"Hi","segments":[]}';
    expect(read('/v1/audio/transcriptions', { response }).usage).toEqual(
      used({ extra: { audio_seconds: 3.5 } }),
    );
  });

  it('may be answered in plain text', () => {
    expect(read('/v1/audio/transcriptions', { response: 'WEBVTT', responseType: 'text/vtt' })).toMatchObject({
      outputs: 'WEBVTT',
      outputText: 'WEBVTT',
      usage: null,
    });
  });

  it('F10 keeps the text of a transcript that was cut', () => {
    const stream = transcript.stream.slice(0, transcript.stream.indexOf('event: transcript.text.done'));
    expect(
      read('/v1/audio/transcriptions', { response: stream, responseType: 'text/event-stream' }),
    ).toMatchObject({
      complete: false,
      outputs: { text: 'Imagine ñandú' },
      usage: null,
      firstTokenAtMs: 10,
    });
  });

  it('keeps the segments of speakers', () => {
    const segment = { type: 'transcript.text.segment', id: 's', start: 0, end: 1, speaker: 'A', text: 'Hi' };
    const stream = `data: ${JSON.stringify(segment)}\n\ndata: {"type":"transcript.text.done","text":"Hi"}\n\n`;
    expect(
      read('/v1/audio/transcriptions', { response: stream, responseType: 'text/event-stream' }).outputs,
    ).toEqual({
      text: 'Hi',
      segments: [segment],
    });
  });
});

describe('speech', () => {
  const request = { model: 'tts-1', input: 'The quick fox', voice: 'alloy' };

  it('is audio, counted by characters', () => {
    expect(
      read('/v1/audio/speech', {
        request,
        response: new Uint8Array([255, 0]),
        responseType: 'application/octet-stream',
      }),
    ).toMatchObject({
      outputs: null,
      usage: used({ extra: { characters: 13 } }),
      requestPreview: 'The quick fox',
      streamed: false,
    });
  });

  it('is counted by tokens where events tell them', () => {
    expect(
      read('/v1/audio/speech', { request, response: speechEvents, responseType: 'text/event-stream' }),
    ).toMatchObject({
      outputs: null,
      usage: used({ input: 14, output: 101, total: 115 }),
      complete: true,
      firstTokenAtMs: 10,
    });
  });
});

/** Shapes of platform.openai.com/docs/api-reference: moderations, files, batches, models. */
describe('other calls', () => {
  it('keep their JSON as it is', () => {
    const moderation = { id: 'modr-1', model: 'omni-moderation-latest', results: [{ flagged: true }] };
    expect(
      read('/v1/moderations', { request: { input: 'bad' }, response: JSON.stringify(moderation) }),
    ).toMatchObject({
      outputs: moderation,
      responseModel: 'omni-moderation-latest',
      responseId: 'modr-1',
      requestPreview: 'bad',
      usage: null,
    });
    const batch = {
      id: 'batch_1',
      object: 'batch',
      status: 'completed',
      errors: null,
      usage: { input_tokens: 5 },
    };
    expect(read('/v1/batches/batch_1', { method: 'GET', response: JSON.stringify(batch) })).toMatchObject({
      outputs: batch,
      usage: null,
      error: null,
      inputs: null,
    });
    const models = { object: 'list', data: [{ id: 'gpt-4o', object: 'model' }] };
    expect(read('/v1/models', { method: 'GET', response: JSON.stringify(models) }).outputs).toEqual(models);
    expect(
      read('/v1/files/f/content', {
        method: 'GET',
        response: '{"a":1}\n{"a":2}',
        responseType: 'application/jsonl',
      }).outputs,
    ).toBe('{"a":1}\n{"a":2}');
  });

  it('tell failures by status', () => {
    const response = '{"error":{"message":"No such file","type":"invalid_request_error"}}';
    expect(read('/v1/files/x', { method: 'GET', status: 404, response }).error).toEqual({
      type: 'invalid_request_error',
      message: 'No such file',
    });
  });
});
