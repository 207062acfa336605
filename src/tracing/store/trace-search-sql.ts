/**
 * The statements that find traces. Each is led by the narrowest index that the query offers (`search-lead.ts`); what is
 * left of the query filters the rows found. The store's tests assert the plans.
 */
import type { Condition, OrderKey } from '../filter/condition.ts';
import { assessmentsOf } from './assessment-rows.ts';
import { compileFilter, type TextTest } from './filter-sql.ts';
import { chooseLead, type Arm, type LeadRequest } from './search-lead.ts';
import { afterCursor, cursorOf, orderBy, orderTerms, type Cursor } from './search-order.ts';
import { allOf, createParameters, type Parameters, type Statement } from './sql-parameters.ts';
import { linksOf } from './trace-links.ts';

/** The experiments that are looked at. */
export interface ExperimentScope {
  /** Absent: all there are. */
  experimentIds: string[] | undefined;
  /** But not these; absent: none is left out. */
  withoutExperimentIds: string[] | undefined;
}

/** What a search looks for, whatever the page. */
export interface SearchPlan extends ExperimentScope {
  conditions: Condition[];
  order: readonly OrderKey[];
}

/** What one statement looks for. */
export interface SearchStep extends SearchPlan {
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
 * that the sort over all experiments stays small. Rows carry `place`, their cursor, and `subjects`, the texts that
 * `tests` are made on.
 */
export function searchStatement(step: SearchStep): Statement & { tests: TextTest[] } {
  const parameters = createParameters();
  const lead = chooseLead(leadRequest(step, parameters));
  const filter = compileFilter(step.conditions.filter((condition) => condition !== lead.used));
  const clauses = filter.where({ trace: 't', parameters });
  const limit = parameters.add(step.limit);
  const found = lead.arms.map((arm) => {
    const all = [...arm.filters, ...rangeClauses(arm, step, parameters), ...clauses];
    return `SELECT ${arm.repeats ? 'DISTINCT ' : ''}t.trace_row FROM ${arm.from} WHERE ${allOf(all)}
      ORDER BY ${orderBy(armTerms(arm, step, parameters))} LIMIT ${limit}`;
  });
  const scope = lead.perExperiment ? scopeOf(step, parameters) : 'SELECT NULL';
  const page = { trace: 'page', parameters };
  const terms = orderTerms(step.order, page);
  const subjects = filter.tests.map((test) => test.subjects(page));
  const sql = `WITH scope (id) AS (${scope})
SELECT page.*, ${assessmentsOf('page')} AS assessments, ${linksOf('page')} AS links,
  ${cursorOf(terms)} AS place, json_array(${subjects.join(', ')}) AS subjects
FROM scope CROSS JOIN traces AS page ON page.trace_row IN (${union(found)})
ORDER BY ${orderBy(terms)} LIMIT ${limit}`;
  return { sql, values: parameters.values, tests: filter.tests };
}

/** The time of the newest trace of the plan's experiments before `beforeMs`, as `newest`; null when there is none. */
export function newestStatement(plan: SearchPlan, beforeMs: number): Statement {
  const parameters = createParameters();
  const before = parameters.add(beforeMs);
  const sql = `WITH scope (id) AS (${scopeOf(plan, parameters)})
SELECT max((
  SELECT max(t.request_time_ms) FROM traces AS t WHERE t.experiment_id = scope.id AND t.request_time_ms < ${before}
)) AS newest FROM scope`;
  return { sql, values: parameters.values };
}

/**
 * The time, as `boundary`, down to which the step's lead has `rows` rows in some experiment; null when it has fewer. Only
 * for steps that go newest first.
 */
export function boundaryStatement(step: SearchStep, rows: number): Statement {
  const parameters = createParameters();
  const lead = chooseLead(leadRequest(step, parameters));
  const skipped = parameters.add(rows - 1);
  const boundaries = lead.arms.map((arm) => {
    const clauses = [...arm.filters, ...timeClauses(arm, step, parameters)];
    return `SELECT (SELECT ${arm.time} FROM ${arm.from} WHERE ${allOf(clauses)}
      ORDER BY ${arm.time} DESC LIMIT 1 OFFSET ${skipped}) AS time FROM scope`;
  });
  const scope = lead.perExperiment ? scopeOf(step, parameters) : 'SELECT NULL';
  const sql = `WITH scope (id) AS (${scope}) SELECT max(time) AS boundary FROM (${boundaries.join(' UNION ALL ')})`;
  return { sql, values: parameters.values };
}

/** Whether a step may have to look at many rows for few: its lead is wide, and something is left to filter. */
export function mayScan(step: SearchStep): boolean {
  const lead = chooseLead(leadRequest(step, createParameters()));
  return !lead.narrow && step.conditions.some((condition) => condition !== lead.used);
}

function leadRequest(step: SearchStep, parameters: Parameters): LeadRequest {
  return {
    conditions: step.conditions,
    match: step.match,
    parameters,
    inExperiments: (column) => experimentClauses(column, step, parameters),
  };
}

/** The terms of the order over an arm's rows, whose time the arm has in order. */
function armTerms(arm: Arm, { order }: SearchPlan, parameters: Parameters) {
  const terms = orderTerms(order, { trace: 't', parameters });
  return terms.map((term) => (term.sql === 't.request_time_ms' ? { ...term, sql: arm.time } : term));
}

function rangeClauses(arm: Arm, step: SearchStep, parameters: Parameters): string[] {
  const { cursor } = step;
  const clauses = timeClauses(arm, { ...step, cursor: null }, parameters);
  if (cursor === null) return clauses;
  return [...clauses, afterCursor(armTerms(arm, step, parameters), cursor, { trace: 't', parameters })];
}

/** What an index by time answers alone. A cursor bounds the time where it comes first in the order. */
function timeClauses(arm: Arm, { fromMs, toMs, cursor }: SearchStep, parameters: Parameters): string[] {
  const clauses: string[] = [];
  if (fromMs !== undefined) clauses.push(`${arm.time} >= ${parameters.add(fromMs)}`);
  if (toMs !== undefined) clauses.push(`${arm.time} < ${parameters.add(toMs)}`);
  const [newestMs] = cursor ?? [];
  if (typeof newestMs === 'number') clauses.push(`${arm.time} <= ${parameters.add(newestMs)}`);
  return clauses;
}

function union(selects: string[]): string {
  const [only] = selects;
  if (selects.length === 1 && only !== undefined) return only;
  return selects.map((select) => `SELECT trace_row FROM (${select})`).join(' UNION ');
}

function experimentClauses(column: string, scope: ExperimentScope, parameters: Parameters): string[] {
  const { experimentIds, withoutExperimentIds } = scope;
  const clauses: string[] = [];
  if (experimentIds !== undefined) clauses.push(`${column} IN (${listOf(experimentIds, parameters)})`);
  if (withoutExperimentIds !== undefined)
    clauses.push(`${column} NOT IN (${listOf(withoutExperimentIds, parameters)})`);
  return clauses;
}

/** SQL of the ids of the experiments that are looked at, one a row. */
export function scopeOf(
  { experimentIds, withoutExperimentIds }: ExperimentScope,
  parameters: Parameters,
): string {
  const all = experimentIds === undefined ? experimentsWithTraces : listOf(experimentIds, parameters);
  if (withoutExperimentIds === undefined) return all;
  return `${all} EXCEPT ${listOf(withoutExperimentIds, parameters)}`;
}

function listOf(ids: string[], parameters: Parameters): string {
  return `SELECT DISTINCT value FROM json_each(${parameters.add(JSON.stringify(ids))})`;
}
