/** The SQL of a dataset search. Every value is bound; columns come from a closed table. */
import type { DatasetColumn, DatasetCondition, DatasetOrder, Operator } from '../dataset-filter.ts';
import type { DatasetQuery } from './dataset-store.ts';

const COLUMN: Record<DatasetColumn, string> = {
  name: 'name',
  created_time: 'created_at_ms',
  last_update_time: 'updated_at_ms',
  created_by: 'created_by',
  last_updated_by: 'updated_by',
};

/** The statement and its values. */
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
  for (const condition of query.conditions) where.push(toSql(condition, values));
  const order =
    query.order.length === 0 ? [{ column: 'created_time', descending: true } as const] : query.order;
  values.push(query.pageSize, query.offset);
  return {
    sql: `${select} ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
      ORDER BY ${order.map(orderSql).join(', ')}, dataset_id LIMIT ? OFFSET ?`,
    values,
  };
}

function toSql(condition: DatasetCondition, values: (string | number)[]): string {
  if (condition.on === 'column') {
    values.push(toPattern(condition.value, condition.operator));
    return compare(COLUMN[condition.column], condition.operator);
  }
  values.push(condition.key, toPattern(condition.value, condition.operator));
  // A row per tag, so that no key is ever read as a path; a tag that is missing is equal to nothing.
  return `EXISTS (SELECT 1 FROM json_each(datasets.tags) AS tag WHERE tag.key = ? AND ${compare('tag.value', condition.operator)})`;
}

function compare(column: string, operator: Operator): string {
  // SQLite's LIKE ignores case, which is ILIKE; its GLOB does not.
  if (operator === 'ILIKE') return `${column} LIKE ?`;
  return operator === 'LIKE' ? `${column} GLOB ?` : `${column} ${operator} ?`;
}

/** For LIKE the pattern in GLOB's wildcards, else the value itself. */
function toPattern(value: string | number, operator: Operator): string | number {
  if (operator !== 'LIKE' || typeof value === 'number') return value;
  return value
    .replaceAll(/[[*?]/g, (wildcard) => `[${wildcard}]`)
    .replaceAll('%', '*')
    .replaceAll('_', '?');
}

function orderSql({ column, descending }: DatasetOrder): string {
  return `${COLUMN[column]} ${descending ? 'DESC' : 'ASC'}`;
}
