/**
 * Runs a search on the index. Where something is left to filter it goes back in time in growing windows, so that one call
 * looks at a bounded number of rows: a page may be short, or empty, and still name the next one.
 */
import { limits } from '../../core/limits.ts';
import { parseJson } from '../../core/json.ts';
import { passesTests } from './filter-sql.ts';
import { isNewestFirst, orderTerms, readToken, writeToken, type Cursor } from './search-order.ts';
import { createParameters, type Statement } from './sql-parameters.ts';
import { hourOf, withMarks, type HourRange } from './text-query.ts';
import { toPlan, type TracePlan } from './to-search-plan.ts';
import { toTraceInfo, type TraceRow } from './trace-rows.ts';
import {
  boundaryStatement,
  mayScan,
  newestStatement,
  searchStatement,
  type SearchStep,
} from './trace-search-sql.ts';
import type { TracePage, TraceQuery } from './trace-store.ts';

const HOUR_MS = 3_600_000;
/** Widths of the windows of a search for words, in hours, from the newest back; what is older is searched at once. */
const WINDOW_HOURS = [1, 6, 36, 216];
/** Rows per experiment that the windows of a filter look at, one after the other. */
const WINDOW_ROWS = [2000, 20_000, 100_000];
/** Rows that are tested outside of the database at a time, and in one call. */
const TESTED_ROWS = 500;
const MAX_TESTED_ROWS = 10_000;
/** Above this many experiments the rows are filtered instead of the words. */
const MAX_EXPERIMENT_MARKS = 100;
/** Later than any trace: 3000-01-01. */
const FAR_FUTURE_MS = 32_503_680_000_000;

/** A row with its cursor, a JSON array, and the texts that tests are made on. */
interface FoundRow extends TraceRow {
  place: string;
  subjects: string;
}

/** Rows in order, and where to go on; null when nothing is left. */
interface Found {
  rows: FoundRow[];
  next: Cursor | null;
}

interface Search {
  database: D1Database;
  plan: TracePlan;
}

/** One page of a search. */
export async function searchTracesInD1(database: D1Database, query: TraceQuery): Promise<TracePage> {
  const pageSize = Math.max(1, Math.min(Math.trunc(query.pageSize), limits.pageSize));
  const plan = toPlan(query);
  const terms = orderTerms(plan.order, { trace: 't', parameters: createParameters() });
  const cursor = readToken(query.pageToken, terms.length);
  if (plan.nothing) return { traces: [], nextPageToken: null };
  const { rows, next } = await collect({ database, plan }, { cursor, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const end = rows.length > pageSize && last !== undefined ? cursorAt(last) : next;
  return { traces: page.map(toTraceInfo), nextPageToken: end === null ? null : writeToken(end) };
}

interface Reach {
  cursor: Cursor | null;
  limit: number;
}

/** Rows that pass every test, as many as asked for unless few are left or enough were tested. */
async function collect(search: Search, { cursor, limit }: Reach): Promise<Found> {
  const { tests } = searchStatement({ ...stepOf(search.plan), cursor, limit });
  if (tests.length === 0) return find(search, { cursor, limit });
  const rows: FoundRow[] = [];
  let next = cursor;
  for (let tested = 0; tested < MAX_TESTED_ROWS;) {
    const found = await find(search, { cursor: next, limit: TESTED_ROWS });
    for (const row of found.rows) {
      if (passesTests(tests, parseJson(row.subjects) ?? null)) rows.push(row);
      if (rows.length === limit) return { rows, next: cursorAt(row) };
    }
    next = found.next;
    tested += found.rows.length;
    // A window without rows was looked at all the same.
    if (next === null || found.rows.length < TESTED_ROWS) return { rows, next };
  }
  return { rows, next };
}

function find(search: Search, reach: Reach): Promise<Found> {
  const { plan } = search;
  if (plan.match !== null && isNewestFirst(plan.order) && !plan.hasSession) return findWords(search, reach);
  const step = { ...stepOf(plan), ...reach };
  return isNewestFirst(plan.order) && mayScan(step) ? findInWindows(search, reach) : findAtOnce(search, step);
}

async function findAtOnce(search: Search, step: SearchStep): Promise<Found> {
  const rows = await run(search, step);
  const last = rows.at(-1);
  return { rows, next: rows.length < step.limit || last === undefined ? null : cursorAt(last) };
}

async function findInWindows(search: Search, reach: Reach): Promise<Found> {
  const rows: FoundRow[] = [];
  let { cursor } = reach;
  for (const size of WINDOW_ROWS) {
    const step = { ...stepOf(search.plan), cursor, limit: reach.limit - rows.length };
    const boundary = await first<number>(search, boundaryStatement(step, size));
    const fromMs = boundary === null ? step.fromMs : Math.max(boundary, step.fromMs ?? boundary);
    rows.push(...(await run(search, { ...step, fromMs })));
    const last = rows.at(-1);
    if (rows.length >= reach.limit && last !== undefined) return { rows, next: cursorAt(last) };
    if (boundary === null) return { rows, next: null };
    // Before every trace of the next older millisecond: no id is smaller than none.
    cursor = [boundary - 1, ''];
  }
  return { rows, next: cursor };
}

/** A common word is found in the newest hours without touching the rest, a rare one has few entries in the rest. */
async function findWords(search: Search, { cursor, limit }: Reach): Promise<Found> {
  const { plan } = search;
  const cursorMs = cursor === null ? FAR_FUTURE_MS : Number(cursor[0]) + 1;
  const endMs = Math.min(plan.toMs ?? FAR_FUTURE_MS, cursorMs);
  const newestMs = await first<number>(search, newestStatement(plan, endMs));
  if (newestMs === null) return { rows: [], next: null };
  const firstHour = plan.fromMs === undefined ? null : hourOf(plan.fromMs);
  const rows: FoundRow[] = [];
  let lastHour = hourOf(newestMs);
  let toMs = newestMs + 1;
  for (const width of [...WINDOW_HOURS, null]) {
    const hours = windowOf(lastHour, width, firstHour);
    const fromMs = hours === null ? plan.fromMs : Math.max(hours.first * HOUR_MS, plan.fromMs ?? -Infinity);
    const match = withMarks(plan.match ?? '', marksFor(plan), hours);
    rows.push(
      ...(await run(search, { ...stepOf(plan), cursor, limit: limit - rows.length, fromMs, toMs, match })),
    );
    const last = rows.at(-1);
    if (rows.length >= limit && last !== undefined) return { rows, next: cursorAt(last) };
    if (hours === null || (firstHour !== null && hours.first <= firstHour)) break;
    lastHour = hours.first - 1;
    toMs = hours.first * HOUR_MS;
  }
  return { rows, next: null };
}

/** The hours of the window that ends with `lastHour`; null is all that is left. */
function windowOf(lastHour: number, width: number | null, firstHour: number | null): HourRange | null {
  if (width === null) return null;
  const first = lastHour - width + 1;
  return {
    first: firstHour === null ? first : Math.min(lastHour, Math.max(first, firstHour)),
    last: lastHour,
  };
}

function marksFor({ experimentIds }: TracePlan): string[] | undefined {
  return experimentIds === undefined || experimentIds.length > MAX_EXPERIMENT_MARKS
    ? undefined
    : experimentIds;
}

function stepOf(plan: TracePlan): SearchStep {
  return { ...plan, cursor: null, limit: 0 };
}

function cursorAt(row: FoundRow): Cursor {
  // The column holds what `cursorOf` made: an array of scalars.
  return parseJson(row.place) as Cursor;
}

async function first<Value>({ database }: Search, { sql, values }: Statement): Promise<Value | null> {
  const row = await database
    .prepare(sql)
    .bind(...values)
    .first<Record<string, Value | null>>();
  return Object.values(row ?? {})[0] ?? null;
}

async function run({ database }: Search, step: SearchStep): Promise<FoundRow[]> {
  const { sql, values } = searchStatement(step);
  const result = await database
    .prepare(sql)
    .bind(...values)
    .all<FoundRow>();
  return result.results;
}
