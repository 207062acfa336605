/** The SQL of a dataset search. Every value is bound; columns come from a closed table. */
import { likeSql } from '../../core/like-sql.ts';
import { compileLike, lowerAscii } from '../../core/like.ts';
import type { DatasetColumn, DatasetCondition, DatasetOrder } from '../dataset-filter.ts';
import type { Dataset } from '../dataset.ts';
import type { DatasetQuery } from './dataset-store.ts';

const COLUMN: Record<DatasetColumn, string> = {
  name: 'name',
  created_time: 'created_at_ms',
  last_update_time: 'updated_at_ms',
  created_by: 'created_by',
  last_updated_by: 'updated_by',
};

/** The statement and its values: of `pageSize` datasets after `offset`, by all conditions but those of {@link toTest}. */
export function searchStatement(
  select: string,
  query: DatasetQuery,
): { sql: string; values: (string | number)[] } {
  const values: (string | number)[] = [];
  const where: string[] = [];
  if (query.experimentIds !== null) {
    where.push(`EXISTS (SELECT 1 FROM dataset_experiments WHERE dataset_experiments.dataset_id = datasets.dataset_id
      AND experiment_id IN (SELECT value FROM json_each(?)))`);
    values.push(JSON.stringify(query.experimentIds));
  }
  for (const condition of query.conditions) {
    const sql = toSql(condition);
    if (sql === null) continue;
    where.push(sql.text);
    values.push(...sql.values);
  }
  const order =
    query.order.length === 0 ? [{ column: 'created_time', descending: true } as const] : query.order;
  values.push(query.pageSize, query.offset);
  return {
    sql: `${select} ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
      ORDER BY ${order.map(orderSql).join(', ')}, dataset_id LIMIT ? OFFSET ?`,
    values,
  };
}

interface Sql {
  text: string;
  values: (string | number)[];
}

/** Null for a condition that the database cannot answer. */
function toSql(condition: DatasetCondition): Sql | null {
  if (condition.on === 'column') return compare(COLUMN[condition.column], condition);
  const sql = compare('tag.value', condition);
  if (sql === null) return null;
  // A row per tag, so that no key is ever read as a path; a tag that is missing is equal to nothing.
  const text = `EXISTS (SELECT 1 FROM json_each(datasets.tags) AS tag WHERE tag.key = ? AND ${sql.text})`;
  return { text, values: [condition.key, ...sql.values] };
}

function compare(column: string, { operator, value }: DatasetCondition): Sql | null {
  if (operator === 'LIKE' || operator === 'ILIKE') return likeSql(column, operator, String(value));
  return { text: `${column} ${operator} ?`, values: [value] };
}

/** The test for what of a query the database cannot answer: patterns with wildcards inside. Null when it answers all. */
export function toTest(query: DatasetQuery): ((dataset: Dataset) => boolean) | null {
  const tests = query.conditions.filter((condition) => toSql(condition) === null).map(testOf);
  return tests.length === 0 ? null : (dataset) => tests.every((holds) => holds(dataset));
}

function testOf(condition: DatasetCondition): (dataset: Dataset) => boolean {
  const isExact = condition.operator === 'LIKE';
  const pattern = String(condition.value);
  const matches = compileLike(isExact ? pattern : lowerAscii(pattern));
  return (dataset) => {
    const text = condition.on === 'tag' ? tagOf(dataset, condition.key) : textOf(dataset, condition.column);
    return text !== null && matches(isExact ? text : lowerAscii(text));
  };
}

function tagOf({ tags }: Dataset, key: string): string | null {
  return Object.hasOwn(tags, key) ? (tags[key] ?? null) : null;
}

function textOf(dataset: Dataset, column: DatasetColumn): string | null {
  switch (column) {
    case 'name':
      return dataset.name;
    case 'created_by':
      return dataset.createdBy;
    case 'last_updated_by':
      return dataset.updatedBy;
    // Times are numbers, which no pattern is compared with.
    default:
      return null;
  }
}

function orderSql({ column, descending }: DatasetOrder): string {
  return `${COLUMN[column]} ${descending ? 'DESC' : 'ASC'}`;
}
