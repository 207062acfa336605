/**
 * Counts proxied calls for metrics: totals that only grow, although traces are deleted and many isolates answer. What is old
 * enough to have all its calls is added to the totals once, in one step; what is newer is counted anew each time. So a question
 * reads what came in the last minutes, never a month.
 */
import { addSeries, seriesKey, type MeasuredSeries } from './call-measures.ts';
import type { CallCounters, CallMeasures, CountedCalls } from './call-counters.ts';

/** Calls that join a trace come within this time of its beginning. */
const SETTLED_MS = 15 * 60_000;
/** Between two additions to the totals, each of which writes the series that changed. */
const PAUSE_MS = 60_000;
/** Traces that are read at once. */
const MOST_ROWS = 100_000;
/** Additions in one question while the totals catch up with what was there before anybody asked. */
const MOST_STEPS = 4;
/** Callers choose the names of models: beyond this many series they are counted together. */
const MOST_SERIES = 1000;
const OTHER = '_other';

/** What counting needs. */
export interface CountCallsServices {
  callMeasures: CallMeasures;
  callCounters: CallCounters;
  /** Unix milliseconds. */
  now: () => number;
}

/** All calls so far. */
export interface CallCounts {
  series: MeasuredSeries[];
  /** Traces that are not counted yet, while the totals catch up; 0 otherwise. */
  behindTraces: number;
}

/** The calls so far. */
export async function countCalls({ services }: { services: CountCallsServices }): Promise<CallCounts> {
  const { callMeasures } = services;
  const lastRow = await callMeasures.lastRow();
  let counted = await readCounted(lastRow, services);
  for (let step = 0; step < MOST_STEPS; step++) {
    const toRow = await nextRow(counted, { lastRow }, services);
    if (toRow <= counted.countedRow) break;
    const added = await callMeasures.measure({ fromRow: counted.countedRow, toRow });
    await addToTotals(counted, { toRow, added }, services);
    counted = await readCounted(lastRow, services);
  }
  const toRow = Math.min(lastRow, counted.countedRow + MOST_ROWS);
  const recent = await callMeasures.measure({ fromRow: counted.countedRow, toRow });
  const series = [...bounded(counted.totals, recent).values()];
  return { series, behindTraces: Math.max(0, lastRow - toRow) };
}

/**
 * The totals, and how far they go. The place of a deleted trace is given again when it was the last: then they go as far as
 * what began before they were added to.
 */
async function readCounted(
  lastRow: number,
  { callMeasures, callCounters }: CountCallsServices,
): Promise<CountedCalls> {
  const counted = await callCounters.read();
  const { countedRow, countedAtMs } = counted;
  const beforeMs = countedAtMs - SETTLED_MS;
  if (countedRow === 0 || (await callMeasures.beganBefore(countedRow, beforeMs))) return counted;
  return {
    ...counted,
    countedRow: await callMeasures.settledRow({ fromRow: 0, toRow: lastRow }, beforeMs),
  };
}

/** How far the totals may move on now. */
async function nextRow(
  { countedRow, countedAtMs }: CountedCalls,
  { lastRow }: { lastRow: number },
  { callMeasures, now }: CountCallsServices,
): Promise<number> {
  const toRow = Math.min(lastRow, countedRow + MOST_ROWS);
  const isBehind = lastRow - countedRow > MOST_ROWS;
  if (toRow === countedRow || (!isBehind && now() - countedAtMs < PAUSE_MS)) return countedRow;
  return callMeasures.settledRow({ fromRow: countedRow, toRow }, now() - SETTLED_MS);
}

async function addToTotals(
  counted: CountedCalls,
  { toRow, added }: { toRow: number; added: MeasuredSeries[] },
  { callCounters, now }: CountCallsServices,
): Promise<void> {
  const before = new Map(counted.totals.map((one) => [seriesKey(one.series), one]));
  const changed = [...bounded(counted.totals, added)]
    .filter(([key, one]) => before.get(key) !== one)
    .map(([, one]) => one);
  // Whoever comes second finds the work done.
  await callCounters.advance(counted, { countedRow: toRow, countedAtMs: now(), changed });
}

/** The totals and more, as one of a bounded number of series. */
function bounded(
  totals: readonly MeasuredSeries[],
  more: readonly MeasuredSeries[],
): Map<string, MeasuredSeries> {
  const known = new Set(totals.map(({ series }) => seriesKey(series)));
  const named = more.map((one): MeasuredSeries => {
    const key = seriesKey(one.series);
    if (known.has(key) || known.size < MOST_SERIES) {
      known.add(key);
      return one;
    }
    return { ...one, series: { ...one.series, model: OTHER, errorType: one.series.errorType && OTHER } };
  });
  return addSeries(totals, named);
}
