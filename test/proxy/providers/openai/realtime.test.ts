import { describe, expect, it } from 'vitest';
import { readRealtime } from '../../../../src/proxy/providers/openai/read-realtime.ts';
import type { RealtimeEvent } from '../../../../src/proxy/providers/openai/realtime-session.ts';
import { used } from '../../../fixtures/openai/fixture.ts';
import { realtimeEvents } from '../../../fixtures/openai/realtime.ts';

const PATH = '/v1/realtime?model=gpt-realtime';
const provider = (event: object, atMs = 0): RealtimeEvent => ({
  from: 'provider',
  atMs,
  text: JSON.stringify(event),
});
const caller = (event: object): RealtimeEvent => ({ from: 'caller', atMs: 0, text: JSON.stringify(event) });

describe('readRealtime', () => {
  it('tells the conversation, without audio', () => {
    const reading = readRealtime(realtimeEvents, PATH);
    expect(reading.inputs).toEqual({
      model: 'gpt-realtime-2025-08-28',
      instructions: 'Be friendly.',
      output_modalities: ['audio'],
      voice: 'marin',
      input: [
        {
          id: 'item_1',
          type: 'message',
          role: 'user',
          status: 'completed',
          content: [{ type: 'input_audio', transcript: 'Weather in Paris?' }],
        },
        {
          id: 'item_3',
          type: 'message',
          role: 'user',
          status: 'completed',
          content: [{ type: 'input_text', text: 'And in Rome?' }],
        },
      ],
    });
    expect(reading.outputs).toMatchObject({
      output: [
        { id: 'item_2', status: 'completed', content: [{ type: 'output_audio', transcript: 'Sunny ☀' }] },
        { id: 'item_4', status: 'completed', name: 'get_weather', arguments: '{"city":"Rome"}' },
      ],
    });
  });

  it('adds up the usage of all responses, each of which is billed, and the transcriber’s apart', () => {
    expect(readRealtime(realtimeEvents, PATH).usage).toEqual(
      used({
        input: 320,
        output: 80,
        total: 400,
        cacheRead: 130,
        inputAudio: 40,
        outputAudio: 20,
        cacheReadAudio: 10,
        extra: { transcription_tokens: 9 },
      }),
    );
  });

  it('tells model, tools, parameters, session and previews', () => {
    expect(readRealtime(realtimeEvents, PATH)).toMatchObject({
      requestModel: 'gpt-realtime',
      responseModel: 'gpt-realtime-2025-08-28',
      tools: [{ type: 'function', function: { name: 'get_weather' } }],
      parameters: { max_tokens: 4096 },
      session: 'sess_1',
      responseId: 'resp_2',
      finishReasons: ['completed', 'completed'],
      streamed: true,
      complete: true,
      firstTokenAtMs: 90,
      error: null,
      requestPreview: 'And in Rome?',
      responsePreview: 'Sunny ☀',
    });
  });

  it('F10 keeps what came of a response that never ended', () => {
    const reading = readRealtime(realtimeEvents.slice(0, -1), PATH);
    expect(reading.complete).toBe(false);
    expect(reading.usage).toMatchObject({ input: 120, output: 50 });
    expect(reading.outputs).toMatchObject({
      output: [{ id: 'item_2' }, { id: 'item_4', arguments: '{"city":"Ro' }],
    });
  });

  it('reads the names of the beta, text deltas and items without an echo', () => {
    const reading = readRealtime(
      [
        caller({ type: 'session.update', session: { modalities: ['text'], voice: 'alloy' } }),
        caller({
          type: 'conversation.item.create',
          item: { id: 'mine', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
        }),
        provider({ type: 'response.text.delta', item_id: 'a', delta: 'He' }, 10),
        provider({ type: 'response.text.delta', item_id: 'a', delta: 'llo' }, 20),
      ],
      '/v1/realtime',
    );
    expect(reading).toMatchObject({
      inputs: { output_modalities: ['text'], voice: 'alloy', input: [{ id: 'mine' }] },
      outputs: { output: [{ id: 'a', content: [{ type: 'output_text', text: 'Hello' }] }] },
      requestModel: null,
      requestPreview: 'Hi',
      responsePreview: 'Hello',
      firstTokenAtMs: 10,
      usage: null,
    });
  });

  it('tells errors, of the session and of a response', () => {
    const error = { type: 'error', error: { type: 'invalid_request_error', message: 'Bad event' } };
    expect(readRealtime([provider(error)], PATH).error).toEqual({
      type: 'invalid_request_error',
      message: 'Bad event',
    });
    const failed = {
      id: 'r',
      status: 'failed',
      status_details: { type: 'failed', error: { type: 'server_error', code: 'x', message: 'Down' } },
    };
    expect(readRealtime([provider({ type: 'response.done', response: failed })], PATH)).toMatchObject({
      error: { type: 'server_error', message: 'Down' },
      finishReasons: ['failed'],
    });
    const cancelled = { id: 'r', status: 'cancelled', status_details: { reason: 'turn_detected' } };
    expect(readRealtime([provider({ type: 'response.done', response: cancelled })], PATH)).toMatchObject({
      error: null,
      finishReasons: ['turn_detected'],
    });
  });

  it('of an empty or unreadable session says nothing', () => {
    expect(readRealtime([{ from: 'caller', atMs: 0, text: 'not json' }], '/v1/realtime')).toMatchObject({
      outputs: null,
      usage: null,
      requestPreview: null,
      complete: true,
    });
  });
});
