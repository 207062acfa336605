/** Parts that the statements of statistics share: which traces, and in which interval each is. */
import type { IntervalRun } from '../statistics/intervals.ts';
import type { StatisticsQuery } from '../statistics/trace-statistics.ts';
import type { Parameters } from './sql-parameters.ts';
import { withMarks } from './text-query.ts';

/** More experiments than this are not asked for in the index of words. */
const MAX_MARKS = 20;

/**
 * The beginning of the interval that a time is in; NULL where time is not cut. The numbers stand in the text: they are
 * ours, and D1 takes a hundred parameters.
 */
export function bucketOf(time: string, intervals: IntervalRun[] | null): string {
  const [first, ...later] = intervals ?? [];
  if (first === undefined) return 'NULL';
  const within = ({ startMs, widthMs }: IntervalRun) =>
    `${whole(startMs)} + (${time} - ${whole(startMs)}) / ${whole(widthMs)} * ${whole(widthMs)}`;
  if (later.length === 0) return within(first);
  const cases = later.toReversed().map((run) => `WHEN ${time} >= ${whole(run.startMs)} THEN ${within(run)}`);
  return `CASE ${cases.join(' ')} ELSE ${within(first)} END`;
}

/** An integer as text; `BigInt` throws for what is none, and writes no exponent. */
function whole(value: number): string {
  return `(${BigInt(value)})`;
}

/** The words as a set of rows that is found once: asked per row, the index of words would be opened for each trace. */
export function wordClauses(
  { match, experimentIds }: Pick<StatisticsQuery, 'match' | 'experimentIds'>,
  parameters: Parameters,
): string[] {
  if (match === null) return [];
  const ids = experimentIds === undefined || experimentIds.length > MAX_MARKS ? undefined : experimentIds;
  const marked = parameters.add(withMarks(match, ids, null));
  return [`t.trace_row IN (SELECT rowid FROM trace_text WHERE trace_text MATCH ${marked})`];
}

/** Times of the table's traces from the query's first, inclusive, to its last, exclusive. */
export function timeClauses(
  table: string,
  { fromMs, toMs }: Pick<StatisticsQuery, 'fromMs' | 'toMs'>,
  parameters: Parameters,
): string[] {
  const clauses: string[] = [];
  if (fromMs !== undefined) clauses.push(`${table}.request_time_ms >= ${parameters.add(fromMs)}`);
  if (toMs !== undefined) clauses.push(`${table}.request_time_ms < ${parameters.add(toMs)}`);
  return clauses;
}
