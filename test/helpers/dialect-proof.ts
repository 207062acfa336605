/**
 * What every dialect proves on its fixtures: the exact reading, a stream read as the plain answer, cuts that change nothing,
 * and garbage that never throws.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect, Reading } from '../../src/proxy/providers/contract.ts';
import type { WireFixture } from '../fixtures/wire-fixture.ts';
import { bodyOf, cutsEverywhere, readableCall, type FixtureCall } from './readable-call.ts';

const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** Reads one call as the dialect does. */
export function readWith(dialect: Dialect, call: FixtureCall): Reading {
  const readable = readableCall(call);
  const kind = dialect.callFor(readable.method, readable.path);
  if (kind === null) throw new Error(`no call at ${readable.path}`);
  return kind.read(readable);
}

/** The plain answer of a fixture as a call. */
export function plainCall(fixture: WireFixture, more: Partial<FixtureCall> = {}): FixtureCall {
  const { path, request, plain } = fixture;
  const call: FixtureCall = { path, request, response: JSON.stringify(plain), ...more };
  if (fixture.method !== undefined) call.method = fixture.method;
  if (fixture.status !== undefined) call.status = fixture.status;
  return call;
}

/** The streamed answer of a fixture as a call. */
export function streamedCall(fixture: WireFixture, more: Partial<FixtureCall> = {}): FixtureCall {
  const { stream, path, request } = fixture;
  if (stream === null) throw new Error(`${fixture.name} has no stream`);
  return {
    path: stream.path ?? path,
    request,
    response: stream.text,
    responseType: stream.contentType,
    ...more,
  };
}

/** A reading in full, of which only some members are known. */
function exactly(fixture: WireFixture): Reading {
  return {
    requestModel: null,
    responseModel: null,
    inputs: fixture.request as Reading['inputs'],
    outputs: (fixture.outputs === undefined ? fixture.plain : fixture.outputs) as Reading['outputs'],
    tools: [],
    usage: null,
    finishReasons: [],
    responseId: null,
    repeats: null,
    serviceTier: null,
    parameters: {},
    streamed: false,
    complete: true,
    firstTokenAtMs: null,
    error: null,
    user: null,
    session: null,
    tags: {},
    requestPreview: null,
    responsePreview: null,
    inputText: '',
    outputText: '',
    ...fixture.reading,
  };
}

/** Describes the proofs of exactness for all fixtures. */
export function proveReadings(dialect: Dialect, fixtures: readonly WireFixture[]): void {
  describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
    if (fixture.plain !== null) {
      it('is read exactly', () => {
        expect(readWith(dialect, plainCall(fixture))).toEqual(exactly(fixture));
      });
    }
    const { stream } = fixture;
    if (stream === null) return;

    it('is read from its stream as a plain answer would have been', () => {
      const { firstTokenAtMs: _first, ...reading } = readWith(dialect, streamedCall(fixture));
      const { firstTokenAtMs: _plain, ...expected } = exactly(fixture);
      expect(reading).toEqual({ ...expected, streamed: true, complete: stream.complete });
    });

    it('F01 F05 reads the same wherever its stream is cut', () => {
      const timeless = (cuts: number[]) =>
        JSON.stringify({ ...readWith(dialect, streamedCall(fixture, { cuts })), firstTokenAtMs: null });
      const whole = timeless([]);
      for (const cuts of cutsEverywhere(encode(stream.text).byteLength)) {
        if (timeless(cuts) !== whole) expect.fail(`differs when cut at ${cuts.slice(0, 3).join()}`);
      }
    });
  });
}

/** Describes the proofs that nothing a provider sends makes a reader throw. */
export function proveGarbage(dialect: Dialect, fixtures: readonly WireFixture[]): void {
  const paths = [...new Set(fixtures.flatMap(({ path, stream }) => [path, stream?.path ?? path]))];
  const types = [
    ...new Set(fixtures.flatMap(({ stream }) => (stream === null ? [] : [stream.contentType]))),
    'application/json',
    '',
  ];
  const readAll = (request: Uint8Array, response: Uint8Array, status = 200): void => {
    for (const path of paths) {
      for (const responseType of types) {
        const call = readableCall({ path, status, response, responseType });
        const reading = dialect
          .callFor('POST', path)
          ?.read({ ...call, request: bodyOf(request, 'application/json') });
        // What was read can be stored.
        expect(typeof JSON.stringify(reading)).toBe(reading === undefined ? 'undefined' : 'string');
      }
    }
  };
  const sources = fixtures.flatMap(({ plain, request, stream }) => [
    JSON.stringify(plain),
    JSON.stringify(request),
    stream?.text ?? '',
  ]);
  const streams = fixtures.flatMap(({ stream }) => (stream === null ? [] : [stream.text]));
  const { tree, member } = shapes(sources.join(''));

  describe('readers never throw', () => {
    it('on random bytes', () => {
      const bytes = fc.uint8Array({ maxLength: 200 });
      fc.assert(
        fc.property(bytes, bytes, (request, response) => readAll(request, response)),
        { numRuns: 50 },
      );
    });

    it('on JSON of the wrong shape, plain, as lines or as events', () => {
      const values = fc.array(member, { maxLength: 6 });
      fc.assert(
        fc.property(tree, values, fc.constantFrom(200, 429), (body, events, status) => {
          readAll(encode(body), encode(body), status);
          readAll(encode(body), encode(events.map((event) => JSON.stringify(event)).join('\n')), status);
          const sse = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
          readAll(encode(body), encode(sse), status);
        }),
        { numRuns: 150 },
      );
    });

    it('on streams with bytes lost, doubled or changed', () => {
      const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 });
      fc.assert(
        fc.property(fc.constantFrom(...streams), edits, fc.nat(), (stream, changes, from) => {
          const bytes = encode(stream);
          for (const [at, value] of changes) bytes[at % bytes.byteLength] = value;
          readAll(new Uint8Array(), bytes);
          readAll(bytes, bytes.slice(from % bytes.byteLength));
        }),
        { numRuns: 100 },
      );
    });
  });
}

/** Any JSON, with the member names and words of the sources, so that wrong types end up in the right places. */
function shapes(source: string): { tree: fc.Arbitrary<unknown>; member: fc.Arbitrary<unknown> } {
  const names = [...new Set(source.match(/(?<=")[A-Za-z_]{2,40}(?=":)/g))];
  const words = [...new Set(source.match(/(?<="(?:event_)?type":")[a-z_-]+(?=")/g))];
  const name = fc.oneof(fc.constantFrom(...names), fc.constantFrom('__proto__', 'constructor'), fc.string());
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(null, true, 0, -1, 1e300, '', 'toString', ...words),
      fc.string(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(name, tie('tree'), { maxKeys: 8 }),
    ),
  }));
  const typed = fc
    .tuple(fc.constantFrom('', ...words), fc.dictionary(name, tree, { maxKeys: 8 }))
    .map(([type, members]) => ({ ...members, type, event_type: type }));
  return { tree, member: fc.oneof(tree, typed) };
}
