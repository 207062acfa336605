/**
 * Counting for {@link RollupStore}, in SQL. ?1 is the experiment, ?2 a JSON array of stretches `[from, to]` in Unix
 * milliseconds, ?3 the series and ?4 the name of a scorer.
 */
import { isUnpriced } from './d1-quality-store.ts';
import { standingVerdicts } from './standing-verdicts-sql.ts';

export const minuteMs = 60_000;
/** Widths of buckets, each a whole number of the one before. */
export const widthsMs = [minuteMs, 3_600_000, 86_400_000] as const;

const COLUMNS = 'count, errors, number_sum, numbers, cost_usd, others';
const SUMS = `coalesce(sum(count), 0) AS count, coalesce(sum(errors), 0) AS errors, sum(number_sum) AS number_sum,
  coalesce(sum(numbers), 0) AS numbers, sum(cost_usd) AS cost_usd, coalesce(sum(others), 0) AS others`;
const STRETCHES = `json_each(?2) AS stretch CROSS JOIN`;
const within = (time: string): string => `${time} >= stretch.value ->> 0 AND ${time} < stretch.value ->> 1`;
const minuteOf = (time: string): string => `CAST(${time} / ${minuteMs} AS INTEGER) * ${minuteMs}`;

/** Calls by minute; unused parameters are named so that all statements take the same. */
const callsByMinute = `SELECT ${minuteOf('t.request_time_ms')} AS bucket_ms, count(*) AS count,
    sum(t.state = 'ERROR') AS errors, sum(t.end_time_ms - t.request_time_ms) AS number_sum,
    count(t.end_time_ms - t.request_time_ms) AS numbers, sum(t.total_cost_usd) AS cost_usd,
    sum(${isUnpriced}) AS others, ?3 AS series, ?4 AS name
  FROM ${STRETCHES} traces t
  WHERE t.experiment_id = ?1 AND ${within('t.request_time_ms')} AND t.duplicate_of IS NULL GROUP BY 1`;

/** Traces that count, and those of the same experiment that count elsewhere, at the time of the one that counts. */
const scope = `heads AS (
    SELECT t.trace_id, t.request_time_ms FROM ${STRETCHES} traces t
    WHERE t.experiment_id = ?1 AND ${within('t.request_time_ms')} AND (t.duplicate_of IS NULL
      OR NOT EXISTS (SELECT 1 FROM traces main WHERE main.trace_id = t.duplicate_of AND main.experiment_id = ?1))
  ), scope AS (
    SELECT trace_id, trace_id AS call_id FROM heads
    UNION ALL SELECT twin.trace_id, heads.trace_id FROM heads CROSS JOIN traces twin
      WHERE twin.duplicate_of = heads.trace_id AND twin.experiment_id = ?1
  )`;

const verdictsByMinute = `WITH ${scope}, ${standingVerdicts({ traces: 'scope', where: 'a.name = ?4' })}
  SELECT ${minuteOf('heads.request_time_ms')} AS bucket_ms, sum(a.error IS NULL AND a.value <> 'null') AS count,
    sum(a.error IS NOT NULL) AS errors, sum(a.numeric_value) AS number_sum, count(a.numeric_value) AS numbers,
    NULL AS cost_usd, sum(a.error IS NULL AND a.value = 'null') AS others, ?3 AS series
  FROM standing a JOIN heads ON heads.trace_id = a.call_id GROUP BY 1`;

/** Counts a series by minute, out of the traces themselves. */
function countByMinute(isOfCalls: boolean): string {
  return isOfCalls ? callsByMinute : verdictsByMinute;
}

/** Counts a series in those stretches, without keeping it. */
export function countAtOnce(isOfCalls: boolean): string {
  return `SELECT ${SUMS} FROM (${countByMinute(isOfCalls)})`;
}

/** Forgets the buckets of a width, ?5, in those stretches. */
export const forgetBuckets = `DELETE FROM rollups WHERE (experiment_id, series, width_ms, bucket_ms) IN (
  SELECT b.experiment_id, b.series, b.width_ms, b.bucket_ms FROM ${STRETCHES} rollups b
  WHERE b.experiment_id = ?1 AND b.series = ?3 AND b.width_ms = ?5 AND ${within('b.bucket_ms')} AND ?4 IS ?4)`;

/** Keeps the minutes of those stretches. */
export function keepMinutes(isOfCalls: boolean): string {
  return `INSERT INTO rollups (experiment_id, series, width_ms, bucket_ms, ${COLUMNS})
    SELECT ?1, series, ${minuteMs}, bucket_ms, ${COLUMNS} FROM (${countByMinute(isOfCalls)})`;
}

/** Keeps buckets of a width, ?5, as sums of the next smaller one, ?6; stretches are of whole buckets. */
export const keepSums = `INSERT INTO rollups (experiment_id, series, width_ms, bucket_ms, ${COLUMNS})
  SELECT ?1, ?3, ?5, CAST(b.bucket_ms / ?5 AS INTEGER) * ?5, ${SUMS} FROM ${STRETCHES} rollups b
  WHERE b.experiment_id = ?1 AND b.series = ?3 AND b.width_ms = ?6 AND ${within('b.bucket_ms')} AND ?4 IS ?4 GROUP BY 4`;

/** Sums kept buckets; ?2 holds pieces `[from, to, width]`. */
export const sumBuckets = `SELECT ${SUMS} FROM ${STRETCHES} rollups b
  WHERE b.experiment_id = ?1 AND b.series = ?3 AND b.width_ms = stretch.value ->> 2 AND ${within('b.bucket_ms')}`;

/** Stretches of whole buckets that hold those stretches, joined where they touch. Both in Unix milliseconds. */
export function wholeBuckets(
  stretches: readonly (readonly [from: number, to: number])[],
  widthMs: number,
): [number, number][] {
  const whole: [number, number][] = [];
  for (const [from, to] of stretches.toSorted(([one], [other]) => one - other)) {
    const [start, end] = [Math.floor(from / widthMs) * widthMs, Math.ceil(to / widthMs) * widthMs];
    const last = whole.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else whole.push([start, end]);
  }
  return whole;
}

/** Pieces `[from, to, width]` of the largest buckets that make up a stretch of whole minutes. */
export function piecesOf(from: number, to: number): [number, number, number][] {
  let rest: [number, number][] = [[from, to]];
  const pieces: [number, number, number][] = [];
  for (const width of widthsMs.toReversed()) {
    rest = rest.flatMap(([start, end]): [number, number][] => {
      const [first, last] = [Math.ceil(start / width) * width, Math.floor(end / width) * width];
      if (first >= last) return [[start, end]];
      pieces.push([first, last, width]);
      return [
        [start, first],
        [last, end],
      ];
    });
    rest = rest.filter(([start, end]) => start < end);
  }
  return pieces;
}
