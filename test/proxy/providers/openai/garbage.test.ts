import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';
import { readRealtime } from '../../../../src/proxy/providers/openai/read-realtime.ts';
import { chatStreams } from '../../../fixtures/openai/chat.ts';
import { compatibleStreams } from '../../../fixtures/openai/compatible.ts';
import { realtimeEvents } from '../../../fixtures/openai/realtime.ts';
import { completedResponse, responsesRequest, responsesStreams } from '../../../fixtures/openai/responses.ts';
import { mediaStreams } from '../../../fixtures/openai/media.ts';
import { bodyOf, readableCall } from '../../../helpers/readable-call.ts';

const paths = [
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/responses',
  '/v1/embeddings',
  '/v1/images/edits',
  '/v1/audio/transcriptions',
  '/v1/audio/speech',
  '/v1/moderations',
  '/v1/files',
  '/serving-endpoints/%/invocations',
];
const types = ['text/event-stream', 'application/json', 'multipart/form-data; boundary=x', ''];
const streams = [...chatStreams, ...compatibleStreams, ...responsesStreams, ...mediaStreams].map(
  ({ stream }) => stream,
);

/** Member names the readers look for, so that wrong types end up in the right places. */
const names = [
  ...new Set(
    [...streams, JSON.stringify([completedResponse, responsesRequest])].join('').match(/"[a-z_]+"(?=:)/g),
  ),
];
const nameArbitrary = fc.oneof(
  fc.constantFrom(...names.map((name) => name.slice(1, -1)), 'constructor', '__proto__', 'toString'),
  fc.string(),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      -1,
      1e300,
      '',
      'response.output_text.delta',
      'constructor.delta',
      'error',
      'function',
    ),
    fc.string(),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(nameArbitrary, tie('tree'), { maxKeys: 8 }),
  ),
}));

function readAll(request: Uint8Array, response: Uint8Array, status: number): void {
  for (const path of paths) {
    for (const type of types) {
      const call = readableCall({ path, status, response, responseType: type });
      const reading = openaiDialect.callFor('POST', path)?.read({ ...call, request: bodyOf(request, type) });
      // What was read can be stored.
      expect(typeof JSON.stringify(reading)).toBe('string');
    }
  }
}
const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('readers never throw', () => {
  it('on random bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        (request, response) => {
          readAll(request, response, 200);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('on JSON of the wrong shape, plain or as events', () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(tree, { maxLength: 6 }),
        fc.constantFrom(200, 429),
        (body, events, status) => {
          readAll(encode(body), encode(body), status);
          readAll(
            encode(body),
            encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')),
            status,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('on events of the right type and the wrong shape', () => {
    const eventTypes = [...new Set(streams.join('').match(/(?<="type":")[a-z_.]+(?=")/g))];
    const event = fc
      .tuple(fc.constantFrom(...eventTypes), fc.dictionary(nameArbitrary, tree, { maxKeys: 8 }))
      .map(([type, members]) => ({ ...members, type }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        readAll(
          new Uint8Array(),
          encode(events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')),
          200,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('on streams with bytes lost, doubled or changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        (stream, edits) => {
          const bytes = encode(stream);
          for (const [at, value] of edits) bytes[at % bytes.byteLength] = value;
          readAll(new Uint8Array(), bytes, 200);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('on any frames of a session', () => {
    const realtimeTypes = realtimeEvents.map(({ text }) => String(JSON.parse(text).type));
    const frame = fc
      .tuple(
        fc.constantFrom(...realtimeTypes),
        fc.dictionary(nameArbitrary, tree, { maxKeys: 8 }),
        fc.constantFrom('caller' as const, 'provider' as const),
      )
      .map(([type, members, from]) => ({ from, atMs: 1, text: JSON.stringify({ ...members, type }) }));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
        expect(typeof JSON.stringify(readRealtime(frames, '/v1/realtime?model=%'))).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
