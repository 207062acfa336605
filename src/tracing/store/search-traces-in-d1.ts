/**
 * Runs a search on the index. Without words it is one statement. With words it goes back in time in growing windows:
 * a common word is found in the newest hours without touching the rest, a rare one has few entries in the rest.
 */
import { invalidParameter } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { hourOf, toWordQuery, withMarks, type HourRange } from './text-query.ts';
import { toTraceInfo, type TraceRow } from './trace-rows.ts';
import { newestStatement, searchStatement, type Cursor, type SearchStep } from './trace-search-sql.ts';
import type { TracePage, TraceQuery } from './trace-store.ts';

const HOUR_MS = 3_600_000;
/** Widths of the windows in hours, from the newest back; what is older than all of them is searched at once. */
const WINDOW_HOURS = [1, 6, 36, 216];
/** Above this many experiments the rows are filtered instead of the words. */
const MAX_EXPERIMENT_MARKS = 100;
/** Later than any trace: 3000-01-01. */
const FAR_FUTURE_MS = 32_503_680_000_000;

/** One page of a search. */
export async function searchTracesInD1(database: D1Database, query: TraceQuery): Promise<TracePage> {
  const pageSize = Math.max(1, Math.min(Math.trunc(query.pageSize), limits.pageSize));
  const search: Search = { database, query, cursor: readToken(query.pageToken), limit: pageSize + 1 };
  const rows = await findRows(search);
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const nextPageToken = rows.length > pageSize && last !== undefined ? writeToken(last) : null;
  return { traces: page.map(toTraceInfo), nextPageToken };
}

interface Search {
  database: D1Database;
  query: TraceQuery;
  cursor: Cursor | null;
  limit: number;
}

async function findRows(search: Search): Promise<TraceRow[]> {
  const { query, cursor, limit } = search;
  const whole = { query, cursor, limit, fromMs: query.fromMs, toMs: query.toMs };
  if (query.text === undefined || query.text.trim() === '') return run(search, { ...whole, match: null });
  const words = toWordQuery(query.text);
  if (words === null) return [];
  if (query.session !== undefined) return run(search, { ...whole, match: words });
  return findWords(search, words);
}

async function findWords(search: Search, words: string): Promise<TraceRow[]> {
  const { query, cursor, limit } = search;
  const endMs = Math.min(
    query.toMs ?? FAR_FUTURE_MS,
    cursor === null ? FAR_FUTURE_MS : cursor.requestTimeMs + 1,
  );
  const newestMs = await findNewest(search, endMs);
  if (newestMs === null) return [];
  const firstHour = query.fromMs === undefined ? null : hourOf(query.fromMs);
  const rows: TraceRow[] = [];
  let lastHour = hourOf(newestMs);
  let toMs = newestMs + 1;
  for (const width of [...WINDOW_HOURS, null]) {
    const hours = windowOf(lastHour, width, firstHour);
    const fromMs = hours === null ? query.fromMs : Math.max(hours.first * HOUR_MS, query.fromMs ?? -Infinity);
    const match = withMarks(words, marksFor(query), hours);
    rows.push(...(await run(search, { query, cursor, limit: limit - rows.length, fromMs, toMs, match })));
    if (rows.length >= limit || hours === null || (firstHour !== null && hours.first <= firstHour)) break;
    lastHour = hours.first - 1;
    toMs = hours.first * HOUR_MS;
  }
  return rows;
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

function marksFor(query: TraceQuery): string[] | undefined {
  const ids = query.experimentIds;
  // An empty list asks for nothing; the row filter says so, and FTS5 has no empty alternative.
  return ids === undefined || ids.length === 0 || ids.length > MAX_EXPERIMENT_MARKS ? undefined : ids;
}

async function findNewest({ database, query }: Search, beforeMs: number): Promise<number | null> {
  const { sql, values } = newestStatement(query, beforeMs);
  const row = await database
    .prepare(sql)
    .bind(...values)
    .first<{ newest: number | null }>();
  return row?.newest ?? null;
}

async function run({ database }: Search, step: SearchStep): Promise<TraceRow[]> {
  const { sql, values } = searchStatement(step);
  const result = await database
    .prepare(sql)
    .bind(...values)
    .all<TraceRow>();
  return result.results;
}

function writeToken(row: TraceRow): string {
  return btoa(`${row.request_time_ms}:${row.trace_row}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function readToken(token: string | undefined): Cursor | null {
  if (token === undefined || token === '') return null;
  const match = /^(-?\d+):(\d+)$/.exec(decodeBase64Url(token) ?? '');
  if (match === null) throw invalidParameter('page_token', 'the next_page_token of the page before');
  return { requestTimeMs: Number(match[1]), traceRow: Number(match[2]) };
}

function decodeBase64Url(text: string): string | null {
  if (!/^[A-Za-z0-9_-]{1,200}$/.test(text)) return null;
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
}
