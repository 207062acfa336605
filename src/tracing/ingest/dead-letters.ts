/** Messages that were set aside: taken in from the platform's dead-letter queue, listed, and replayed by command. */
import type { Delivery, IngestQueue, Spool, SpooledItem } from './ports.ts';

/** Takes over what the platform gave up on, so that it lies beside the others with a reason. */
export async function takeDeadLetters(deliveries: readonly Delivery[], spool: Spool): Promise<void> {
  for (const delivery of deliveries) {
    const { body } = delivery;
    if (typeof body === 'object' && body !== null && 'spooled' in body) {
      // The exchange still waits in the spool, where the sweep will find it.
      delivery.ack();
      continue;
    }
    const bytes =
      body instanceof ArrayBuffer
        ? new Uint8Array(body)
        : new TextEncoder().encode(JSON.stringify(body) ?? '');
    await spool.put(`dead/${delivery.id}`, bytes, 'the queue gave up after its last retry');
    delivery.ack();
  }
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
      await services.queue.send({ kind: 'spooled', key: item.key });
      sent++;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return sent;
}
