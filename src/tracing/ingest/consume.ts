/**
 * The queue's consumer: a batch of exchanges becomes traces, stored together. A message is acknowledged only after the
 * write; what can never be stored is set aside with its reason, what cannot be stored now is retried.
 */
import { describeCause, type Log } from '../../core/log.ts';
import { isStoreFailure } from '../../core/store-failure.ts';
import type { Exchange } from '../../proxy/exchange.ts';
import type { BuiltTrace } from '../build-trace.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { TraceInfo } from '../trace.ts';
import { decodeExchange } from './exchange-codec.ts';
import type { Delivery, Spool } from './ports.ts';

/** What consuming needs. */
export interface ConsumeServices {
  store: TraceStore;
  spool: Spool;
  /** Turns an exchange into a trace. A rejection that is not a store's failure makes the message poison. */
  build(exchange: Exchange): Promise<BuiltTrace>;
  /** Told of each trace that was stored. */
  onRecorded(info: TraceInfo): void;
  log: Log;
}

/** Deliveries after which a message is set aside: with the pauses below, some hours of outage are bridged. */
const MOST_ATTEMPTS = 24;
/** Deliveries after which a message that cannot be built is set aside. */
const MOST_BUILDS = 3;
const LONGEST_PAUSE_SECONDS = 900;

/** One delivery that could be read and built. */
interface Ready {
  delivery: Delivery;
  spoolKey: string | null;
  bytes: Uint8Array;
  built: BuiltTrace;
}

/** Consumes one batch. Never rejects for a failing store: such messages are retried. */
export async function consumeBatch(
  deliveries: readonly Delivery[],
  services: ConsumeServices,
): Promise<void> {
  const prepared = await Promise.all(deliveries.map((delivery) => prepare(delivery, services)));
  const ready = prepared.filter((item) => item !== null);
  if (ready.length === 0) return;
  try {
    await store(ready, services);
  } catch (cause) {
    services.log.error('batch-not-stored', cause, { messages: ready.length });
    await storeApart(ready, cause, services);
  }
}

/** Reads and builds one message; null when it has been dealt with. */
async function prepare(delivery: Delivery, services: ConsumeServices): Promise<Ready | null> {
  let message: { bytes: Uint8Array; spoolKey: string | null } | null;
  try {
    message = await load(delivery.body, services.spool);
  } catch (cause) {
    retry(delivery, cause, services);
    return null;
  }
  if (message === null) {
    delivery.ack();
    return null;
  }
  const decoded = decodeExchange(message.bytes);
  if (!decoded.ok) {
    await setAside({ delivery, ...message }, `not readable: ${decoded.reason}`, services);
    return null;
  }
  try {
    return { delivery, ...message, built: await services.build(decoded.exchange) };
  } catch (cause) {
    // A store that is away says nothing of the message.
    if (delivery.attempts < (isStoreFailure(cause) ? MOST_ATTEMPTS : MOST_BUILDS))
      retry(delivery, cause, services);
    else await setAside({ delivery, ...message }, `not buildable: ${describeCause(cause)}`, services);
    return null;
  }
}

/** The bytes of a message; null when they were spooled and consumed before. */
async function load(
  body: unknown,
  spool: Spool,
): Promise<{ bytes: Uint8Array; spoolKey: string | null } | null> {
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body), spoolKey: null };
  if (body instanceof Uint8Array) return { bytes: body, spoolKey: null };
  if (typeof body === 'object' && body !== null && 'spooled' in body && typeof body.spooled === 'string') {
    const bytes = await spool.get(body.spooled);
    return bytes === null ? null : { bytes, spoolKey: body.spooled };
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

/** A batch that failed before is tried message by message, so that one bad trace holds up no other. */
async function storeApart(ready: readonly Ready[], cause: unknown, services: ConsumeServices): Promise<void> {
  const again = ready.some(({ delivery }) => delivery.attempts > 1);
  if (!again || ready.length === 1) {
    for (const item of ready) await retryOrSetAside(item, cause, services);
    return;
  }
  for (const item of ready) {
    try {
      await store([item], services);
    } catch (ownCause) {
      await retryOrSetAside(item, ownCause, services);
    }
  }
}

async function retryOrSetAside(item: Ready, cause: unknown, services: ConsumeServices): Promise<void> {
  if (item.delivery.attempts < MOST_ATTEMPTS) retry(item.delivery, cause, services);
  else
    await setAside(
      item,
      `not stored after ${item.delivery.attempts} attempts: ${describeCause(cause)}`,
      services,
    );
}

function retry(delivery: Delivery, cause: unknown, services: ConsumeServices): void {
  const delaySeconds = Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(delivery.attempts, 10));
  services.log.error('message-retried', cause, {
    message: delivery.id,
    attempts: delivery.attempts,
    delaySeconds,
  });
  delivery.retry(delaySeconds);
}

/** Keeps the message with its reason, for the replay command. */
async function setAside(
  item: { delivery: Delivery; bytes: Uint8Array; spoolKey: string | null },
  reason: string,
  services: ConsumeServices,
): Promise<void> {
  try {
    await services.spool.put(`dead/${item.delivery.id}`, item.bytes, reason);
    if (item.spoolKey !== null && !item.spoolKey.startsWith('dead/'))
      await services.spool.delete([item.spoolKey]);
    services.log.error('message-set-aside', reason, { message: item.delivery.id });
    item.delivery.ack();
  } catch (cause) {
    retry(item.delivery, cause, services);
  }
}
