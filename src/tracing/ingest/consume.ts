/**
 * The queue's consumer: a batch of exchanges becomes traces, slice by slice, each slice stored together. A message is
 * acknowledged only after the write; what can never be stored is set aside with its reason, what cannot be stored now is
 * retried.
 */
import { withConnection } from '../../core/connections.ts';
import { describeCause, type Log } from '../../core/log.ts';
import type { Places } from '../../core/places.ts';
import { isStoreFailure } from '../../core/store-failure.ts';
import type { Exchange } from '../../proxy/exchange.ts';
import type { BuiltTrace } from '../build-trace.ts';
import { isDataFault } from '../store/is-data-fault.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { TraceInfo } from '../trace.ts';
import { pointerOf, setAside } from './dead-letters.ts';
import { decodeExchange, type DecodeResult } from './exchange-codec.ts';
import type { Delivery, Spool } from './ports.ts';
import { sliceDeliveries } from './slice-deliveries.ts';

/** What consuming needs. */
export interface ConsumeServices {
  store: TraceStore;
  spool: Spool;
  /** Turns an exchange into a trace. A rejection that is not a store's failure makes the message poison. */
  build(exchange: Exchange): Promise<BuiltTrace>;
  /** Told of each trace that was stored. */
  onRecorded(info: TraceInfo): void;
  log: Log;
  /** Bytes of exchanges in work at a time, of one batch, as they lie in the queue and once they are read. */
  sliceBytes: number;
  /** Slices in work at a time, of all batches in the isolate. */
  slices: Places;
}

/** Deliveries after which a message is set aside: with the pauses below, some hours of outage are bridged. */
const MOST_ATTEMPTS = 24;
const LONGEST_PAUSE_SECONDS = 900;
/** An exchange that no trace could be made of so often is poison. */
const MOST_BUILDS = 3;
/** A write that failed this often, for whatever reason, is tried message by message. */
const APART_AFTER_ATTEMPTS = 4;
/** Messages that fail one after another: then it is the store. */
const MOST_FAILED_APART = 2;

/** One delivery with its bytes. */
interface Message {
  delivery: Delivery;
  spoolKey: string | null;
  bytes: Uint8Array;
  decoded: DecodeResult;
}

/** One delivery that could be read and built. */
interface Ready extends Message {
  built: BuiltTrace;
}

interface Unreachable {
  delivery: Delivery;
  unreachable: unknown;
}

/** What became of reading one; `dealt with`: it needs nothing more. */
type Loaded = Message | 'dealt with' | Unreachable;

/** What became of building one. */
type Prepared = Ready | 'dealt with' | Unreachable;

/**
 * Consumes one batch. Never rejects for a failing store: such messages are retried, and those of further slices are not even
 * read.
 */
export async function consumeBatch(
  deliveries: readonly Delivery[],
  services: ConsumeServices,
): Promise<void> {
  let away: { cause: unknown } | null = null;
  for (const slice of sliceDeliveries(deliveries, services.sliceBytes)) {
    if (away === null) away = await services.slices.take(() => consumeSlice(slice, services));
    else retryAll(slice, away.cause, services);
  }
}

/** Consumes a slice; says when a store is away, so that nothing more is tried. */
async function consumeSlice(
  slice: readonly Delivery[],
  services: ConsumeServices,
): Promise<{ cause: unknown } | null> {
  const loaded = await Promise.all(slice.map((delivery) => load(delivery, services)));
  const messages = loaded.filter((message) => message !== 'dealt with');
  const plain = messages.filter((message) => !isCompressed(message));
  let failed: { cause: unknown } | null = null;
  let storeAway: { cause: unknown } | null = null;
  let ready: Ready[] = [];
  const take = (item: Prepared): void => {
    if (item === 'dealt with') return;
    if ('built' in item) ready.push(item);
    else {
      failed = { cause: item.unreachable };
      retry(item.delivery, item.unreachable, services);
    }
  };
  for (const item of await Promise.all(plain.map((message) => prepare(message, services)))) take(item);
  // One after another: how large they are is known only once they are read.
  for (const message of messages.filter(isCompressed)) {
    if (storeAway === null && readBytesOf(ready) >= services.sliceBytes) {
      storeAway = await storeTogether(ready, services);
      ready = [];
    }
    if (storeAway === null) take(await prepare(message, services));
    else retry(message.delivery, storeAway.cause, services);
  }
  return storeAway ?? (await storeTogether(ready, services)) ?? failed;
}

function readBytesOf(ready: readonly Ready[]): number {
  return ready.reduce((sum, { built }) => sum + built.readBytes, 0);
}

/** Stores what is ready; says when the store is away. */
async function storeTogether(
  ready: readonly Ready[],
  services: ConsumeServices,
): Promise<{ cause: unknown } | null> {
  if (ready.length === 0) return null;
  try {
    await store(ready, services);
    return null;
  } catch (cause) {
    services.log.error('batch-not-stored', cause, { messages: ready.length });
    const isStubborn = ready.some(({ delivery }) => delivery.attempts >= APART_AFTER_ATTEMPTS);
    if (ready.length > 1 && (isDataFault(cause) || isStubborn)) return storeApart(ready, services);
    for (const item of ready) await retryOrSetAside(item, cause, services);
    return isDataFault(cause) ? null : { cause };
  }
}

/** Reads one message, with a connection for what lies in the spool. */
async function load(delivery: Delivery, services: ConsumeServices): Promise<Loaded> {
  try {
    const message = await bytesOf(delivery.body, services.spool);
    if (message !== null) return { delivery, ...message, decoded: decodeExchange(message.bytes) };
    delivery.ack();
    return 'dealt with';
  } catch (cause) {
    return { delivery, unreachable: cause };
  }
}

/** True for what takes more once it is read than it does in the queue. */
function isCompressed(message: Message | Unreachable): boolean {
  if (!('decoded' in message) || !message.decoded.ok) return false;
  const { request, response } = message.decoded.exchange;
  return [request, response].some(({ contentEncoding }) => !['', 'identity'].includes(contentEncoding));
}

/** Builds one message. */
async function prepare(message: Message | Unreachable, services: ConsumeServices): Promise<Prepared> {
  if ('unreachable' in message) return message;
  const { delivery, decoded } = message;
  if (!decoded.ok) {
    await giveUp(message, `not readable: ${decoded.reason}`, services);
    return 'dealt with';
  }
  try {
    return { ...message, built: await services.build(decoded.exchange) };
  } catch (cause) {
    // A store that is away says nothing of the message.
    if (isStoreFailure(cause)) return { delivery, unreachable: cause };
    if (delivery.attempts < MOST_BUILDS) retry(delivery, cause, services);
    else await giveUp(message, `not buildable: ${describeCause(cause)}`, services);
    return 'dealt with';
  }
}

/** The bytes of a message; null when they were spooled and consumed before. */
async function bytesOf(
  body: unknown,
  spool: Spool,
): Promise<{ bytes: Uint8Array; spoolKey: string | null } | null> {
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body), spoolKey: null };
  if (body instanceof Uint8Array) return { bytes: body, spoolKey: null };
  const pointer = pointerOf(body);
  if (pointer !== null) {
    const bytes = await withConnection(() => spool.get(pointer.key));
    return bytes === null ? null : { bytes, spoolKey: pointer.key };
  }
  return { bytes: new TextEncoder().encode(JSON.stringify(body) ?? ''), spoolKey: null };
}

async function store(ready: readonly Ready[], services: ConsumeServices): Promise<void> {
  await services.store.write(ready.map(({ built }) => built.trace));
  for (const { delivery } of ready) delivery.ack();
  for (const { built } of ready) services.onRecorded(built.trace.info);
  await afterwards(ready, services);
}

/** What may fail without harm: the traces are stored, and all of this is done again or swept. */
async function afterwards(ready: readonly Ready[], services: ConsumeServices): Promise<void> {
  const spooled = ready.map(({ spoolKey }) => spoolKey).filter((key) => key !== null);
  const unpriced = ready.map(({ built }) => built.unpriced).filter((model) => model !== null);
  try {
    if (spooled.length > 0) await services.spool.delete(spooled);
    if (unpriced.length > 0) await services.store.noteUnpriced(unpriced);
  } catch (cause) {
    services.log.error('after-store-failed', cause);
  }
}

/**
 * Stores message by message, so that one bad trace holds up no other. When it turns out that the store takes nothing, the
 * others are not tried.
 */
async function storeApart(
  ready: readonly Ready[],
  services: ConsumeServices,
): Promise<{ cause: unknown } | null> {
  let failedInARow = 0;
  let away: { cause: unknown } | null = null;
  for (const item of ready) {
    if (away !== null) {
      await retryOrSetAside(item, away.cause, services);
      continue;
    }
    try {
      await store([item], services);
      failedInARow = 0;
    } catch (cause) {
      await retryOrSetAside(item, cause, services);
      failedInARow = isDataFault(cause) ? 0 : failedInARow + 1;
      if (failedInARow >= MOST_FAILED_APART) away = { cause };
    }
  }
  return away;
}

async function retryOrSetAside(item: Ready, cause: unknown, services: ConsumeServices): Promise<void> {
  const { attempts } = item.delivery;
  if (attempts < MOST_ATTEMPTS) retry(item.delivery, cause, services);
  else await giveUp(item, `not stored after ${attempts} attempts: ${describeCause(cause)}`, services);
}

function retryAll(deliveries: readonly Delivery[], cause: unknown, services: ConsumeServices): void {
  for (const delivery of deliveries) retry(delivery, cause, services);
}

/** Later and later, and apart from each other: what failed together does not come back all at once. */
function retry(delivery: Delivery, cause: unknown, services: ConsumeServices): void {
  const longest = Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(delivery.attempts, 10));
  const delaySeconds = Math.ceil(longest * (0.5 + Math.random() / 2));
  services.log.error('message-retried', cause, {
    message: delivery.id,
    attempts: delivery.attempts,
    delaySeconds,
  });
  delivery.retry(delaySeconds);
}

/** Keeps the message with its reason, for the replay command. */
async function giveUp(item: Message, reason: string, services: ConsumeServices): Promise<void> {
  const { delivery, bytes, spoolKey } = item;
  try {
    await setAside({ bytes, spoolKey, messageId: delivery.id }, reason, services.spool);
    services.log.error('message-set-aside', reason, { message: delivery.id });
    delivery.ack();
  } catch (cause) {
    retry(delivery, cause, services);
  }
}
