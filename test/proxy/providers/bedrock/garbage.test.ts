import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { bedrockDialect } from '../../../../src/proxy/providers/bedrock/index.ts';
import { converseStreams } from '../../../fixtures/bedrock/converse.ts';
import { bytesOf, chunk, event, EVENT_STREAM, exception, frame } from '../../../fixtures/bedrock/frames.ts';
import { invokeStreams } from '../../../fixtures/bedrock/invoke.ts';
import { bodyOf, readableCall } from '../../../helpers/readable-call.ts';

// Much work for a busy machine; nothing here waits.
vi.setConfig({ testTimeout: 60_000 });

const paths = [
  '/model/%/converse-stream',
  '/model/m/invoke',
  '/model/amazon.titan-embed-text-v2/invoke',
  '/model/cohere.rerank-v3/invoke',
  '/model/stability.sd3/invoke',
  '/model/m/count-tokens',
];
const fixtures = [...converseStreams, ...invokeStreams];

/** Member names the readers look for, so that wrong types end up in the right places. */
const names = [
  ...new Set(
    JSON.stringify(fixtures.map(({ request, plain }) => [request, plain])).match(/(?<=")[A-Za-z_]+(?=":)/g),
  ),
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'messageStop',
  'metadata',
  'delta',
  'start',
  'contentBlockIndex',
  'event_type',
  'is_finished',
  'bytes',
  'outputText',
  'embedding',
  'artifacts',
];
const nameArbitrary = fc.oneof(
  fc.constantFrom(...names, 'constructor', '__proto__', 'toString'),
  fc.string(),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1e300, '', 'message_start', 'text-generation', 'stream-end'),
    fc.string(),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(nameArbitrary, tie('tree'), { maxKeys: 8 }),
  ),
}));

function readAll(request: Uint8Array, response: Uint8Array, status: number): void {
  for (const path of paths) {
    for (const responseType of [EVENT_STREAM, 'application/json', '']) {
      const call = readableCall({ path, status, response, responseType });
      const reading = bedrockDialect
        .callFor('POST', path)
        ?.read({ ...call, request: bodyOf(request, 'application/json') });
      // What was read can be stored.
      expect(typeof JSON.stringify(reading)).toBe('string');
    }
  }
}
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** `chunk` takes what base64 of bytes can hold. */
const framed = fc.oneof(
  fc.tuple(fc.constantFrom(...names), tree).map(([type, payload]) => event(type, payload)),
  fc.tuple(fc.constantFrom(...names), tree).map(([name, value]) => chunk({ [name]: value })),
  tree.map((value) => chunk(value)),
  fc.tuple(fc.string(), tree).map(([type, payload]) => exception(type, payload)),
  fc
    .tuple(fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 })), fc.string())
    .map(([headers, text]) => frame(headers, text)),
);

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
      { numRuns: 200 },
    );
  });

  it('on JSON of the wrong shape', () => {
    fc.assert(
      fc.property(tree, tree, fc.constantFrom(200, 429), (request, response, status) => {
        readAll(encode(request), encode(response), status);
      }),
      { numRuns: 300 },
    );
  });

  it('on frames of any event, with anything in them', () => {
    fc.assert(
      fc.property(tree, fc.array(framed, { maxLength: 8 }), (request, frames) => {
        readAll(encode(request), bytesOf(frames), 200);
      }),
      { numRuns: 300 },
    );
  });

  it('on streams with bytes lost or changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        ({ request, frames }, edits, end) => {
          const bytes = bytesOf(frames);
          for (const [at, value] of edits) bytes[at % bytes.byteLength] = value;
          readAll(encode(request), bytes.subarray(0, end % (bytes.byteLength + 1)), 200);
        },
      ),
      { numRuns: 200 },
    );
  });
});
