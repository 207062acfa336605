/** From a query to a plan: our own parameters become conditions like those of a filter, times become one range. */
import type { Condition } from '../filter/condition.ts';
import { wordsOfPattern } from '../../core/like.ts';
import { toWordQuery } from './text-query.ts';
import type { SearchPlan } from './trace-search-sql.ts';
import type { TraceQuery } from './trace-store.ts';

/** A plan with what leads it: a range of time, and words. */
export interface TracePlan extends SearchPlan {
  /** Unix milliseconds, inclusive. */
  fromMs: number | undefined;
  /** Exclusive. */
  toMs: number | undefined;
  /** FTS5 query of words that every trace found has; null when none are known. */
  match: string | null;
  /** One session is asked for: its traces are few, and words only filter them. */
  hasSession: boolean;
  /** True when no trace can be found: a text without words, no experiment. */
  nothing: boolean;
}

/** The plan of a query. */
export function toPlan(query: TraceQuery): TracePlan {
  const range = { fromMs: query.fromMs, toMs: query.toMs };
  const conditions = [...ownConditions(query), ...(query.filter ?? [])].filter(
    (condition) => !narrow(range, condition),
  );
  const asksWords = query.text !== undefined && query.text.trim() !== '';
  const asked = asksWords ? toWordQuery(query.text ?? '') : null;
  const known = wordsOfConditions(conditions);
  return {
    experimentIds: query.experimentIds,
    withoutExperimentIds: query.withoutExperimentIds,
    conditions,
    order: query.orderBy ?? [],
    ...range,
    match: [asked, known].filter((part) => part !== null).join(' AND ') || null,
    hasSession: conditions.some(namesFew),
    nothing: (asksWords && asked === null) || query.experimentIds?.length === 0,
  };
}

function ownConditions(query: TraceQuery): Condition[] {
  const conditions: Condition[] = [];
  const add = (field: Condition['field'], value: string | undefined) => {
    if (value !== undefined) conditions.push({ field, test: { operator: '=', value } });
  };
  add({ of: 'metadata', key: 'mlflow.trace.session' }, query.session);
  add({ of: 'metadata', key: 'mlflow.trace.user' }, query.user);
  add({ of: 'trace', name: 'status' }, query.state);
  add({ of: 'column', name: 'provider' }, query.provider);
  add({ of: 'column', name: 'model' }, query.model);
  for (const [key, value] of Object.entries(query.tags ?? {})) add({ of: 'tag', key }, value);
  return conditions;
}

/** Takes a condition on the time of a trace into the range. True when the range says it all. */
function narrow(
  range: { fromMs: number | undefined; toMs: number | undefined },
  { field, test }: Condition,
): boolean {
  if (field.of !== 'number' || field.name !== 'timestamp_ms') return false;
  if (!('value' in test) || typeof test.value !== 'number') return false;
  const { value } = test;
  const from = (ms: number) => void (range.fromMs = Math.max(range.fromMs ?? ms, ms));
  const to = (ms: number) => void (range.toMs = Math.min(range.toMs ?? ms, ms));
  switch (test.operator) {
    case '>=':
      from(Math.ceil(value));
      return true;
    case '>':
      from(Math.floor(value) + 1);
      return true;
    case '<':
      to(Math.ceil(value));
      return true;
    case '<=':
      to(Math.floor(value) + 1);
      return true;
    case '=':
      from(Math.ceil(value));
      to(Math.floor(value) + 1);
      return true;
    default:
      return false;
  }
}

/** Words that patterns on the previews cannot do without, as an FTS5 query. */
function wordsOfConditions(conditions: Condition[]): string | null {
  const words = new Set<string>();
  for (const { field, test } of conditions) {
    if (field.of !== 'content' || (test.operator !== 'LIKE' && test.operator !== 'ILIKE')) continue;
    const { whole, beginnings } = wordsOfPattern(test.pattern);
    for (const word of whole) words.add(`"${word}"`);
    for (const beginning of beginnings) words.add(`"${beginning}" *`);
  }
  return words.size === 0 ? null : [...words].slice(0, 32).join(' AND ');
}

/** A session, or traces by their ids. */
function namesFew({ field, test }: Condition): boolean {
  const isEquality = test.operator === '=' || test.operator === 'IN';
  if (field.of === 'trace') return field.name === 'request_id' && isEquality;
  return field.of === 'metadata' && field.key === 'mlflow.trace.session' && test.operator === '=';
}
