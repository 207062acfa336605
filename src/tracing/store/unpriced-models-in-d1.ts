/** Models that were called and have no price, by experiment. */
import { storable } from './storable.ts';
import type { UnpricedModel } from './trace-store.ts';

/** A model that stays unpriced is noted again after this long, not at every call. */
const NOTE_INTERVAL_MS = 3_600_000;
/** Models an isolate remembers. */
const MAX_NOTED = 1000;

/** What noting needs. */
interface UnpricedOptions {
  database: D1Database;
  /** Unix milliseconds. */
  now: () => number;
}

/** Notes models; what this isolate noted a moment ago needs no question to the database. */
export function createUnpricedNotes({
  database,
  now,
}: UnpricedOptions): (models: UnpricedModel[]) => Promise<void> {
  const noted = new Map<string, number>();
  return async (models) => {
    const rows = models
      .map(({ experimentId, provider, model }) =>
        JSON.stringify([experimentId, storable(provider), storable(model)]),
      )
      .filter((row) => (noted.get(row) ?? 0) <= now());
    if (rows.length === 0) return;
    await database
      .prepare(
        `INSERT INTO unpriced_uses (experiment_id, provider, model, first_seen_at_ms, last_seen_at_ms)
         SELECT DISTINCT value ->> 0, value ->> 1, value ->> 2, ?2, ?2 FROM json_each(?1)
         WHERE true ON CONFLICT DO UPDATE SET last_seen_at_ms = excluded.last_seen_at_ms
         WHERE excluded.last_seen_at_ms - unpriced_uses.last_seen_at_ms > ?3`,
      )
      .bind(`[${rows.join(',')}]`, now(), NOTE_INTERVAL_MS)
      .run();
    if (noted.size > MAX_NOTED) noted.clear();
    for (const row of rows) noted.set(row, now() + NOTE_INTERVAL_MS);
  };
}

/**
 * The models, the last seen first.
 *
 * @param within the only experiment that is meant; null is all
 */
export async function listUnpriced(
  database: D1Database,
  within: string | null,
): Promise<{ provider: string; model: string; lastSeenAtMs: number }[]> {
  const noted = await database
    .prepare(
      `SELECT provider, model, max(last_seen_at_ms) AS last_seen_at_ms FROM unpriced_uses
       WHERE ?1 IS NULL OR experiment_id = ?1 GROUP BY provider, model ORDER BY 3 DESC, model`,
    )
    .bind(within)
    .all<{ provider: string; model: string; last_seen_at_ms: number }>();
  return noted.results.map(({ provider, model, last_seen_at_ms: lastSeenAtMs }) => ({
    provider,
    model,
    lastSeenAtMs,
  }));
}
