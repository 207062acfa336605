/** Searches of runs as SQL with bound values; the D1 store alone uses it. */
import type { Clause, ClauseValue, Order } from '../../core/clauses.ts';
import { invalidParameter } from '../../core/app-error.ts';

/** A piece of SQL and the values of its question marks. */
export interface Sql {
  text: string;
  values: (string | number)[];
}

/** D1 refuses longer patterns of LIKE and GLOB. */
const MAX_PATTERN_BYTES = 50;
const NUMERIC_OPERATORS = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** Columns of attributes; the verb lets only these through. */
const COLUMNS: Record<string, string> = {
  run_id: 'r.run_id',
  run_name: 'r.name',
  status: 'r.status',
  user_id: 'r.user_id',
  start_time: 'r.start_time_ms',
  end_time: 'r.end_time_ms',
  artifact_uri: "('mlflow-artifacts:/' || r.experiment_id || '/' || r.run_id || '/artifacts')",
};

/** The condition of one clause on a row `r` of `runs`. */
export function toCondition(clause: Clause): Sql {
  switch (clause.entity) {
    case 'metric':
      return exists('metric', clause, compare('v.number', clause));
    case 'param':
    case 'tag':
      if (clause.operator === 'IS NULL') return not(exists(clause.entity, clause, TRUE));
      return exists(
        clause.entity,
        clause,
        clause.operator === 'IS NOT NULL' ? TRUE : compare('v.value', clause),
      );
    case 'dataset':
      return datasetExists(clause);
    default:
      return compare(COLUMNS[clause.key] ?? 'NULL', clause);
  }
}

/** The ORDER BY items of one order; runs without a value come last. */
export function toOrderItems(order: Order): Sql {
  const direction = order.descending ? 'DESC' : 'ASC';
  const kind = order.entity;
  if (kind === null || kind === 'attribute') {
    const column = COLUMNS[order.key] ?? 'NULL';
    return { text: `${column} IS NULL, ${column} ${direction}`, values: [] };
  }
  const member = kind === 'metric' ? 'v.number' : 'v.value';
  const value = `(SELECT ${member} FROM run_values AS v WHERE v.run_id = r.run_id AND v.kind = ? AND v.key = ?)`;
  const values = [kind, order.key];
  return { text: `${value} IS NULL, ${value} ${direction}`, values: [...values, ...values] };
}

const TRUE: Sql = { text: '1', values: [] };

function exists(kind: string, clause: Clause, condition: Sql): Sql {
  return {
    text: `EXISTS (SELECT 1 FROM run_values AS v WHERE v.run_id = r.run_id AND v.kind = ? AND v.key = ? AND ${condition.text})`,
    values: [kind, clause.key, ...condition.values],
  };
}

function datasetExists(clause: Clause): Sql {
  const column =
    clause.key === 'context'
      ? `(i.value -> 'tags' ->> '$."mlflow.data.context"')`
      : clause.key === 'digest'
        ? 'i.digest'
        : 'i.name';
  const condition = compare(column, clause);
  return {
    text: `EXISTS (SELECT 1 FROM run_inputs AS i WHERE i.run_id = r.run_id AND i.kind = 'dataset' AND ${condition.text})`,
    values: condition.values,
  };
}

function not({ text, values }: Sql): Sql {
  return { text: `NOT ${text}`, values };
}

function compare(column: string, clause: Clause): Sql {
  const { operator, values } = clause;
  const [value = ''] = values;
  if (NUMERIC_OPERATORS.has(operator)) return { text: `${column} ${operator} ?`, values: [value] };
  if (operator === 'LIKE' || operator === 'ILIKE') {
    return comparePattern(column, operator === 'ILIKE', checkedPattern(clause, value));
  }
  const list = JSON.stringify(values);
  return { text: `${column} ${operator} (SELECT value FROM json_each(?))`, values: [list] };
}

function checkedPattern(clause: Clause, value: ClauseValue): string {
  const pattern = String(value);
  if (isSimple(pattern) || new TextEncoder().encode(toGlob(pattern)).byteLength <= MAX_PATTERN_BYTES) {
    return pattern;
  }
  throw invalidParameter(
    clause.key,
    `a pattern with % at its ends only, or of at most ${MAX_PATTERN_BYTES} bytes`,
  );
}

/** SQLite's LIKE does not tell letters apart, its GLOB does; both are bounded, comparing parts is not. */
function comparePattern(column: string, ignoreCase: boolean, pattern: string): Sql {
  const subject = ignoreCase ? `lower(${column})` : column;
  const wanted = ignoreCase ? pattern.toLowerCase() : pattern;
  if (!isSimple(wanted)) return { text: `${subject} GLOB ?`, values: [toGlob(wanted)] };
  const core = wanted.replaceAll('%', '');
  if (wanted.startsWith('%') && wanted.endsWith('%'))
    return { text: `instr(${subject}, ?) > 0`, values: [core] };
  if (wanted.startsWith('%')) {
    return { text: `substr(${subject}, -length(?)) = ?`, values: [core, core] };
  }
  if (wanted.endsWith('%')) {
    return { text: `substr(${subject}, 1, length(?)) = ?`, values: [core, core] };
  }
  return { text: `${subject} = ?`, values: [core] };
}

/** No `_`, and `%` at the ends only. */
function isSimple(pattern: string): boolean {
  return /^%?[^%_]+%?$/.test(pattern);
}

function toGlob(pattern: string): string {
  return pattern
    .replaceAll(/[*?[]/g, (character) => `[${character}]`)
    .replaceAll('%', '*')
    .replaceAll('_', '?');
}
