/** How often each spooled exchange was sent back, in the registry's D1 database. */
import type { SweepLedger } from './ports.ts';

/** Creates the ledger on D1. Rejects as the database does. */
export function createD1SweepLedger({ database }: { database: D1Database }): SweepLedger {
  return {
    async find(keys) {
      const { results } = await database
        .prepare(
          'SELECT key, sweeps, swept_at_ms FROM spool_sweeps WHERE key IN (SELECT value FROM json_each(?1))',
        )
        .bind(JSON.stringify(keys))
        .all<{ key: string; sweeps: number; swept_at_ms: number }>();
      return new Map(results.map(({ key, sweeps, swept_at_ms: sweptAtMs }) => [key, { sweeps, sweptAtMs }]));
    },
    async note(keys, atMs) {
      if (keys.length === 0) return;
      await database
        .prepare(
          `INSERT INTO spool_sweeps (key, sweeps, swept_at_ms) SELECT value, 1, ?2 FROM json_each(?1) WHERE true
           ON CONFLICT (key) DO UPDATE SET sweeps = sweeps + 1, swept_at_ms = ?2`,
        )
        .bind(JSON.stringify(keys), atMs)
        .run();
    },
    async expire(beforeMs) {
      await database.prepare('DELETE FROM spool_sweeps WHERE swept_at_ms < ?1').bind(beforeMs).run();
    },
  };
}
