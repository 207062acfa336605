/** Searches runs with MLflow's filter and order (mlflow/utils/search_utils.py, SearchUtils). */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { parseClauses, parseOrder, type Clause, type Order } from '../core/clauses.ts';
import type { RunServices } from './get-run.ts';
import type { Run } from './run.ts';

/** Which runs. */
export interface SearchRunsInput {
  experimentIds: string[];
  filter: string;
  orderBy: string[];
  lifecycleStages: readonly Run['lifecycleStage'][];
  offset: number;
  limit: number;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** Names of an entity, and the one that the store knows it by. */
const ENTITIES: Record<string, string> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};
/** Names of an attribute, and its column's. */
const ATTRIBUTES: Record<string, string> = {
  run_id: 'run_id',
  run_name: 'run_name',
  'run name': 'run_name',
  'Run name': 'run_name',
  'Run Name': 'run_name',
  status: 'status',
  user_id: 'user_id',
  artifact_uri: 'artifact_uri',
  start_time: 'start_time',
  created: 'start_time',
  Created: 'start_time',
  end_time: 'end_time',
};
const NUMERIC: readonly Clause['operator'][] = ['=', '!=', '<', '<=', '>', '>='];
const TEXTUAL: readonly Clause['operator'][] = ['=', '!=', 'LIKE', 'ILIKE'];
const OPERATORS: Record<string, readonly Clause['operator'][]> = {
  metric: NUMERIC,
  param: [...TEXTUAL, 'IS NULL', 'IS NOT NULL'],
  tag: [...TEXTUAL, 'IS NULL', 'IS NOT NULL'],
  dataset: [...TEXTUAL, 'IN', 'NOT IN'],
  attribute: [...TEXTUAL, 'IN', 'NOT IN'],
};
const DATASET_KEYS = new Set(['name', 'digest', 'context']);

/**
 * A page of runs, the latest first unless ordered otherwise, and whether there are more.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a filter or an order that is not understood
 */
export async function searchRuns({
  services,
  input,
}: {
  services: Pick<RunServices, 'runs'>;
  input: SearchRunsInput;
}): Promise<{ runs: Run[]; more: boolean }> {
  const { within, limit } = input;
  const clauses = parseClauses(input.filter).map(checkClause);
  const orders = input.orderBy.map((text) => checkOrder(parseOrder(text)));
  const experimentIds = input.experimentIds.filter((id) => within === null || id === within);
  const found = await services.runs.search({
    experimentIds,
    clauses,
    orders,
    lifecycleStages: input.lifecycleStages,
    offset: input.offset,
    limit,
  });
  return { runs: found.slice(0, limit), more: found.length > limit };
}

function checkClause(clause: Clause): Clause {
  const { entity, key } = resolve(clause);
  const isTime = entity === 'attribute' && (key === 'start_time' || key === 'end_time');
  const operators = isTime ? NUMERIC : (OPERATORS[entity] ?? []);
  if (!operators.includes(clause.operator)) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid comparator ${clause.operator} for '${clause.key}' at position ${clause.position}: expected ${operators.join(', ')}.`,
    );
  }
  const wantsNumber = isTime || entity === 'metric';
  const values = clause.values.map((value) => {
    if (!wantsNumber) {
      if (typeof value === 'string') return value;
      throw invalidParameter(clause.key, 'text in quotes');
    }
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) throw invalidParameter(clause.key, 'a number');
    return number;
  });
  return { ...clause, entity, key, values };
}

function checkOrder(order: Order): Order {
  const { entity, key } = resolve(order);
  if (entity === 'dataset') throw invalidParameter('order_by', 'an attribute, metric, param or tag');
  return { ...order, entity, key };
}

function resolve(written: Pick<Clause, 'entity' | 'key'>): { entity: string; key: string } {
  const name = written.entity ?? 'attribute';
  const entity = Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? '') : '';
  if (entity === '') {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid entity type '${name}'. Valid values are metric, parameter, tag, attribute and dataset.`,
    );
  }
  if (entity === 'dataset' && !DATASET_KEYS.has(written.key)) {
    throw invalidParameter('dataset', [...DATASET_KEYS].join(', '));
  }
  if (entity !== 'attribute') return { entity, key: written.key };
  const key = Object.hasOwn(ATTRIBUTES, written.key) ? ATTRIBUTES[written.key] : undefined;
  if (key !== undefined) return { entity, key };
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid attribute key '${written.key}' specified. Valid keys are ${Object.keys(ATTRIBUTES).join(', ')}.`,
  );
}
