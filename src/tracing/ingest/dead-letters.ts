/** Messages that were set aside: taken in from the platform's dead-letter queue, listed, and replayed by command. */
import type { Delivery, IngestQueue, Spool, SpooledItem } from './ports.ts';

const GIVEN_UP = 'the queue gave up after its last retry';
/** As much of a reason as the metadata of an object holds with ease. */
const MOST_REASON_CHARACTERS = 500;

/**
 * Takes over what the platform gave up on, so that it lies beside the others with a reason: also an exchange whose pointer
 * the platform delivered in vain, which is what becomes of one that breaks its reader.
 */
export async function takeDeadLetters(deliveries: readonly Delivery[], spool: Spool): Promise<void> {
  for (const delivery of deliveries) {
    const { body } = delivery;
    const pointer = pointerOf(body);
    if (pointer !== null) await setAsideSpooled(pointer.key, GIVEN_UP, spool);
    else {
      const bytes =
        body instanceof ArrayBuffer
          ? new Uint8Array(body)
          : new TextEncoder().encode(JSON.stringify(body) ?? '');
      await setAside({ bytes, spoolKey: null, messageId: delivery.id }, GIVEN_UP, spool);
    }
    delivery.ack();
  }
}

/** Where in the spool the exchange of a message lies; null when the message holds the exchange itself. */
export function pointerOf(body: unknown): { key: string; byteLength: number | null } | null {
  if (typeof body !== 'object' || body === null || !('spooled' in body)) return null;
  if (typeof body.spooled !== 'string') return null;
  const byteLength = 'bytes' in body && typeof body.bytes === 'number' ? body.bytes : null;
  return { key: body.spooled, byteLength };
}

/**
 * Keeps a message with its reason, for the replay command. One that was set aside before stays in its place, with the new
 * reason.
 */
export async function setAside(
  message: { bytes: Uint8Array; spoolKey: string | null; messageId: string },
  reason: string,
  spool: Spool,
): Promise<void> {
  const { bytes, spoolKey, messageId } = message;
  const place = spoolKey === null ? `dead/${messageId}` : spoolKey.replace(/^waiting\//, 'dead/');
  await spool.put(place, bytes, reason.slice(0, MOST_REASON_CHARACTERS));
  if (spoolKey !== null && spoolKey !== place) await spool.delete([spoolKey]);
}

/** Sets an exchange aside by its key in the spool; one that was stored meanwhile is gone, and is left alone. */
export async function setAsideSpooled(spoolKey: string, reason: string, spool: Spool): Promise<void> {
  const bytes = await spool.get(spoolKey);
  if (bytes !== null) await setAside({ bytes, spoolKey, messageId: spoolKey }, reason, spool);
}

/** All messages set aside, oldest first, at most 1,000. */
export async function listDeadLetters(spool: Spool): Promise<SpooledItem[]> {
  return (await spool.list('dead/', null)).items;
}

/**
 * Sends every message set aside through the queue again; the consumer removes each when it is stored.
 *
 * @returns how many were sent
 */
export async function replayDeadLetters(services: { queue: IngestQueue; spool: Spool }): Promise<number> {
  let sent = 0;
  let cursor: string | null = null;
  do {
    const page = await services.spool.list('dead/', cursor);
    for (const item of page.items) {
      await services.queue.send({ kind: 'spooled', key: item.key, byteLength: item.byteLength });
      sent++;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return sent;
}
