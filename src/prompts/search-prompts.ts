/**
 * Searches prompts with MLflow's filter (mlflow/utils/search_utils.py, SearchModelUtils), and by a word. There are few
 * enough of them to be looked at one by one.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { parseClauses, parseOrder, type Clause } from '../core/clauses.ts';
import { compileLikeOperator } from '../core/like.ts';
import type { Prompt } from './prompt.ts';
import type { PageOf, PromptStore } from './store/prompt-store.ts';

/** Which prompts. */
export interface SearchPromptsInput extends PageOf {
  filter: string;
  orderBy: string[];
  /** A word in name, description or tags; empty is all. */
  text: string;
}

/** The tag that tells prompts from models on MLflow's wire; every prompt has it there. */
export const isPromptTag = 'mlflow.prompt.is_prompt';

/**
 * A page of prompts, by name unless ordered otherwise, and whether there are more.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a filter or an order that is not understood
 */
export async function searchPrompts({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: SearchPromptsInput;
}): Promise<{ prompts: Prompt[]; more: boolean }> {
  const conditions = parseClauses(input.filter).map(toCondition);
  const compare = toComparison(input.orderBy);
  const wanted = input.text.toLowerCase();
  const found = (await services.prompts.list())
    .filter((prompt) => wanted === '' || wordsOf(prompt).includes(wanted))
    .filter((prompt) => conditions.every((holds) => holds(prompt)))
    .toSorted(compare);
  const end = input.offset + input.limit;
  return { prompts: found.slice(input.offset, end), more: found.length > end };
}

/** A tag of a prompt, the implied one too. */
export function tagOf(tags: Record<string, string>, key: string): string | undefined {
  if (key === isPromptTag) return 'true';
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/**
 * A test of a text by a clause.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for an operator texts do not have
 */
export function toTextTest(clause: Clause): (value: string | undefined) => boolean {
  const { operator, values } = clause;
  const [first = ''] = values.map(String);
  switch (operator) {
    case '=':
      return (value) => value === first;
    case '!=':
      return (value) => value !== first;
    case 'LIKE':
    case 'ILIKE': {
      const matches = compileLikeOperator(operator, first);
      return (value) => value !== undefined && matches(value);
    }
    default:
      throw invalidParameter(clause.key, `one of =, !=, LIKE, ILIKE and not ${operator}`);
  }
}

function toCondition(clause: Clause): (prompt: Prompt) => boolean {
  const test = toTextTest(clause);
  if (clause.entity === 'tag' || clause.entity === 'tags') return ({ tags }) => test(tagOf(tags, clause.key));
  if (isName(clause)) return ({ name }) => test(name);
  const written = clause.entity === null ? clause.key : `${clause.entity}.${clause.key}`;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid attribute key '${written}': expected name or tags.<key>.`,
  );
}

function isName({ entity, key }: Clause): boolean {
  return key === 'name' && (entity === null || entity === 'attribute' || entity === 'attributes');
}

function toComparison(orderBy: readonly string[]): (one: Prompt, two: Prompt) => number {
  const orders = orderBy.map(parseOrder);
  for (const { key } of orders) {
    if (key === 'name' || key === 'creation_timestamp' || key === 'last_updated_timestamp') continue;
    throw invalidParameter(
      'order_by',
      'name, creation_timestamp or last_updated_timestamp, with ASC or DESC',
    );
  }
  return (one, two) => {
    for (const { key, descending } of orders) {
      const order =
        key === 'name'
          ? compareText(one.name, two.name)
          : key === 'creation_timestamp'
            ? one.createdAtMs - two.createdAtMs
            : one.updatedAtMs - two.updatedAtMs;
      if (order !== 0) return descending ? -order : order;
    }
    return compareText(one.name, two.name);
  };
}

function compareText(one: string, two: string): number {
  if (one === two) return 0;
  return one < two ? -1 : 1;
}

function wordsOf({ name, description, tags }: Prompt): string {
  const ownTags = Object.entries(tags).filter(([key]) => !key.startsWith('_'));
  return [name, description ?? '', ...ownTags.flat()].join('\n').toLowerCase();
}
