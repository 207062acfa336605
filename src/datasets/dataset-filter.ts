/**
 * The filter and order of a dataset search, in MLflow's grammar: `name = 'qa' AND tags.env LIKE 'prod%'`, and
 * `created_time DESC` (mlflow/utils/search_utils.py, SearchEvaluationDatasetsUtils). Bad input is ordinary here, so
 * parsers return what is wrong.
 */

/** Columns that can be compared and, the first three, ordered by. */
const COLUMNS = ['name', 'created_time', 'last_update_time', 'created_by', 'last_updated_by'] as const;
const ORDER_COLUMNS = ['name', 'created_time', 'last_update_time'] as const;
const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'LIKE', 'ILIKE'] as const;
const TEXT_OPERATORS = new Set<string>(['=', '!=', 'LIKE', 'ILIKE']);

/** A column of a dataset. */
export type DatasetColumn = (typeof COLUMNS)[number];
/** How a condition compares. */
export type Operator = (typeof OPERATORS)[number];

/** One comparison; times are Unix milliseconds. */
export type DatasetCondition =
  | { on: 'column'; column: DatasetColumn; operator: Operator; value: string | number }
  | { on: 'tag'; key: string; operator: Operator; value: string };

/** One column to order by. */
export interface DatasetOrder {
  column: (typeof ORDER_COLUMNS)[number];
  descending: boolean;
}

/** What was read, or what was expected instead. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; expected: string };

const CONDITION =
  /^\s*(?:(?:attributes?\.)?([a-z_]+)|tags?\.(?:`([^`]+)`|"([^"]+)"|([\w.-]+)))\s*(=|!=|>=|<=|>|<|I?LIKE\b)\s*('(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?)\s*/i;

/** Reads a filter string; blank is no condition. */
export function parseDatasetFilter(text: string): Parsed<DatasetCondition[]> {
  const conditions: DatasetCondition[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const found = CONDITION.exec(rest);
    if (found === null) return expected(`a comparison such as name = 'qa' at "${rest.trim().slice(0, 40)}"`);
    const condition = toCondition(found);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
    rest = rest.slice(found[0].length);
    if (rest === '') break;
    const and = /^AND\s+(?=\S)/i.exec(rest);
    if (and === null) return expected(`AND at "${rest.slice(0, 40)}"`);
    rest = rest.slice(and[0].length);
  }
  return { ok: true, value: conditions };
}

function toCondition(found: RegExpExecArray): Parsed<DatasetCondition> {
  const [, column, ...rest] = found;
  const key = rest[0] ?? rest[1] ?? rest[2];
  const operator = OPERATORS.find((known) => known === rest[3]?.toUpperCase()) ?? '=';
  const literal = rest[4] ?? '';
  const isText = /^['"]/.test(literal);
  if (column === undefined) {
    if (!isText || !TEXT_OPERATORS.has(operator)) return expected(`text and =, !=, LIKE or ILIKE for tags`);
    return { ok: true, value: { on: 'tag', key: key ?? '', operator, value: unquote(literal) } };
  }
  const known = COLUMNS.find((name) => name === column.toLowerCase());
  if (known === undefined)
    return expected(`one of ${COLUMNS.join(', ')} or tags.<key> instead of "${column}"`);
  const isTime = known.endsWith('_time');
  if (isTime === isText) return expected(isTime ? `Unix milliseconds for ${known}` : `text for ${known}`);
  if (isTime && operator.endsWith('LIKE')) return expected(`=, !=, >, >=, < or <= for ${known}`);
  if (!isTime && !TEXT_OPERATORS.has(operator)) return expected(`=, !=, LIKE or ILIKE for ${known}`);
  const value = isTime ? Number(literal) : unquote(literal);
  return { ok: true, value: { on: 'column', column: known, operator, value } };
}

/** Reads `name ASC`, `created_time DESC` and the like. */
export function parseDatasetOrder(entries: string[]): Parsed<DatasetOrder[]> {
  const order: DatasetOrder[] = [];
  for (const entry of entries) {
    const [, name, direction] = /^\s*(?:attributes?\.)?(\w+)(?:\s+(ASC|DESC))?\s*$/i.exec(entry) ?? [];
    const column = ORDER_COLUMNS.find((known) => known === name?.toLowerCase());
    if (column === undefined) return expected(`one of ${ORDER_COLUMNS.join(', ')}, with ASC or DESC`);
    order.push({ column, descending: direction?.toUpperCase() === 'DESC' });
  }
  return { ok: true, value: order };
}

function unquote(literal: string): string {
  const inner = literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  return literal.startsWith("'") ? inner.replaceAll("''", "'") : inner;
}

function expected(what: string): { ok: false; expected: string } {
  return { ok: false, expected: what };
}
