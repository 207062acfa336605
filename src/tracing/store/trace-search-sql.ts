/**
 * The statements that find traces, newest first. Each is led by the narrowest index that the query offers: session,
 * words, tag, failures, else time; what is left of the query filters the rows found. The store's tests assert the plans.
 */
import { assessmentsOf } from './assessment-rows.ts';
import type { TraceQuery } from './trace-store.ts';

/** A statement with the values of its numbered parameters. */
export interface Statement {
  sql: string;
  values: (string | number)[];
}

/** Where the page before ended. */
export interface Cursor {
  requestTimeMs: number;
  traceRow: number;
}

/** What one statement looks for. */
export interface SearchStep {
  query: TraceQuery;
  /** Unix milliseconds; the query's own, or a window's. */
  fromMs: number | undefined;
  toMs: number | undefined;
  cursor: Cursor | null;
  /** FTS5 query; null when the search is not for words. */
  match: string | null;
  limit: number;
}

/** The experiments that have traces, by skipping from one to the next in the index by time. */
export const experimentsWithTraces = `
WITH RECURSIVE known (id) AS (
  SELECT min(experiment_id) FROM traces
  UNION ALL
  SELECT (SELECT min(experiment_id) FROM traces WHERE experiment_id > known.id) FROM known WHERE known.id IS NOT NULL
)
SELECT id FROM known WHERE id IS NOT NULL`;

/**
 * Builds the statement of one step: `scope` is the experiments, `found` the rows of one of them, at most `limit`, so
 * that the sort over all experiments stays small.
 */
export function searchStatement(step: SearchStep): Statement {
  const parameters = createParameters();
  const lead = chooseLead(step, parameters);
  const filters = [...lead.filters, ...rowFilters(step, { lead, parameters })];
  const limit = parameters.add(step.limit);
  const found = `SELECT t.trace_row FROM ${lead.from} WHERE ${filters.join(' AND ')}
    ORDER BY ${lead.time} DESC, ${lead.row} DESC LIMIT ${limit}`;
  const scope = lead.perExperiment ? scopeOf(step.query, parameters) : 'SELECT NULL';
  const sql = `WITH scope (id) AS (${scope})
SELECT page.*, ${assessmentsOf('page')} AS assessments FROM scope CROSS JOIN traces AS page ON page.trace_row IN (${found})
ORDER BY page.request_time_ms DESC, page.trace_row DESC LIMIT ${limit}`;
  return { sql, values: parameters.values };
}

/** The time of the newest trace of the query's experiments before `beforeMs`, as `newest`; null when there is none. */
export function newestStatement(query: TraceQuery, beforeMs: number): Statement {
  const parameters = createParameters();
  const before = parameters.add(beforeMs);
  const sql = `WITH scope (id) AS (${scopeOf(query, parameters)})
SELECT max((
  SELECT max(t.request_time_ms) FROM traces AS t WHERE t.experiment_id = scope.id AND t.request_time_ms < ${before}
)) AS newest FROM scope`;
  return { sql, values: parameters.values };
}

interface Parameters {
  values: (string | number)[];
  /** Adds a value; returns its mark in the statement. */
  add(value: string | number): string;
}

function createParameters(): Parameters {
  const values: (string | number)[] = [];
  return {
    values,
    add(value) {
      values.push(value);
      return `?${values.length}`;
    },
  };
}

/** The table that leads, its own conditions, and the columns that hold time and row. */
interface Lead {
  from: string;
  filters: string[];
  time: string;
  row: string;
  perExperiment: boolean;
  /** The tag that `filters` already asks for. */
  tagKey: string | null;
}

function chooseLead({ query, match }: SearchStep, parameters: Parameters): Lead {
  const byTrace = { time: 't.request_time_ms', row: 't.trace_row', tagKey: null };
  if (query.session !== undefined) {
    const filters = [`t.session = ${parameters.add(query.session)}`];
    if (match !== null) {
      filters.push(`EXISTS (SELECT 1 FROM trace_text
        WHERE trace_text MATCH ${parameters.add(match)} AND trace_text.rowid = t.trace_row)`);
    }
    if (query.experimentIds !== undefined) filters.push(inExperiments(query.experimentIds, parameters));
    return { ...byTrace, from: 'traces AS t INDEXED BY traces_by_session', filters, perExperiment: false };
  }
  if (match !== null) {
    const filters = [`trace_text MATCH ${parameters.add(match)}`];
    if (query.experimentIds !== undefined) filters.push(inExperiments(query.experimentIds, parameters));
    const from = 'trace_text CROSS JOIN traces AS t ON t.trace_row = trace_text.rowid';
    return { ...byTrace, from, filters, perExperiment: false };
  }
  const [tag] = Object.entries(query.tags ?? {});
  if (tag !== undefined) {
    return {
      from: 'trace_tags AS lead CROSS JOIN traces AS t ON t.trace_row = lead.trace_row',
      filters: [
        `lead.key = ${parameters.add(tag[0])}`,
        `lead.value = ${parameters.add(tag[1])}`,
        'lead.experiment_id = scope.id',
      ],
      time: 'lead.request_time_ms',
      row: 'lead.trace_row',
      perExperiment: true,
      tagKey: tag[0],
    };
  }
  if (query.state === 'ERROR') {
    // A literal, because only that lets the database see that the partial index holds every such row.
    const filters = ['t.experiment_id = scope.id', `t.state = 'ERROR'`];
    return { ...byTrace, from: 'traces AS t INDEXED BY traces_by_error', filters, perExperiment: true };
  }
  const from = 'traces AS t INDEXED BY traces_by_time';
  return { ...byTrace, from, filters: ['t.experiment_id = scope.id'], perExperiment: true };
}

function rowFilters(
  step: SearchStep,
  { lead, parameters }: { lead: Lead; parameters: Parameters },
): string[] {
  const { query, fromMs, toMs, cursor } = step;
  const filters: string[] = [];
  if (fromMs !== undefined) filters.push(`${lead.time} >= ${parameters.add(fromMs)}`);
  if (toMs !== undefined) filters.push(`${lead.time} < ${parameters.add(toMs)}`);
  if (cursor !== null) {
    const end = `(${parameters.add(cursor.requestTimeMs)}, ${parameters.add(cursor.traceRow)})`;
    filters.push(`(${lead.time}, ${lead.row}) < ${end}`);
  }
  for (const column of ['state', 'provider', 'model', 'user'] as const) {
    const value = query[column];
    if (value !== undefined) filters.push(`t.${column} = ${parameters.add(value)}`);
  }
  for (const [key, value] of Object.entries(query.tags ?? {})) {
    if (key === lead.tagKey) continue;
    filters.push(`EXISTS (SELECT 1 FROM trace_tags AS g
      WHERE g.key = ${parameters.add(key)} AND g.value = ${parameters.add(value)}
      AND g.experiment_id = t.experiment_id AND g.request_time_ms = t.request_time_ms AND g.trace_row = t.trace_row)`);
  }
  return filters;
}

function scopeOf(query: TraceQuery, parameters: Parameters): string {
  if (query.experimentIds === undefined) return experimentsWithTraces;
  return `SELECT DISTINCT value FROM json_each(${parameters.add(JSON.stringify(query.experimentIds))})`;
}

function inExperiments(experimentIds: string[], parameters: Parameters): string {
  return `t.experiment_id IN (SELECT value FROM json_each(${parameters.add(JSON.stringify(experimentIds))}))`;
}
