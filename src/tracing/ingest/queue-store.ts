/** The platform's queue behind the ports of ingest: sending, and what a delivered message looks like. */
import { limits } from '../../core/limits.ts';
import type { Delivery, IngestQueue } from './ports.ts';

/** Queues of exchanges. */
export interface IngestQueues {
  /** Exchanges that fit in a message, and pointers to such: a hundred are stored together. */
  small: Queue;
  /** Pointers to larger ones: few at a time, as each fills a good part of what an isolate may hold. */
  large: Queue;
}

/** The queues' sending side. */
export function createIngestQueue({ small, large }: IngestQueues): IngestQueue {
  return {
    async send(message) {
      if (message.kind === 'exchange') {
        await small.send(message.bytes, { contentType: 'bytes' });
        return;
      }
      const { key, byteLength } = message;
      const queue = byteLength <= limits.queueMessageBytes ? small : large;
      await queue.send({ spooled: key, bytes: byteLength }, { contentType: 'json' });
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
