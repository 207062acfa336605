import { describe, expect, it } from 'vitest';
import { openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';
import type { Reading } from '../../../../src/proxy/providers/contract.ts';
import { chatStreams, plainText } from '../../../fixtures/openai/chat.ts';
import { azure, compatibleStreams, xai } from '../../../fixtures/openai/compatible.ts';
import { vllm } from '../../../fixtures/openai/gateways.ts';
import { legacyCompletion } from '../../../fixtures/openai/completions.ts';
import type { StreamFixture } from '../../../fixtures/openai/fixture.ts';
import { mediaStreams } from '../../../fixtures/openai/media.ts';
import { responsesStreams } from '../../../fixtures/openai/responses.ts';
import { cutsEverywhere, readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

const streams = [
  ...chatStreams,
  ...compatibleStreams,
  legacyCompletion,
  ...responsesStreams,
  ...mediaStreams,
];

function read(call: FixtureCall): Reading {
  const readable = readableCall(call);
  const kind = openaiDialect.callFor(readable.method, readable.path);
  if (kind === null) throw new Error(`no call at ${readable.path}`);
  return kind.read(readable);
}

function callOf(fixture: StreamFixture, more: Partial<FixtureCall> = {}): FixtureCall {
  return {
    path: fixture.path ?? '/v1/chat/completions',
    request: fixture.request,
    response: fixture.stream,
    responseType: 'text/event-stream; charset=utf-8',
    reasoningOutsideOutput: fixture.reasoningOutsideOutput ?? false,
    ...more,
  };
}

const readStream = (fixture: StreamFixture, cuts: number[] = []) => read(callOf(fixture, { cuts }));
const readPlain = (fixture: StreamFixture) =>
  read(callOf(fixture, { response: JSON.stringify(fixture.plain), responseType: 'application/json' }));

/** A reading without what cuts may change: when the first token came. */
const timeless = (reading: Reading) => JSON.stringify({ ...reading, firstTokenAtMs: null });

describe.each(streams.map((fixture) => [fixture.name, fixture] as const))('stream: %s', (_name, fixture) => {
  it('has the outputs of the plain answer', () => {
    const streamed = readStream(fixture);
    expect(streamed.outputs).toEqual(readPlain(fixture).outputs);
    expect(streamed.outputs).not.toBeNull();
    expect(JSON.stringify(streamed.outputs)).not.toContain('logprobs');
  });

  it('uses exactly what the provider told, streamed or plain', () => {
    expect(readStream(fixture).usage).toEqual(fixture.usage);
    expect(readPlain(fixture).usage).toEqual(fixture.usage);
  });

  it('says whether it is complete, and agrees with the plain answer on everything else', () => {
    const { complete, streamed, firstTokenAtMs: _first, ...rest } = readStream(fixture);
    expect([complete, streamed]).toEqual([fixture.complete, true]);
    const {
      complete: _c,
      streamed: plainStreamed,
      firstTokenAtMs: plainFirst,
      ...plainRest
    } = readPlain(fixture);
    expect([plainStreamed, plainFirst]).toEqual([false, null]);
    expect(rest).toEqual(plainRest);
  });

  it('F05 reads the same wherever its bytes are cut', () => {
    const whole = timeless(readStream(fixture));
    for (const cuts of cutsEverywhere(new TextEncoder().encode(fixture.stream).byteLength)) {
      if (timeless(readStream(fixture, cuts)) !== whole)
        expect.fail(`differs when cut at ${cuts.slice(0, 3).join()}`);
    }
  });
});

describe('framing', () => {
  it('F02 reads fields without the space after the colon', () => {
    expect(vllm.stream).not.toContain('data: ');
    const spaced = { ...plainText, stream: plainText.stream.replaceAll(/^data: /gm, 'data:') };
    expect(readStream(spaced)).toEqual(readStream(plainText));
  });

  it('F03 skips comments before, between and inside events', () => {
    const commented = `: ping\n\n${plainText.stream.replaceAll(/^data: /gm, ': OPENROUTER PROCESSING\n:\ndata: ')}`;
    expect(readStream({ ...plainText, stream: commented })).toEqual(readStream(plainText));
  });

  it('F07 keeps content in which a colon and a space follow each other', () => {
    expect(readStream(plainText).responsePreview).toBe('Hello 👋🏽 "a": ["b"] 東京\ndata: é');
  });

  it('reads CRLF and CR as line ends', () => {
    for (const end of ['\r\n', '\r']) {
      const stream = plainText.stream.replaceAll('\n', end);
      expect(readStream({ ...plainText, stream })).toEqual(readStream(plainText));
    }
  });
});

describe('the end of a stream', () => {
  it('F10 is missing when neither [DONE] nor a finish reason came', () => {
    const events = plainText.stream.split('\n\n');
    const cut = readStream({ ...plainText, stream: events.slice(0, 3).join('\n\n') });
    expect(cut).toMatchObject({ complete: false, usage: null, finishReasons: [] });
    expect(cut.responsePreview).toBe('Hello 👋🏽 "a": ["b"] 東京\n');
  });

  it('F10 is there when every choice has its finish reason, also without [DONE]', () => {
    expect(
      readStream({ ...plainText, stream: plainText.stream.replace('data: [DONE]\n\n', '') }).complete,
    ).toBe(true);
  });

  it('is missing from an empty stream, which has no output', () => {
    expect(read(callOf(plainText, { response: '' }))).toMatchObject({
      complete: false,
      outputs: null,
      usage: null,
      firstTokenAtMs: null,
      streamed: true,
    });
  });
});

describe('usage', () => {
  it('F23 is null when the stream brought none, not zero', () => {
    const events = plainText.stream.split('\n\n').filter((event) => !event.includes('"prompt_tokens"'));
    expect(readStream({ ...plainText, stream: events.join('\n\n') }).usage).toBeNull();
  });

  it('F26 is read from streams of legacy completions', () => {
    expect(readStream(legacyCompletion).usage).toMatchObject({ input: 5, output: 7, total: 12 });
  });

  it('F33 takes the last of running totals instead of their sum', () => {
    expect(readStream(vllm).usage).toMatchObject({ input: 7, output: 3, total: 10 });
  });

  it('F33 keeps the last running total of a stream that was cut', () => {
    const stream = vllm.stream.split('\n\n').slice(0, 3).join('\n\n');
    expect(readStream({ ...vllm, stream })).toMatchObject({
      complete: false,
      usage: { input: 7, output: 2, total: 9 },
    });
  });

  it('F37 adds reasoning to the output only where the provider leaves it out', () => {
    expect(readStream(xai).usage).toMatchObject({ output: 105, reasoning: 100 });
    expect(readStream({ ...xai, reasoningOutsideOutput: false }).usage).toMatchObject({
      output: 5,
      reasoning: 100,
    });
  });

  it('F37 adds cached tokens to the input when they exceed it, as a part cannot', () => {
    expect(readStream(xai).usage).toMatchObject({ input: 50, cacheRead: 30 });
  });
});

describe('other shapes', () => {
  it('F15 takes Azure’s model from the answer and its deployment from the path', () => {
    const reading = readStream(azure);
    expect(reading).toMatchObject({
      requestModel: 'my-gpt',
      responseModel: 'gpt-4o-2024-11-20',
      responseId: 'chatcmpl-CECImr5TLfMF',
    });
    expect(reading.firstTokenAtMs).toBe(10);
  });
});
