/**
 * The inbox on the platform: a queue, and a spool in R2 for when the queue refuses or does not survive a restart. Keys
 * sort by time, so the oldest comes first.
 */
import { randomHex } from '../../core/ids.ts';
import { isObject, parseJson } from '../../core/json.ts';
import type { Log } from '../../core/log.ts';
import type { FeedbackInbox, InboxMessage, WaitingMessage } from '../inbox.ts';

const WAITING = 'spool/feedback/waiting/';
const DEAD = 'spool/feedback/dead/';
/** A queue message may hold 128,000 bytes, and a character up to three. */
const MAX_MESSAGE_CHARACTERS = 40_000;

/** What the inbox is made of. */
export interface QueuedInboxOptions {
  queue: Queue;
  bucket: R2Bucket;
  /** Spool everything first: for queues that do not survive a restart. */
  spoolAll: boolean;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** Makes the inbox. */
export function createQueuedInbox(options: QueuedInboxOptions): FeedbackInbox {
  const { queue, bucket, log } = options;
  return {
    put: (message) => put(message, options),
    async open(body) {
      if (!isObject(body)) return null;
      const { spooled, message } = body;
      if (typeof spooled !== 'string') return toWaiting(message, null);
      const object = await bucket.get(spooled);
      return object === null ? null : toWaiting(parseJson(await object.text()), spooled);
    },
    async done({ spoolKey }) {
      if (spoolKey !== null) await bucket.delete(spoolKey);
    },
    async setAside({ message, spoolKey }, reason) {
      await bucket.put(`${DEAD}${keyOf(options.now())}`, JSON.stringify(message), {
        customMetadata: { reason },
      });
      if (spoolKey !== null) await bucket.delete(spoolKey);
      log.error('feedback-set-aside', reason, { kind: message.kind });
    },
    async sweep(beforeMs) {
      let sent = 0;
      let cursor: string | undefined;
      do {
        const page = await bucket.list({ prefix: WAITING, ...(cursor === undefined ? {} : { cursor }) });
        for (const object of page.objects) {
          if (object.uploaded.getTime() >= beforeMs) return sent;
          await queue.send({ spooled: object.key });
          sent++;
        }
        cursor = page.truncated ? page.cursor : undefined;
      } while (cursor !== undefined);
      return sent;
    },
  };
}

async function put(
  message: InboxMessage,
  { queue, bucket, spoolAll, log, now }: QueuedInboxOptions,
): Promise<void> {
  const text = JSON.stringify(message);
  if (!spoolAll && text.length <= MAX_MESSAGE_CHARACTERS) {
    try {
      await queue.send({ message });
      return;
    } catch (cause) {
      log.error('feedback-queue-refused', cause);
    }
  }
  const key = `${WAITING}${keyOf(now())}`;
  await bucket.put(key, text);
  try {
    await queue.send({ spooled: key });
  } catch (cause) {
    // It is safe: the sweep finds it.
    log.error('feedback-queue-refused', cause);
  }
}

function keyOf(nowMs: number): string {
  return `${String(nowMs).padStart(15, '0')}-${randomHex(8)}`;
}

function toWaiting(value: unknown, spoolKey: string | null): WaitingMessage | null {
  if (!isObject(value) || (value['kind'] !== 'votes' && value['kind'] !== 'given')) return null;
  // Only `put` writes here, in exactly this form.
  return { message: value as unknown as InboxMessage, spoolKey };
}
