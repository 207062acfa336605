/**
 * Makes the same call twice, directly and through Weir, and holds them against each other: what the SDK returned, what
 * the provider received, which headers came back. Then hands out the traces of the call through Weir.
 */
import { expect } from 'vitest';
import type { CallNote } from '../upstream/server.ts';
import { ADDED_OR_VOLATILE, comparable } from './comparable.ts';
import { directOrigin, weirOrigin } from './origins.ts';
import { readTrace, type TraceJson } from './traces.ts';
import { readEndedNotes, readNotes } from './upstream-notes.ts';
import { watching, type SeenAnswer } from './watch-traffic.ts';

/** What may differ between the two calls, and why. */
export interface Allowance {
  /** Headers that the SDK makes new for every call, or that Weir replaces: names in lower case. */
  requestHeaders?: readonly string[];
  /** What is compared of the SDK's answer, where one documented difference must be set aside. */
  view?: (seen: never) => unknown;
}

/** The outcome of a comparison that held. */
export interface Comparison<Seen> {
  /** What the SDK returned through Weir. */
  seen: Seen;
  /** Traces in the order of the calls. */
  traces: TraceJson[];
  /** What the provider received through Weir. */
  received: CallNote[];
}

/**
 * Runs `call` against the fixture upstream and against Weir.
 *
 * @param call makes the call with a fresh client whose base URL starts with the given origin
 */
export async function compare<Seen>(
  call: (origin: string) => Promise<Seen>,
  allowance: Allowance = {},
): Promise<Comparison<Seen>> {
  const direct = await observe(directOrigin, call);
  const through = await observe(weirOrigin, call);
  const view = (allowance.view ?? ((seen: unknown) => seen)) as (seen: unknown) => unknown;
  expect(comparable(view(through.seen), weirOrigin), 'what the SDK returned').toEqual(
    comparable(view(direct.seen), directOrigin),
  );
  expect(through.notes.map(callLine), 'calls the provider received').toEqual(direct.notes.map(callLine));
  through.notes.forEach((note, index) => expectSameRequest(note, direct.notes[index] as CallNote, allowance));
  expect(through.answers).toHaveLength(direct.answers.length);
  through.answers.forEach((answer, index) => expectSameHead(answer, direct.answers[index] as SeenAnswer));
  const traceIds = through.answers.map((answer) => answer.headers['x-weir-trace-id'] ?? 'no trace id');
  return { seen: through.seen, traces: await Promise.all(traceIds.map(readTrace)), received: through.notes };
}

/** Runs a call through Weir alone, for what cannot be compared. */
export async function throughWeir<Seen>(call: (origin: string) => Promise<Seen>): Promise<Comparison<Seen>> {
  const { seen, notes, answers } = await observe(weirOrigin, call);
  const traceIds = answers.map((answer) => answer.headers['x-weir-trace-id'] ?? 'no trace id');
  return { seen, traces: await Promise.all(traceIds.map(readTrace)), received: notes };
}

/** The only one of the list. */
export function only<Member>(list: readonly Member[]): Member {
  expect(list).toHaveLength(1);
  return list[0] as Member;
}

/** The rejection of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (cause) {
    return cause as Error;
  }
  throw new Error('the call did not fail');
}

/** Everything a stream yields. */
export async function collect<Chunk>(stream: AsyncIterable<Chunk> | Iterable<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function observe<Seen>(
  origin: string,
  call: (origin: string) => Promise<Seen>,
): Promise<{ seen: Seen; notes: CallNote[]; answers: SeenAnswer[] }> {
  const start = (await readNotes()).length;
  const { result, answers } = await watching(origin, () => call(origin));
  return { seen: result, notes: await readEndedNotes(start), answers };
}

function callLine({ method, path, query }: CallNote): string {
  return `${method} ${path}${query}`;
}

/** Headers that belong to one connection, and the one that the Workers platform itself puts on every outgoing call. */
const CONNECTION_HEADERS = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'cf-worker',
]);

/** Weir's own headers and those of other gateways and platforms, none of which is the provider's business. */
const FOREIGN =
  /^(?:x-weir-|helicone-|x-portkey-|cf-(?!worker$)|x-litellm-|x-bf-|x-bt-|x-forwarded-|x-real-ip$|forwarded$|via$|cdn-loop$|true-client-ip$|mf-)/;

function expectSameRequest(sent: CallNote, compared: CallNote, allowance: Allowance): void {
  const [through, direct] = [withoutBoundary(sent), withoutBoundary(compared)];
  expect(
    Object.keys(through.headers).filter((name) => FOREIGN.test(name)),
    'headers of a gateway',
  ).toEqual([]);
  const usageAsked = isUsageEdit(through, direct);
  const differing = new Set([...CONNECTION_HEADERS, ...(allowance.requestHeaders ?? [])]);
  // A stream whose usage Weir asked for comes uncompressed, because one event may have to be taken out again.
  if (usageAsked) differing.add('accept-encoding');
  expect(without(through.headers, differing), 'request headers').toEqual(without(direct.headers, differing));
  if (!usageAsked) expect(through.bodyBase64 === direct.bodyBase64, 'request body, byte for byte').toBe(true);
}

/** SDKs draw a new boundary for every form. */
function withoutBoundary(note: CallNote): CallNote {
  const contentType = note.headers['content-type'] ?? '';
  const boundary = /^multipart\/.*boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return note;
  const body = Buffer.from(note.bodyBase64, 'base64').toString('latin1').replaceAll(boundary, 'boundary');
  return {
    ...note,
    headers: { ...note.headers, 'content-type': contentType.replace(boundary, 'boundary') },
    bodyBase64: Buffer.from(body, 'latin1').toString('base64'),
  };
}

/** True when the one allowed edit is all that differs: `stream_options.include_usage` put in front. */
function isUsageEdit(through: CallNote, direct: CallNote): boolean {
  const sent = Buffer.from(direct.bodyBase64, 'base64').toString();
  const received = Buffer.from(through.bodyBase64, 'base64').toString();
  return received === sent.replace('{', '{"stream_options":{"include_usage":true},');
}

function expectSameHead(through: SeenAnswer, direct: SeenAnswer): void {
  expect(through.status, 'status').toBe(direct.status);
  const differing = new Set([...ADDED_OR_VOLATILE, 'content-length']);
  // A stream from which Weir took its usage event again was never compressed.
  expect(without(through.headers, differing), 'response headers').toEqual(without(direct.headers, differing));
}

/** A header with an empty value says nothing; the platform drops it (Mistral's SDK sends an empty cookie). */
function without(headers: Record<string, string>, names: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !names.has(name) && value !== ''),
  );
}
