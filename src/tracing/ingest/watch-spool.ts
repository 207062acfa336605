/**
 * Knows what waits in the spool without listing it, where one isolate puts, sends and takes away everything that does: on
 * one machine. Keys that another run left are learnt when the sweep lists them.
 */
import type { Spool } from './ports.ts';

/** Beyond this the number is a lower bound: keys are held in memory. */
const MAX_KEYS = 100_000;

/** A spool that knows how much waits in it. */
export interface WatchedSpool extends Spool {
  /** Exchanges that this isolate put here or saw here, and that are not stored yet. */
  countWaiting(): number;
}

/** The spool, watched. */
export function watchSpool(spool: Spool): WatchedSpool {
  const waiting = new Set<string>();
  // What is taken away while the spool is listed may still be on the list.
  const gone = new Set<string>();
  let listing = 0;
  const note = (key: string): void => {
    if (key.startsWith('waiting/') && waiting.size < MAX_KEYS) waiting.add(key);
  };
  return {
    async put(key, bytes, reason) {
      await spool.put(key, bytes, reason);
      note(key);
    },
    async get(key) {
      const bytes = await spool.get(key);
      if (bytes === null) waiting.delete(key);
      return bytes;
    },
    async delete(keys) {
      await spool.delete(keys);
      for (const key of keys) {
        waiting.delete(key);
        if (listing > 0) gone.add(key);
      }
    },
    async list(prefix, cursor) {
      listing++;
      try {
        const page = await spool.list(prefix, cursor);
        for (const { key } of page.items) if (!gone.has(key)) note(key);
        return page;
      } finally {
        listing--;
        if (listing === 0) gone.clear();
      }
    },
    countWaiting: () => waiting.size,
  };
}
