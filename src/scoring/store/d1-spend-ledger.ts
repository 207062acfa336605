/** What judges cost per day, in the registry's D1 database, where every isolate sees it. */
import type { SpendLedger } from '../models/limited-model.ts';

/** Creates the ledger on D1. */
export function createD1SpendLedger({ database }: { database: D1Database }): SpendLedger {
  return {
    async spentUsd(day) {
      const row = await database
        .prepare('SELECT cost_usd FROM judge_spend WHERE day = ?1')
        .bind(day)
        .first<{ cost_usd: number }>();
      return row?.cost_usd ?? 0;
    },
    async add(day, costUsd) {
      await database
        .prepare(
          `INSERT INTO judge_spend (day, cost_usd) VALUES (?1, ?2)
           ON CONFLICT (day) DO UPDATE SET cost_usd = cost_usd + excluded.cost_usd`,
        )
        .bind(day, costUsd)
        .run();
    },
  };
}
