/**
 * Brings spooled exchanges back whose pointer never reached the queue: after a refusing queue, a crash, a restart.
 * Storing is idempotent, so an exchange that is sent twice changes nothing.
 */
import type { IngestQueue, Spool } from './ports.ts';

/** What a sweep needs. */
export interface SweepInput {
  queue: IngestQueue;
  spool: Spool;
  /** Only what was stored before this moment, Unix milliseconds. */
  beforeMs: number;
}

/** Sends again what waits; returns how many. */
export async function sweepSpool({ queue, spool, beforeMs }: SweepInput): Promise<number> {
  let sent = 0;
  let cursor: string | null = null;
  do {
    const page = await spool.list('waiting/', cursor);
    for (const item of page.items) {
      if (item.storedAtMs >= beforeMs) return sent;
      await queue.send({ kind: 'spooled', key: item.key });
      sent++;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return sent;
}
