/**
 * Takes credentials out of an exchange before it leaves the call that made it: whatever waits in a queue or a spool, is set
 * aside or stored has passed here. Bodies are looked through as bytes and written anew only where something was found. The
 * bytes that go to the provider and to the caller are others, and are never touched.
 */
import {
  findSecrets,
  joinKnown,
  knownSecrets,
  redacted,
  redactSecrets,
  redactTags,
  replaceRanges,
  secretsOf,
  type KnownSecrets,
  type Range,
} from '../core/redaction.ts';
import { limits } from '../core/limits.ts';
import { condenseWhole } from './capture/condense-body.ts';
import { binaryText, bytesOf } from './capture/kept-text.ts';
import { cleanFrames, isFramedType } from './capture/clean-frames.ts';
import { decompress } from './decompress.ts';
import type { Arrival, CapturedBody, Exchange, WebSocketEvent } from './exchange.ts';
import { findSplitSecrets } from './find-split-secrets.ts';

/** The exchange without credentials: by the names they stand under, their shapes, and the values that are known. */
export function cleanExchange(exchange: Exchange, given: KnownSecrets): Exchange {
  const { request, response, arrivals, webSocketEvents, ...facts } = exchange;
  const asked = cleanBody(request, { known: given, arrivals: [], isAnswer: false });
  // An answer may quote what the question held: `cannot sign in to the server with …`.
  const known = asked.secrets.length === 0 ? given : joinKnown(given, knownSecrets(asked.secrets));
  const answer = cleanBody(response, { known, arrivals, isAnswer: true });
  return {
    ...cleanFacts(facts, known),
    tags: redactTags(facts.tags, known),
    request: asked.body,
    response: answer.body,
    arrivals: answer.arrivals,
    webSocketEvents: webSocketEvents === null ? null : cleanEvents(webSocketEvents, known),
  };
}

/** Every text of the facts, names of tags included; their shape stays. */
function cleanFacts<Facts>(facts: Facts, known: KnownSecrets): Facts {
  // A value of the same form with other texts has the same type.
  return cleanValue(facts, known) as Facts;
}

function cleanValue(value: unknown, known: KnownSecrets): unknown {
  if (typeof value === 'string') return redactSecrets(value, known);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [redactSecrets(name, known), cleanValue(member, known)]),
  );
}

interface BodyCleaning {
  known: KnownSecrets;
  arrivals: Arrival[];
  /** An answer may come in pieces, with a secret split over them. */
  isAnswer: boolean;
}

interface CleanBody {
  body: CapturedBody;
  /** When the bytes that are kept had arrived. */
  arrivals: Arrival[];
  /** What was taken out and looks drawn at random, to be looked for elsewhere; few, so that each is cheap to look for. */
  secrets: string[];
}

const MOST_SECRETS = 32;

function cleanBody(captured: CapturedBody, { known, arrivals, isAnswer }: BodyCleaning): CleanBody {
  const body = { ...captured, contentType: redactSecrets(captured.contentType, known) };
  const meter = body.meter === null ? null : cleanBytes(body.meter, { known, isAnswer });
  const described = meter === null || meter.ranges.length === 0 ? body : { ...body, meter: meter.bytes };
  if (body.bytes.byteLength === 0) return { body: described, arrivals, secrets: [] };
  const isPlain = body.contentEncoding === '' || body.contentEncoding === 'identity';
  if (!isPlain) return cleanEncoded(described, { known, arrivals, isAnswer });
  if (isFramedType(body.contentType)) {
    const cleaned = cleanFrames(body.bytes, (text) => redactSecrets(text, known));
    return cleaned === null
      ? { body: described, arrivals, secrets: [] }
      : {
          body: { ...described, bytes: cleaned.bytes },
          arrivals: moved(arrivals, cleaned.positions),
          secrets: [],
        };
  }
  const { bytes, ranges, secrets } = cleanBytes(body.bytes, { known, isAnswer });
  if (ranges.length === 0) return { body: described, arrivals, secrets };
  return { body: { ...described, bytes }, arrivals: moved(arrivals, positionsOf(ranges)), secrets };
}

/** A body that was sent compressed is kept plain when it has to be written anew. */
function cleanEncoded(body: CapturedBody, { known, arrivals, isAnswer }: BodyCleaning): CleanBody {
  const decoded = decompress(body.bytes, body.contentEncoding);
  if (decoded.byteLength === 0) return { body, arrivals, secrets: [] };
  const plain = condenseWhole(decoded, body.contentType, limits.decodedBytes);
  const framed = isFramedType(body.contentType)
    ? (cleanFrames(plain.bytes, (text) => redactSecrets(text, known))?.bytes ?? null)
    : null;
  const { bytes, ranges, secrets } = isFramedType(body.contentType)
    ? { bytes: framed ?? plain.bytes, ranges: framed === null ? [] : [{ start: 0, end: 0 }], secrets: [] }
    : cleanBytes(plain.bytes, { known, isAnswer });
  if (ranges.length === 0) return { body, arrivals, secrets };
  const first = arrivals[0];
  return {
    body: { ...body, contentEncoding: '', bytes, truncated: body.truncated || plain.shortened },
    // When which byte of the plain text had come is not known: as for any compressed body the first chunk's time counts.
    arrivals: first === undefined ? [] : [[bytes.byteLength, first[1]]],
    secrets,
  };
}

function cleanBytes(
  bytes: Uint8Array,
  { known, isAnswer }: Pick<BodyCleaning, 'known' | 'isAnswer'>,
): { bytes: Uint8Array; ranges: Range[]; secrets: string[] } {
  const text = binaryText(bytes);
  const ranges = isAnswer ? findSplitSecrets(text, known) : findSecrets(text, known);
  return {
    bytes: ranges.length === 0 ? bytes : bytesOf(replaceRanges(text, ranges, redacted)),
    ranges,
    secrets: [...new Set(secretsOf(text, ranges))].slice(0, MOST_SECRETS),
  };
}

/** Where something ended before, and where it ends now. */
type Moved = readonly [before: number, after: number];

function positionsOf(ranges: readonly Range[]): Moved[] {
  let shift = 0;
  return ranges.map(({ start, end, instead = redacted }) => {
    shift += instead.length - (end - start);
    return [end, end + shift];
  });
}

/** The arrivals in terms of the bytes as they are now. */
function moved(arrivals: readonly Arrival[], positions: readonly Moved[]): Arrival[] {
  let index = 0;
  let shift = 0;
  let reached = 0;
  return arrivals.map(([byteCount, atMs]) => {
    while (index < positions.length && (positions[index]?.[0] ?? 0) <= byteCount) {
      const [before, after] = positions[index] ?? [0, 0];
      shift = after - before;
      index += 1;
    }
    reached = Math.max(reached, byteCount + shift);
    return [reached, atMs];
  });
}

/** A secret may be split over messages: those of one side are looked through together. */
function cleanEvents(events: readonly WebSocketEvent[], known: KnownSecrets): WebSocketEvent[] {
  const texts = {
    caller: cleanTexts(textsFrom(events, 'caller'), known),
    provider: cleanTexts(textsFrom(events, 'provider'), known),
  };
  const next = { caller: 0, provider: 0 };
  return events.map((event) => ({ ...event, text: texts[event.from][next[event.from]++] ?? redacted }));
}

function textsFrom(events: readonly WebSocketEvent[], from: WebSocketEvent['from']): string[] {
  return events.filter((event) => event.from === from).map(({ text }) => text);
}

function cleanTexts(texts: readonly string[], known: KnownSecrets): string[] {
  const singly = texts.map((text) => redactSecrets(text, known));
  if (singly.length < 2 || singly.some((text) => text.includes('\n'))) return singly;
  const joined = singly.join('\n');
  const ranges = findSplitSecrets(joined, known).filter(
    ({ start, end }) => !joined.slice(start, end).includes('\n'),
  );
  return ranges.length === 0 ? singly : replaceRanges(joined, ranges, redacted).split('\n');
}
