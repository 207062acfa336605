/** Searches of runs as SQL with bound values; the D1 store alone uses it. */
import type { Clause, ClauseValue, Order } from '../../core/clauses.ts';
import { invalidParameter } from '../../core/app-error.ts';
import { likeSql } from '../../core/like-sql.ts';
import { lowerAscii } from '../../core/like.ts';

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
    return comparePattern(column, operator, { key: clause.key, value });
  }
  const list = JSON.stringify(values);
  return { text: `${column} ${operator} (SELECT value FROM json_each(?))`, values: [list] };
}

/** Comparing parts is not bounded; GLOB, which tells upper case from lower where LIKE does not, is. */
function comparePattern(column: string, operator: 'LIKE' | 'ILIKE', { key, value }: KeyAndValue): Sql {
  const pattern = String(value);
  const simple = likeSql(column, operator, pattern);
  if (simple !== null) return simple;
  const glob = toGlob(operator === 'ILIKE' ? lowerAscii(pattern) : pattern);
  if (new TextEncoder().encode(glob).byteLength > MAX_PATTERN_BYTES) {
    throw invalidParameter(
      key,
      `a pattern with % at its ends only, or of at most ${MAX_PATTERN_BYTES} bytes`,
    );
  }
  return { text: `${operator === 'ILIKE' ? `lower(${column})` : column} GLOB ?`, values: [glob] };
}

interface KeyAndValue {
  key: string;
  value: ClauseValue;
}

function toGlob(pattern: string): string {
  return pattern
    .replaceAll(/[*?[]/g, (character) => `[${character}]`)
    .replaceAll('%', '*')
    .replaceAll('_', '?');
}
