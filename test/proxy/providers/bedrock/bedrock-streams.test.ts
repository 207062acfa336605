import { describe, expect, it, vi } from 'vitest';
import type { Reading } from '../../../../src/proxy/providers/contract.ts';
import { bedrockDialect } from '../../../../src/proxy/providers/bedrock/index.ts';
import { cachedText, citations, converseStreams, longTurn } from '../../../fixtures/bedrock/converse.ts';
import {
  bytesOf,
  chunk,
  event,
  EVENT_STREAM,
  exception,
  unmodelledError,
  type FrameFixture,
} from '../../../fixtures/bedrock/frames.ts';
import { claude, invokeStreams } from '../../../fixtures/bedrock/invoke.ts';
import { cutsEverywhere, readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

// Much work for a busy machine; nothing here waits.
vi.setConfig({ testTimeout: 60_000 });

const streams = [...converseStreams, ...invokeStreams];

function read(call: FixtureCall): Reading {
  const readable = readableCall(call);
  const kind = bedrockDialect.callFor('POST', readable.path);
  if (kind === null) throw new Error(`no call at ${readable.path}`);
  return kind.read(readable);
}

const readBytes = ({ path, request }: FrameFixture, response: Uint8Array, cuts: number[] = []) =>
  read({ path, request, response, responseType: EVENT_STREAM, cuts });
const readStream = (fixture: FrameFixture) => readBytes(fixture, bytesOf(fixture.frames));
const readPlain = ({ path, request, plain, plainHeaders }: FrameFixture) =>
  read({
    path: path.replace(/-stream$|-with-response-stream$/, ''),
    request,
    response: JSON.stringify(plain),
    responseHeaders: plainHeaders ?? {},
  });

/** A reading without what cuts may change: when the first token came. */
const timeless = (reading: Reading) => JSON.stringify({ ...reading, firstTokenAtMs: null });

/** Answers without members that are null: a stream never spells them. */
const tidy = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_name, member: unknown) => (member === null ? undefined : member)));

describe.each(streams.map((fixture) => [fixture.name, fixture] as const))('stream: %s', (_name, fixture) => {
  it('has the outputs of the plain answer', () => {
    expect(tidy(readStream(fixture).outputs)).toEqual(tidy(fixture.plain));
    expect(tidy(readPlain(fixture).outputs)).toEqual(tidy(fixture.plain));
  });

  it('F31 uses exactly what the provider told, streamed or plain', () => {
    expect(readStream(fixture).usage).toEqual(fixture.usage);
    expect(readPlain(fixture).usage).toEqual(fixture.usage);
  });

  it('agrees with the plain answer on everything else', () => {
    const { streamed, complete, firstTokenAtMs, outputs: _outputs, ...rest } = readStream(fixture);
    expect({ streamed, complete, firstTokenAtMs }).toEqual({
      streamed: true,
      complete: true,
      firstTokenAtMs: 10,
    });
    const plain = readPlain(fixture);
    expect([plain.streamed, plain.complete, plain.firstTokenAtMs]).toEqual([false, true, null]);
    expect(plain).toMatchObject(rest);
    expect(rest).toMatchObject({
      error: null,
      inputs: fixture.request,
      finishReasons: fixture.finishReasons,
      responsePreview: fixture.preview,
    });
  });

  it('F18 reads the same wherever its bytes are cut', () => {
    const bytes = bytesOf(fixture.frames);
    const whole = timeless(readStream(fixture));
    for (const cuts of cutsEverywhere(bytes.byteLength)) {
      if (timeless(readBytes(fixture, bytes, cuts)) !== whole)
        expect.fail(`differs when cut at ${cuts.slice(0, 3).join()}`);
    }
  });

  it('F18 is incomplete when it ends inside a frame, with what came before it kept', () => {
    const bytes = bytesOf(fixture.frames);
    const last = bytes.byteLength - (fixture.frames.at(-1)?.byteLength ?? 0);
    for (let end = last + 1; end < bytes.byteLength; end++) {
      const reading = readBytes(fixture, bytes.subarray(0, end));
      if (reading.complete) expect.fail(`complete when it ends at ${end} of ${bytes.byteLength}`);
      expect(reading.responsePreview).not.toBeNull();
    }
    for (let end = 0; end < last; end += 7) readBytes(fixture, bytes.subarray(0, end));
  });
});

const EXCEPTIONS = [
  'internalServerException',
  'modelStreamErrorException',
  'validationException',
  'throttlingException',
  'serviceUnavailableException',
];

describe('F17 an exception in a stream', () => {
  it.each(EXCEPTIONS)('%s is the call’s error, with what came before it kept', (type) => {
    for (const fixture of [cachedText, claude]) {
      const frames = [...fixture.frames.slice(0, 3), exception(type, { message: 'It broke off.' })];
      const reading = readBytes(fixture, bytesOf(frames));
      expect(reading.error).toEqual({
        type: type.charAt(0).toUpperCase() + type.slice(1),
        message: 'It broke off.',
      });
      expect(reading.complete).toBe(false);
      expect(reading.responsePreview).not.toBeNull();
    }
  });

  it('is an error also when it comes first, or after the end', () => {
    const failed = exception('modelTimeoutException', { Message: 'Too slow.' });
    for (const frames of [[failed], [...claude.frames, failed]]) {
      expect(readBytes(claude, bytesOf(frames)).error).toEqual({
        type: 'ModelTimeoutException',
        message: 'Too slow.',
      });
    }
  });

  it('may be told in headers alone', () => {
    const frames = [...cachedText.frames.slice(0, 2), unmodelledError('InternalError', 'Lost.')];
    expect(readBytes(cachedText, bytesOf(frames)).error).toEqual({ type: 'InternalError', message: 'Lost.' });
  });
});

describe('frames', () => {
  it('F18 fewer bytes than a length are no length', () => {
    for (let end = 0; end <= 4; end++) {
      expect(readBytes(cachedText, bytesOf(cachedText.frames).subarray(0, end))).toMatchObject({
        complete: false,
        outputs: null,
        error: null,
        streamed: true,
      });
    }
  });

  it('that do not match their checksum end the stream with an error', () => {
    const bytes = bytesOf(cachedText.frames);
    const damaged = bytes.slice();
    damaged[(cachedText.frames[0]?.byteLength ?? 0) + 60]! ^= 1;
    const reading = readBytes(cachedText, damaged);
    expect(reading.error?.type).toBe('malformed_event_stream');
    expect(reading.complete).toBe(false);
  });

  it('tell when the first token came', () => {
    const [first, second] = [cachedText.frames[0]!.byteLength, cachedText.frames[1]!.byteLength];
    const bytes = bytesOf(cachedText.frames);
    expect(readBytes(cachedText, bytes, [first]).firstTokenAtMs).toBe(20);
    expect(readBytes(cachedText, bytes, [first, first + second - 1]).firstTokenAtMs).toBe(30);
    expect(readBytes(cachedText, bytes, [first + second]).firstTokenAtMs).toBe(10);
  });

  it('of unknown events, and chunks that hold nothing, are passed over', () => {
    const odd = [
      event('futureEvent', { x: 1 }),
      event('chunk', { bytes: '%%%' }),
      chunk([1]),
      event('chunk', {}),
    ];
    expect(timeless(readBytes(cachedText, bytesOf([odd[0]!, ...cachedText.frames])))).toBe(
      timeless(readStream(cachedText)),
    );
    expect(timeless(readBytes(claude, bytesOf([...odd, ...claude.frames])))).toBe(
      timeless(readStream(claude)),
    );
  });

  it('F21 are read by the fifty thousand', () => {
    const reading = readBytes(cachedText, bytesOf(longTurn(50_000)));
    expect(reading.responsePreview).toHaveLength(250_000);
    expect(reading.complete).toBe(true);
  });

  it('keep the arguments of a tool as they are when the stream is cut inside them', () => {
    const frames = [
      event('contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 't', name: 'f' } } }),
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '{"city":"Tok' } } }),
    ];
    expect(readBytes(citations, bytesOf(frames)).outputs).toEqual({
      output: {
        message: {
          role: 'assistant',
          content: [{ toolUse: { toolUseId: 't', name: 'f', input: '{"city":"Tok' } }],
        },
      },
    });
  });
});
