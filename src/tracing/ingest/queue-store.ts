/** The platform's queue behind the ports of ingest: sending, and what a delivered message looks like. */
import type { Delivery, IngestQueue } from './ports.ts';

/** The queue's sending side. */
export function createIngestQueue(queue: Queue): IngestQueue {
  return {
    async send(message) {
      if (message.kind === 'exchange') await queue.send(message.bytes, { contentType: 'bytes' });
      else await queue.send({ spooled: message.key }, { contentType: 'json' });
    },
  };
}

/** One delivered message. */
export function toDelivery(message: Message): Delivery {
  return {
    id: message.id,
    attempts: message.attempts,
    body: message.body,
    ack: () => message.ack(),
    retry: (delaySeconds) => message.retry({ delaySeconds }),
  };
}
