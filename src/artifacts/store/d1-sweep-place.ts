/** Where the sweep of artifacts goes on, in the registry's D1 database. */
import type { SweepPlace } from './artifact-store.ts';

const SWEEP = 'artifacts';

/** Creates it on D1. Rejects as the database does. */
export function createD1SweepPlace({ database }: { database: D1Database }): SweepPlace {
  return {
    get: () =>
      database.prepare('SELECT after FROM sweep_places WHERE sweep = ?1').bind(SWEEP).first<string>('after'),
    async set(after) {
      const statement =
        after === null
          ? database.prepare('DELETE FROM sweep_places WHERE sweep = ?1').bind(SWEEP)
          : database
              .prepare(
                `INSERT INTO sweep_places (sweep, after) VALUES (?1, ?2)
                 ON CONFLICT (sweep) DO UPDATE SET after = excluded.after`,
              )
              .bind(SWEEP, after);
      await statement.run();
    },
  };
}
