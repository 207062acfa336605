/**
 * Searches experiments with MLflow's filter and order (mlflow/utils/search_utils.py, SearchExperimentsUtils). There are
 * few enough of them to be looked at one by one.
 */
import { invalidParameter, AppError } from '../core/app-error.ts';
import { parseClauses, parseOrder, type Clause, type Order } from '../core/clauses.ts';
import { compileLikeOperator } from '../core/like.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** Which experiments. */
export interface SearchExperimentsInput {
  filter: string;
  orderBy: string[];
  lifecycleStages: readonly Experiment['lifecycleStage'][];
  /** How many to pass over, and how many to return. */
  offset: number;
  limit: number;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

const KEYS = ['name', 'experiment_id', 'creation_time', 'last_update_time'] as const;
type Key = (typeof KEYS)[number];

/**
 * A page of experiments, newest first unless ordered otherwise, and whether there are more.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a filter or an order that is not understood
 */
export async function searchExperiments({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: SearchExperimentsInput;
}): Promise<{ experiments: Experiment[]; more: boolean }> {
  const conditions = parseClauses(input.filter).map(toCondition);
  const orders = (input.orderBy.length > 0 ? input.orderBy : ['creation_time DESC', 'experiment_id ASC'])
    .map(parseOrder)
    .map(checkOrder);
  const all = await services.experiments.list();
  const found = all
    .filter(({ experimentId }) => input.within === null || experimentId === input.within)
    .filter(({ lifecycleStage }) => input.lifecycleStages.includes(lifecycleStage))
    .filter((experiment) => conditions.every((holds) => holds(experiment)))
    .toSorted((one, two) => compareBy(orders, one, two));
  const end = input.offset + input.limit;
  return { experiments: found.slice(input.offset, end), more: found.length > end };
}

function toCondition(clause: Clause): (experiment: Experiment) => boolean {
  if (clause.entity === 'tag' || clause.entity === 'tags') {
    const matches = toTagMatcher(clause);
    return ({ tags }) => matches(Object.hasOwn(tags, clause.key) ? tags[clause.key] : undefined);
  }
  const key = toKey(clause);
  const matches =
    key === 'creation_time' || key === 'last_update_time' ? toTimeMatcher(clause) : toNameMatcher(clause);
  return (experiment) => matches(valueOf(experiment, key));
}

/** A key that is written without an entity, or as an attribute. */
function toKey({ entity, key }: Pick<Clause, 'entity' | 'key'>): Key {
  const known = KEYS.find((name) => name === key);
  if ((entity !== null && entity !== 'attribute' && entity !== 'attributes') || known === undefined) {
    const written = entity === null ? key : `${entity}.${key}`;
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid attribute key '${written}' specified. Valid keys are ${KEYS.join(', ')} and tags.<key>.`,
    );
  }
  return known;
}

function toTagMatcher(clause: Clause): (value: string | undefined) => boolean {
  if (clause.operator === 'IS NULL') return (value) => value === undefined;
  if (clause.operator === 'IS NOT NULL') return (value) => value !== undefined;
  const matches = toTextMatcher(clause, ['=', '!=', 'LIKE', 'ILIKE']);
  return (value) => value !== undefined && matches(value);
}

function toNameMatcher(clause: Clause): (value: string | number) => boolean {
  const operators =
    clause.key === 'name' ? (['=', '!=', 'LIKE', 'ILIKE'] as const) : (['=', '!=', 'IN', 'NOT IN'] as const);
  const matches = toTextMatcher(clause, operators);
  return (value) => matches(String(value));
}

function toTextMatcher(clause: Clause, allowed: readonly Clause['operator'][]): (value: string) => boolean {
  const { operator, values } = clause;
  if (!allowed.includes(operator)) throw invalidOperator(clause, allowed);
  if (clause.key !== 'experiment_id' && values.some((value) => typeof value !== 'string')) {
    throw invalidParameter(clause.key, 'text in quotes');
  }
  const texts = values.map(String);
  const [text = ''] = texts;
  switch (operator) {
    case 'LIKE':
    case 'ILIKE':
      return compileLikeOperator(operator, text);
    case '!=':
    case 'NOT IN':
      return (value) => !texts.includes(value);
    default:
      return (value) => texts.includes(value);
  }
}

function toTimeMatcher(clause: Clause): (value: string | number) => boolean {
  const wanted = Number(clause.values[0]);
  if (!Number.isFinite(wanted)) throw invalidParameter(clause.key, 'Unix milliseconds');
  switch (clause.operator) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '<':
      return (value) => Number(value) < wanted;
    case '<=':
      return (value) => Number(value) <= wanted;
    case '>':
      return (value) => Number(value) > wanted;
    case '>=':
      return (value) => Number(value) >= wanted;
    default:
      throw invalidOperator(clause, ['=', '!=', '<', '<=', '>', '>=']);
  }
}

function invalidOperator(clause: Clause, allowed: readonly string[]): AppError {
  return new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid comparator ${clause.operator} for '${clause.key}' at position ${clause.position}: expected ${allowed.join(', ')}.`,
  );
}

function checkOrder(order: Order): { key: Key; descending: boolean } {
  return { key: toKey(order), descending: order.descending };
}

function valueOf(experiment: Experiment, key: Key): string | number {
  const values: Record<Key, string | number> = {
    name: experiment.name,
    experiment_id: Number(experiment.experimentId),
    creation_time: experiment.createdAtMs,
    last_update_time: experiment.updatedAtMs,
  };
  return values[key];
}

function compareBy(
  orders: readonly { key: Key; descending: boolean }[],
  one: Experiment,
  two: Experiment,
): number {
  for (const { key, descending } of [...orders, { key: 'experiment_id' as const, descending: true }]) {
    const [left, right] = [valueOf(one, key), valueOf(two, key)];
    if (left === right) continue;
    return left < right === descending ? 1 : -1;
  }
  return 0;
}
