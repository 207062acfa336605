/** Traces too large to be held: every span is kept, and what is too long of it is shortened. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { decodeRequest } from '../../../src/tracing/otlp/decode-request.ts';
import { splitBinary } from '../../../src/tracing/otlp/split/split-binary.ts';
import { splitJson } from '../../../src/tracing/otlp/split/split-json.ts';
import { KeptBudget, TextShortener } from '../../../src/tracing/otlp/split/text-shortener.ts';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import {
  endNs,
  newHexTraceId,
  otlpBinary,
  otlpJson,
  startNs,
  type OtlpSpanSketch,
} from '../../helpers/otlp.ts';

const wire = createWire();
const headers = { authorization: `Bearer ${wireAdminKey}`, 'x-mlflow-experiment-id': '0' };
const LIMIT_BYTES = 8 * 1024 * 1024;

/** As streams come: in pieces of a size. */
function streamOf(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) controller.close();
      else controller.enqueue(bytes.subarray(at, (at += size)));
    },
  });
}

async function send(body: BodyInit, more: Record<string, string>): Promise<Response> {
  return wire.fetch('/v1/traces', { method: 'POST', headers: { ...headers, ...more }, body });
}

const binary = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };

async function stored(traceId: string) {
  const trace = await wire.services.traces.get(`tr-${traceId}`, null);
  return trace?.spans ?? [];
}

/** A span with one long text, put together without the slow ways of the helpers. */
function bigSpan(traceId: string, text: string): Uint8Array<ArrayBuffer> {
  const LEN = WireType.LengthDelimited;
  const any = new BinaryWriter().tag(1, LEN).string(text).finish();
  const output = new BinaryWriter().tag(1, LEN).string('mlflow.spanOutputs').tag(2, LEN).bytes(any).finish();
  const span = new BinaryWriter()
    .tag(1, LEN)
    .bytes(Buffer.from(traceId, 'hex'))
    .tag(2, LEN)
    .bytes(Buffer.from(randomHex(8), 'hex'))
    .tag(5, LEN)
    .string('big')
    .tag(7, WireType.Bit64)
    .fixed64(startNs)
    .tag(8, WireType.Bit64)
    .fixed64(endNs)
    .tag(9, LEN)
    .bytes(output)
    .finish();
  const wrap = (fieldNo: number, bytes: Uint8Array) =>
    new BinaryWriter().tag(fieldNo, LEN).bytes(bytes).finish();
  return wrap(1, wrap(2, wrap(2, span)));
}

describe('OTLP over the limit', () => {
  it('F163 keeps a span whose output has 20 MB, its text shortened and still JSON', async () => {
    const traceId = newHexTraceId();
    const text = JSON.stringify({
      choices: [{ message: { content: 'A \\ line\n"quoted" äöü '.repeat(900_000) } }],
      last: true,
    });
    expect(text.length).toBeGreaterThan(20_000_000);
    expect((await send(bigSpan(traceId, text), binary)).status).toBe(200);
    const [span] = await stored(traceId);
    const output = span?.attributes['mlflow.spanOutputs'];
    expect(output).toMatchObject({
      last: true,
      choices: [{ message: { content: expect.stringMatching(/^A .*bytes left out by Weir.* $/s) } }],
    });
    expect(JSON.stringify(output).length).toBeLessThan(3_000_000);
  });

  it.each([
    ['protobuf', binary, (sketches: OtlpSpanSketch[]) => otlpBinary(sketches)],
    [
      'JSON',
      json,
      (sketches: OtlpSpanSketch[]) => JSON.stringify(otlpJson(sketches, { 'service.name': 'bot' })),
    ],
  ])('F163 keeps 1,500 spans of %s, the first whole', async (_name, type, write) => {
    const traceId = newHexTraceId();
    const root = randomHex(8);
    const sketches = Array.from({ length: 1500 }, (_, index) => ({
      traceId,
      spanId: index === 0 ? root : randomHex(8),
      ...(index === 0 ? {} : { parentSpanId: root }),
      name: `span ${index}`,
      attributes: { 'mlflow.spanInputs': `${index} ${'x'.repeat(8000)} ${index}` },
    }));
    const body = write(sketches) as BodyInit;
    expect((await send(body, type)).status).toBe(200);
    const spans = await stored(traceId);
    expect(new Set(spans.map(({ name }) => name)).size).toBe(1500);
    expect(spans.find(({ name }) => name === 'span 0')?.attributes['mlflow.spanInputs']).toBe(
      sketches[0]?.attributes['mlflow.spanInputs'],
    );
    const last = spans.find(({ name }) => name === 'span 1499');
    expect(last?.attributes['mlflow.spanInputs']).toMatch(/^1499 x.* 1499$/);
  });

  it('F163 takes a small body that unpacks to a large one', async () => {
    const traceId = newHexTraceId();
    const packed = gzipSync(bigSpan(traceId, 'y'.repeat(LIMIT_BYTES + 1000)));
    expect((await send(packed, { ...binary, 'content-encoding': 'gzip' })).status).toBe(200);
    expect(await stored(traceId)).toHaveLength(1);
  });

  it('F163 refuses what is no request, however large', async () => {
    expect((await send('z'.repeat(LIMIT_BYTES + 1), binary)).status).toBe(400);
  });
});

describe('traces.json over the limit', () => {
  it('F163 keeps every span', async () => {
    const traceId = newHexTraceId();
    // One span of quotes alone, of which no cut leaves JSON inside JSON.
    const wordsOf = (index: number) =>
      index === 600 ? '"\n'.repeat(9000) : 'Some "words" of it,\n and more of them '.repeat(240);
    const spans = Array.from({ length: 1200 }, (_, index) => ({
      span_id: Buffer.from((index + 1).toString(16).padStart(16, '0'), 'hex').toString('base64'),
      name: `span ${index}`,
      start_time_unix_nano: 1,
      end_time_unix_nano: 2,
      attributes: {
        'mlflow.traceRequestId': `"tr-${traceId}"`,
        'mlflow.spanOutputs': JSON.stringify({ a: wordsOf(index), spans: [{ x: '}' }] }),
      },
    }));
    const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-${traceId}/artifacts/traces.json`;
    const body = JSON.stringify({ spans });
    expect(body.length).toBeGreaterThan(LIMIT_BYTES);
    const answer = await wire.fetch(path, { method: 'PUT', headers, body });
    expect(answer.status).toBe(200);
    const kept = await stored(traceId);
    expect(new Set(kept.map(({ name }) => name)).size).toBe(1200);
    for (const name of ['span 0', 'span 1199']) {
      expect(kept.find((span) => span.name === name)?.attributes['mlflow.spanOutputs']).toMatchObject({
        spans: [{ x: '}' }],
      });
    }
  });
});

describe('splitting', () => {
  const sketches: OtlpSpanSketch[] = Array.from({ length: 3 }, (_, index) => ({
    traceId: newHexTraceId(),
    name: `s ${index} "ä\\`,
    attributes: { a: ['x', { b: 'spans' }], c: 'resource' },
    events: [{ name: 'e', attributes: { d: '{"spans":[' } }],
  }));

  it('F163 gives the same spans wherever the bytes are cut', async () => {
    const whole = otlpBinary(sketches);
    const wholeJson = new TextEncoder().encode(JSON.stringify(otlpJson(sketches, { 'service.name': 'b' })));
    const wanted = decodeRequest(whole, 'application/x-protobuf').spans.map(
      ({ name, attributes, events }) => ({
        name,
        attributes,
        events,
      }),
    );
    for (let size = 1; size < 60; size++) {
      const spans = [];
      for await (const part of splitBinary(streamOf(whole, size)))
        spans.push(...decodeRequest(part, 'application/x-protobuf').spans);
      expect(spans).toMatchObject(wanted);
      for await (const part of splitJson(streamOf(wholeJson, size))) {
        expect(part.spans.map((text) => JSON.parse(text).name)).toEqual(sketches.map(({ name }) => name));
        expect(JSON.parse(part.resource)).toMatchObject({ attributes: [{ key: 'service.name' }] });
      }
    }
  });

  it('F163 shortens JSON text to JSON text, with no character cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 1, max: 97 }),
        (piece, size) => {
          const budget = new KeptBudget();
          budget.spend(100_000_000);
          const bytes = new TextEncoder().encode(JSON.stringify(`a${piece} b`.repeat(400)));
          const text = new TextShortener(budget);
          for (let at = 0; at < bytes.byteLength; at += size) text.add(bytes.subarray(at, at + size));
          const kept = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text.finish());
          expect(kept.length).toBeLessThan(Math.max(1200, bytes.byteLength));
          if (bytes.byteLength > 1100) expect(kept).toContain('left out by Weir');
        },
      ),
    );
  });
});
