/**
 * Which index leads a search. The narrowest that the conditions offer is taken; the other conditions filter the rows it
 * finds. Each lead yields its rows newest first but `trace`.
 */
import type { Condition, Test } from '../filter/condition.ts';
import { isDerivedTag } from './derived-members-sql.ts';
import { assessmentValueClause, type FilterContext } from './filter-sql.ts';
import type { Parameters } from './sql-parameters.ts';
import { storable } from './storable.ts';

/** One way to rows: a table that leads to `traces AS t`, and what is asked of it. */
export interface Arm {
  from: string;
  filters: string[];
  /** The column by which the arm is in order. */
  time: string;
  /** The same trace may be met more than once. */
  repeats: boolean;
}

/** The ways that together find every candidate. */
export interface Lead {
  arms: Arm[];
  /** True when an arm reads one experiment, `scope.id`, at a time. */
  perExperiment: boolean;
  /** The condition that the arms already ask for. */
  used: Condition | null;
  /** True when few rows are to be expected, however many traces there are. */
  narrow: boolean;
}

/** Experiments given as a parameter, for arms that do not read one at a time. */
export type InExperiments = (column: string) => string[];

/** What the choice depends on. */
export interface LeadRequest {
  conditions: Condition[];
  /** FTS5 query; null when the search is not for words. */
  match: string | null;
  inExperiments: InExperiments;
  parameters: Parameters;
}

/** Chooses the lead. */
export function chooseLead(request: LeadRequest): Lead {
  const { conditions, match } = request;
  for (const find of [asTrace, asSession]) {
    const lead = firstOf(conditions, (condition) => find(condition, request));
    if (lead !== null) return match === null ? lead : withWords(lead, match, request.parameters);
  }
  if (match !== null) return asWords(match, request);
  for (const find of [asUser, asLink, asAssessment, asTag, asState]) {
    const lead = firstOf(conditions, (condition) => find(condition, request));
    if (lead !== null) return lead;
  }
  return {
    ...byExperiment('traces AS t INDEXED BY traces_by_time', ['t.experiment_id = scope.id']),
    used: null,
  };
}

type Finder = (condition: Condition, request: LeadRequest) => Lead | null;

function firstOf(conditions: Condition[], find: (condition: Condition) => Lead | null): Lead | null {
  for (const condition of conditions) {
    const lead = find(condition);
    if (lead !== null) return lead;
  }
  return null;
}

function byExperiment(from: string, filters: string[]): Omit<Lead, 'used'> {
  return {
    arms: [{ from, filters, time: 't.request_time_ms', repeats: false }],
    perExperiment: true,
    narrow: false,
  };
}

/** The texts of an equality or an IN, or null for another test. */
function equalTexts(test: Test): string[] | null {
  if (test.operator === '=' && typeof test.value === 'string') return [storable(test.value)];
  return test.operator === 'IN' ? test.values.map((value) => storable(value)) : null;
}

function equalText(test: Test): string | null {
  return test.operator === '=' && typeof test.value === 'string' ? storable(test.value) : null;
}

const asTrace: Finder = (condition, { inExperiments, parameters }) => {
  const { field, test } = condition;
  const ids = field.of === 'trace' && field.name === 'request_id' ? equalTexts(test) : null;
  if (ids === null) return null;
  const asked = `SELECT value FROM json_each(${parameters.add(JSON.stringify(ids))})`;
  // In an experiment an id means its own trace, whichever id that is kept under.
  const aliased = inExperiments('alias.experiment_id');
  const aliases = `SELECT alias.trace_id FROM trace_aliases AS alias
    WHERE ${[...aliased, `alias.caller_trace_id IN (${asked})`].join(' AND ')}`;
  const among = `t.trace_id IN (${aliased.length === 0 ? asked : `${asked} UNION ${aliases}`})`;
  const filters = [among, ...inExperiments('t.experiment_id')];
  const arm = { from: 'traces AS t', filters, time: 't.request_time_ms', repeats: false };
  return { arms: [arm], perExperiment: false, used: condition, narrow: true };
};

const asSession: Finder = (condition, { inExperiments, parameters }) => {
  const { field, test } = condition;
  const isSession = field.of === 'metadata' && field.key === 'mlflow.trace.session';
  const session = isSession ? equalText(test) : null;
  if (session === null) return null;
  const filters = [`t.session = ${parameters.add(session)}`, ...inExperiments('t.experiment_id')];
  const from = 'traces AS t INDEXED BY traces_by_session';
  const arm = { from, filters, time: 't.request_time_ms', repeats: false };
  return { arms: [arm], perExperiment: false, used: condition, narrow: true };
};

const asUser: Finder = (condition, { parameters }) => {
  const { field, test } = condition;
  const isUser = field.of === 'metadata' && field.key === 'mlflow.trace.user';
  const user = isUser ? equalText(test) : null;
  if (user === null) return null;
  const filters = ['t.experiment_id = scope.id', `t.user = ${parameters.add(user)}`];
  return { ...byExperiment('traces AS t INDEXED BY traces_by_user', filters), used: condition };
};

const asLink: Finder = (condition, { parameters }) => {
  const { field, test } = condition;
  const target = equalText(test);
  const isRun = field.of === 'trace' && field.name === 'run_id';
  if (target === null || !(isRun || field.of === 'prompt')) return null;
  const filters = [
    'lead.experiment_id = scope.id',
    `lead.kind = '${isRun ? 'run' : 'prompt'}'`,
    `lead.target = ${parameters.add(target)}`,
  ];
  const from =
    'trace_links AS lead INDEXED BY trace_links_by_target CROSS JOIN traces AS t ON t.trace_id = lead.trace_id';
  const arm = { from, filters, time: 'lead.request_time_ms', repeats: false };
  return { arms: [arm], perExperiment: true, used: condition, narrow: false };
};

/** Own assessments in order, and traces whose session was assessed. */
const asAssessment: Finder = (condition, { parameters }) => {
  const { field, test } = condition;
  const value = equalText(test);
  if (value === null || !(field.of === 'feedback' || field.of === 'expectation')) return null;
  // In quotes it may stand for two values, which lie apart in the index; a long one is cut there.
  if (value.startsWith('"') || value.length > 100) return null;
  const context = { trace: 't', parameters } satisfies FilterContext;
  const named = [
    'a.experiment_id = scope.id',
    `a.name = ${parameters.add(storable(field.name))}`,
    `a.kind = '${field.of}'`,
    `a.value_key = ${parameters.add(value)}`,
    'a.valid = 1',
    assessmentValueClause(test, context.parameters),
  ];
  const own = {
    from: 'assessments AS a INDEXED BY assessments_by_value CROSS JOIN traces AS t ON t.trace_id = a.trace_id',
    filters: named,
    time: 'a.request_time_ms',
    repeats: true,
  };
  const ofSession = {
    from: 'assessments AS a INDEXED BY assessments_of_sessions CROSS JOIN traces AS t ON t.session = a.session',
    filters: [...named, 'a.session IS NOT NULL', 't.experiment_id = scope.id'],
    time: 't.request_time_ms',
    repeats: true,
  };
  return { arms: [own, ofSession], perExperiment: true, used: condition, narrow: false };
};

const asTag: Finder = (condition, { parameters }) => {
  const { field, test } = condition;
  const value = equalText(test);
  if (field.of !== 'tag' || value === null || isDerivedTag(field.key)) return null;
  const filters = [
    `lead.key = ${parameters.add(storable(field.key))}`,
    `lead.value = ${parameters.add(value)}`,
    'lead.experiment_id = scope.id',
  ];
  const from = 'trace_tags AS lead CROSS JOIN traces AS t ON t.trace_row = lead.trace_row';
  const arm = { from, filters, time: 'lead.request_time_ms', repeats: false };
  return { arms: [arm], perExperiment: true, used: condition, narrow: false };
};

const asState: Finder = (condition, { parameters }) => {
  const { field, test } = condition;
  const isStatus = field.of === 'trace' && field.name === 'status';
  const state = isStatus ? equalText(test) : null;
  if (state === null || state === 'OK') return null;
  // The literal lets the database see that the partial index holds every such row.
  const filters = ['t.experiment_id = scope.id', `t.state <> 'OK'`, `t.state = ${parameters.add(state)}`];
  return { ...byExperiment('traces AS t INDEXED BY traces_by_state', filters), used: condition };
};

function asWords(match: string, { inExperiments, parameters }: LeadRequest): Lead {
  const filters = [`trace_text MATCH ${parameters.add(match)}`, ...inExperiments('t.experiment_id')];
  const from = 'trace_text CROSS JOIN traces AS t ON t.trace_row = trace_text.rowid';
  const arm = { from, filters, time: 't.request_time_ms', repeats: false };
  return { arms: [arm], perExperiment: false, used: null, narrow: false };
}

function withWords(lead: Lead, match: string, parameters: Parameters): Lead {
  const words = `EXISTS (SELECT 1 FROM trace_text
    WHERE trace_text MATCH ${parameters.add(match)} AND trace_text.rowid = t.trace_row)`;
  return { ...lead, arms: lead.arms.map((arm) => ({ ...arm, filters: [...arm.filters, words] })) };
}
