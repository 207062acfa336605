/** Totals of calls in the registry's D1 database, which retention of traces does not touch. */
import { randomHex } from '../../core/ids.ts';
import type { CallCounters } from '../calls/call-counters.ts';
import type { CallNumbers } from '../calls/call-measures.ts';

interface CounterRow {
  experiment_id: string;
  provider: string;
  model: string;
  operation: string;
  status: string;
  error_type: string;
  numbers: string;
}

interface StateRow {
  counted_row: number;
  counted_at_ms: number;
}

const UPSERT = `INSERT INTO call_counters (experiment_id, provider, model, operation, status, error_type, numbers)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM call_counters_state WHERE writer = ?8
  ON CONFLICT DO UPDATE SET numbers = excluded.numbers`;

/** Creates the store on D1. */
export function createD1CallCounters({ database }: { database: D1Database }): CallCounters {
  return {
    async read() {
      // One transaction: totals and how far they go belong together.
      const [state, counters] = await database.batch([
        database.prepare('SELECT counted_row, counted_at_ms FROM call_counters_state'),
        database.prepare('SELECT * FROM call_counters'),
      ]);
      const row = (state?.results as StateRow[] | undefined)?.[0];
      const rows = (counters?.results ?? []) as CounterRow[];
      return {
        storedRow: row?.counted_row ?? 0,
        countedRow: row?.counted_row ?? 0,
        countedAtMs: row?.counted_at_ms ?? 0,
        totals: rows.map((counter) => ({
          series: {
            experimentId: counter.experiment_id,
            provider: counter.provider,
            model: counter.model,
            operation: counter.operation,
            status: counter.status,
            errorType: counter.error_type,
          },
          // As `advance` wrote it.
          numbers: JSON.parse(counter.numbers) as CallNumbers,
        })),
      };
    },
    async advance(from, { countedRow, countedAtMs, changed }) {
      const writer = randomHex(8);
      const move = database
        .prepare(
          `UPDATE call_counters_state SET counted_row = ?1, counted_at_ms = ?2, writer = ?3
           WHERE counted_row = ?4 AND counted_at_ms = ?5`,
        )
        .bind(countedRow, countedAtMs, writer, from.storedRow, from.countedAtMs);
      const writes = changed.map(({ series, numbers }) => {
        const { experimentId, provider, model, operation, status, errorType } = series;
        return database
          .prepare(UPSERT)
          .bind(experimentId, provider, model, operation, status, errorType, JSON.stringify(numbers), writer);
      });
      const [moved] = await database.batch([move, ...writes]);
      return (moved?.meta.changes ?? 0) > 0;
    },
  };
}
