/** How many traces the index holds, and how fast they come: for a forecast, from a score of rows however many there are. */

import type { IndexPace } from '../../core/forecast-index.ts';

const DAY_MS = 86_400_000;
/** The rows 1, 2, 4, … before the newest: enough for 16 million. */
const STEPS = Array.from({ length: 25 }, (_, power) => `(${2 ** power - 1})`).join(', ');

/** Each row by its number of arrival, or the next one that is still there. */
const selectSteps = `
WITH ends AS MATERIALIZED (SELECT min(trace_row) AS first, max(trace_row) AS last FROM traces),
steps (back) AS (VALUES ${STEPS})
SELECT ends.first, ends.last, trace.trace_row AS row, trace.request_time_ms AS time
FROM ends CROSS JOIN steps CROSS JOIN traces AS trace
  ON trace.trace_row = (SELECT min(trace_row) FROM traces WHERE trace_row >= max(ends.first, ends.last - steps.back))
GROUP BY trace.trace_row ORDER BY trace.trace_row DESC`;

interface Step {
  first: number;
  last: number;
  row: number;
  time: number;
}

/** Reads it from the traces' database. */
export async function readIndexPace(database: D1Database, nowMs: number): Promise<IndexPace> {
  const { results } = await database.prepare(selectSteps).all<Step>();
  const [newest] = results;
  if (newest === undefined) return { traceCount: 0, tracesPerDay: 0 };
  const { first, last } = newest;
  const sinceMs = nowMs - DAY_MS;
  const older = results.findIndex(({ time }) => time < sinceMs);
  if (older < 0) {
    const oldest = results.at(-1) ?? newest;
    const days = Math.max((nowMs - oldest.time) / DAY_MS, 1 / 24);
    return { traceCount: last - first + 1, tracesPerDay: Math.round((last - oldest.row + 1) / days) };
  }
  const before = results[older] ?? newest;
  const after = results[older - 1] ?? { row: last, time: nowMs };
  const share = (after.time - sinceMs) / Math.max(after.time - before.time, 1);
  const row = after.row - (after.row - before.row) * Math.min(Math.max(share, 0), 1);
  return { traceCount: last - first + 1, tracesPerDay: Math.round(last - row) };
}
