/** Fixtures of every dialect made long: events repeated and texts lengthened, so that they pass any capture limit. */
import { Buffer } from 'node:buffer';
import { createCondenser, formOf } from '../../src/proxy/capture/condense-body.ts';
import type { Condensed } from '../../src/proxy/capture/condenser.ts';
import { JsonCondenser } from '../../src/proxy/capture/json-condenser.ts';
import type { Dialect, Reading } from '../../src/proxy/providers/contract.ts';
import { anthropicDialect } from '../../src/proxy/providers/anthropic/index.ts';
import { bedrockDialect } from '../../src/proxy/providers/bedrock/index.ts';
import { cohereDialect } from '../../src/proxy/providers/cohere/index.ts';
import { googleDialect } from '../../src/proxy/providers/google/index.ts';
import { ollamaDialect } from '../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../src/proxy/providers/openai/index.ts';
import { messageFixtures } from '../fixtures/anthropic/messages.ts';
import { toolFixtures } from '../fixtures/anthropic/tools.ts';
import { converseStreams } from '../fixtures/bedrock/converse.ts';
import { EVENT_STREAM } from '../fixtures/bedrock/frames.ts';
import { invokeStreams } from '../fixtures/bedrock/invoke.ts';
import { chatFixtures } from '../fixtures/cohere/chat.ts';
import { otherFixtures as cohereOthers } from '../fixtures/cohere/other-calls.ts';
import { generateFixtures } from '../fixtures/google/generate.ts';
import { interactionFixtures } from '../fixtures/google/interactions.ts';
import { otherFixtures as googleOthers } from '../fixtures/google/other-calls.ts';
import { ollamaFixtures } from '../fixtures/ollama/calls.ts';
import { chatStreams } from '../fixtures/openai/chat.ts';
import { compatibleStreams } from '../fixtures/openai/compatible.ts';
import { legacyCompletion } from '../fixtures/openai/completions.ts';
import { mediaStreams } from '../fixtures/openai/media.ts';
import { openrouter, perplexity, vllm } from '../fixtures/openai/gateways.ts';
import { responsesStreams } from '../fixtures/openai/responses.ts';
import type { WireFixture } from '../fixtures/wire-fixture.ts';
import { readWith } from './dialect-proof.ts';
import type { FixtureCall } from './readable-call.ts';

/** A call with a long answer. */
export interface LongCall {
  name: string;
  dialect: Dialect;
  call: FixtureCall & { response: Uint8Array; responseType: string };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Members whose words grow. */
const WORDS = new Set([
  'content',
  'text',
  'thinking',
  'arguments',
  'b64_json',
  'reasoning_content',
  'reasoning',
  'refusal',
  'response',
  'transcript',
  'generation',
  'outputText',
  'completion',
  'tool_plan',
]);

/** The value with every word of its content lengthened. */
export function lengthened(value: unknown, byteCount: number, name = ''): unknown {
  if (typeof value === 'string')
    return WORDS.has(name) && value !== '' ? value.padEnd(byteCount, ' word "q" é') : value;
  if (Array.isArray(value)) return value.map((member) => lengthened(member, byteCount, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, lengthened(member, byteCount, key)]),
  );
}

/** An event in the middle of a text: it may come any number of times. */
const PIECE =
  /delta|"content":"[^"]|"text":"[^"]|"response":"[^"]|"generation":"[^"]|"outputText":"[^"]|"completion":"[^"]|partial_image/;
const EDGE =
  /"usage|Usage|finish|stop|[-._]start|[-._]end|done|completed|"role"|created|failed|incomplete|"id":"(?:call|toolu)|error|_at"|Metrics|"index":null|arguments|input_json|tool|partial_json|function/;

function repeated(pieces: readonly string[], count: number): string {
  return pieces
    .map((piece) => (PIECE.test(piece) && !EDGE.test(piece) ? piece.repeat(count) : piece))
    .join('');
}

/** Repeats what may be repeated of a stream until it is long. */
export function longStream(text: string, byteCount: number): string {
  const isLines = !/^(?:data|event|:|id)/.test(text);
  const array = text.startsWith('[');
  const pieces = array
    ? text
        .slice(1)
        .split(/(?<=\}),\s*(?=\{)/)
        .map((piece, index, all) => (index < all.length - 1 ? `${piece},\n` : piece))
    : text.split(isLines ? /(?<=\n)/ : /(?<=\r?\n\r?\n)/);
  const able = pieces.filter((piece) => PIECE.test(piece) && !EDGE.test(piece));
  const size = able.reduce((sum, piece) => sum + piece.length, 0);
  return (array ? '[' : '') + repeated(pieces, size === 0 ? 1 : Math.ceil(byteCount / size));
}

function ofWire(dialect: Dialect, fixtures: readonly WireFixture[], byteCount: number): LongCall[] {
  return fixtures.flatMap(({ name, path, method, status, request, plain, stream }) => {
    const base = { path, request, ...(method && { method }), ...(status && { status }) };
    const calls: LongCall[] = [];
    if (plain !== null) {
      const response = encode(JSON.stringify(lengthened(plain, byteCount)));
      calls.push({
        name: `${dialect.name} ${name}`,
        dialect,
        call: { ...base, response, responseType: 'application/json' },
      });
    }
    if (stream !== null) {
      const response = encode(longStream(stream.text, byteCount));
      const streamed = { ...base, path: stream.path ?? path, response, responseType: stream.contentType };
      calls.push({ name: `${dialect.name} ${name}, streamed`, dialect, call: streamed });
    }
    return calls;
  });
}

function openaiCalls(byteCount: number): LongCall[] {
  const fixtures = [
    ...chatStreams,
    ...compatibleStreams,
    openrouter,
    perplexity,
    vllm,
    legacyCompletion,
    ...mediaStreams,
    ...responsesStreams,
  ];
  return fixtures.flatMap(({ name, path, request, stream, plain }) => {
    const base = { path: path ?? '/v1/chat/completions', request };
    const streamed = {
      ...base,
      response: encode(longStream(stream, byteCount)),
      responseType: 'text/event-stream',
    };
    const calls: LongCall[] = [{ name: `openai ${name}, streamed`, dialect: openaiDialect, call: streamed }];
    if (plain !== null) {
      const response = encode(JSON.stringify(lengthened(plain, byteCount)));
      calls.push({
        name: `openai ${name}`,
        dialect: openaiDialect,
        call: { ...base, response, responseType: 'application/json' },
      });
    }
    return calls;
  });
}

/** Frames with a text in the middle are repeated as bytes. */
function bedrockCalls(byteCount: number): LongCall[] {
  return [...converseStreams, ...invokeStreams].map(({ name, path, request, frames }) => {
    const isPiece = (frame: Uint8Array): boolean => {
      const text = Buffer.from(frame).toString('latin1');
      const inner = /"bytes":"([^"]+)"/.exec(text)?.[1];
      const said = inner === undefined ? text : Buffer.from(inner, 'base64').toString();
      return PIECE.test(said) && !EDGE.test(said.replace(/:event-type.{0,40}/, ''));
    };
    const size = frames.filter(isPiece).reduce((sum, frame) => sum + frame.byteLength, 0);
    const times = size === 0 ? 1 : Math.ceil(byteCount / size);
    const parts = frames.flatMap((frame) =>
      isPiece(frame) ? Array.from({ length: times }, () => frame) : [frame],
    );
    const response = new Uint8Array(Buffer.concat(parts));
    return {
      name: `bedrock ${name}, streamed`,
      dialect: bedrockDialect,
      call: { path, request, response, responseType: EVENT_STREAM },
    };
  });
}

/** Every fixture of every dialect, made about so long. */
export function longCalls(byteCount: number): LongCall[] {
  return [
    ...openaiCalls(byteCount),
    ...ofWire(anthropicDialect, [...messageFixtures, ...toolFixtures], byteCount),
    ...ofWire(googleDialect, [...generateFixtures, ...interactionFixtures, ...googleOthers], byteCount),
    ...ofWire(cohereDialect, [...chatFixtures, ...cohereOthers], byteCount),
    ...ofWire(ollamaDialect, ollamaFixtures, byteCount),
    ...bedrockCalls(byteCount),
  ];
}

/** A body condensed as it is while it passes. */
export async function condensed(
  bytes: Uint8Array,
  {
    contentType,
    limitBytes,
    chunkBytes = 65_536,
  }: { contentType: string; limitBytes: number; chunkBytes?: number },
): Promise<Condensed> {
  const condenser = createCondenser(formOf(contentType, bytes.subarray(0, 4096)), contentType, limitBytes);
  for (let at = 0; at < bytes.byteLength; at += chunkBytes)
    condenser.write(bytes.subarray(at, at + chunkBytes));
  return condenser.finish();
}

/** One JSON value condensed, cut where told. */
export function condensedJson(text: string, limitBytes: number, cuts: readonly number[] = []): string | null {
  const bytes = encode(text);
  const condenser = new JsonCondenser(limitBytes);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.byteLength];
  for (let i = 1; i < edges.length; i++) condenser.write(bytes.subarray(edges[i - 1], edges[i]));
  const kept = condenser.finish();
  return kept === null ? null : Buffer.from(kept, 'latin1').toString();
}

/** What of a reading is the meter: everything but words. */
export function meterOfReading(reading: Reading) {
  const { usage, finishReasons, responseId, responseModel, serviceTier, complete, streamed, error } = reading;
  return {
    usage,
    finishReasons,
    responseId,
    responseModel,
    serviceTier,
    complete,
    streamed,
    error: error?.type ?? null,
  };
}

/** The calls of tools in an answer, by id and name, wherever a dialect puts them. */
export function toolCallsIn(outputs: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const { id, call_id, toolUseId, name, type } = value as Record<string, unknown>;
      const called = (value as { function?: { name?: unknown } }).function?.name;
      if (toolUseId !== undefined || called !== undefined || /tool_use|function_call/.test(String(type))) {
        found.push([id, call_id, toolUseId, name, called].map(String).join(' '));
      }
      Object.values(value).forEach(visit);
    }
  };
  visit(outputs);
  return found;
}

/** Reads a long call whole, and what is kept of it. */
export async function readBoth({ dialect, call }: LongCall, limitBytes: number) {
  const whole = readWith(dialect, call);
  const kept = await condensed(call.response, { contentType: call.responseType, limitBytes });
  const shortened = readWith(dialect, { ...call, response: kept.bytes, truncated: true });
  return { whole, shortened, kept };
}
