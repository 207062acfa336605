/** Searches versions with MLflow's filter (mlflow/utils/search_utils.py, SearchModelVersionUtils). */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { parseClauses, parseOrder, type Clause } from '../core/clauses.ts';
import type { PromptVersion } from './prompt.ts';
import { tagOf, toTextTest } from './search-prompts.ts';
import type { PageOf, PromptStore } from './store/prompt-store.ts';

/** Which versions. */
export interface SearchVersionsInput extends PageOf {
  filter: string;
  orderBy: string[];
}

const READ_AT_ONCE = 200;
/** Beyond this many candidates a search must name its prompt. */
const MOST_VERSIONS = 10_000;

/**
 * A page of versions, highest first within a prompt unless ordered otherwise, and whether there are more.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a filter or an order that is not understood
 */
export async function searchVersions({
  services,
  input,
}: {
  services: { prompts: PromptStore };
  input: SearchVersionsInput;
}): Promise<{ versions: PromptVersion[]; more: boolean }> {
  const clauses = parseClauses(input.filter);
  const conditions = clauses.map(toCondition);
  const compare = toComparison(input.orderBy);
  const named = clauses.find(
    ({ entity, key, operator }) => entity === null && key === 'name' && operator === '=',
  );
  const names =
    named === undefined
      ? (await services.prompts.list()).map(({ name }) => name)
      : named.values.map(String).slice(0, 1);
  const found: PromptVersion[] = [];
  for (const name of names) {
    const all = await allVersions(services.prompts, name);
    found.push(...all.filter((version) => conditions.every((holds) => holds(version))));
    if (found.length > MOST_VERSIONS)
      throw invalidParameter('filter', "a prompt by name, such as name = 'support'");
  }
  const sorted = compare === null ? found : found.toSorted(compare);
  const end = input.offset + input.limit;
  return { versions: sorted.slice(input.offset, end), more: sorted.length > end };
}

async function allVersions(prompts: PromptStore, name: string): Promise<PromptVersion[]> {
  const versions: PromptVersion[] = [];
  for (let offset = 0; offset <= MOST_VERSIONS; offset += READ_AT_ONCE) {
    const page = await prompts.listVersions(name, { offset, limit: READ_AT_ONCE });
    versions.push(...page);
    if (page.length < READ_AT_ONCE) break;
  }
  return versions;
}

function toCondition(clause: Clause): (version: PromptVersion) => boolean {
  if (clause.entity === 'tag' || clause.entity === 'tags') {
    const test = toTextTest(clause);
    return ({ tags }) => test(tagOf(tags, clause.key));
  }
  const isOwn = clause.entity === null || clause.entity === 'attribute' || clause.entity === 'attributes';
  if (isOwn && clause.key === 'name') {
    const test = toTextTest(clause);
    return ({ name }) => test(name);
  }
  if (isOwn && clause.key === 'version_number') return toNumberTest(clause);
  // Versions have neither a run nor a source.
  if (isOwn && (clause.key === 'run_id' || clause.key === 'source_path')) return () => false;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid attribute key '${clause.key}': expected name, version_number, run_id, source_path or tags.<key>.`,
  );
}

function toNumberTest({ operator, values, key }: Clause): (version: PromptVersion) => boolean {
  const wanted = Number(values[0]);
  switch (operator) {
    case '=':
      return ({ version }) => version === wanted;
    case '!=':
      return ({ version }) => version !== wanted;
    case '<':
      return ({ version }) => version < wanted;
    case '<=':
      return ({ version }) => version <= wanted;
    case '>':
      return ({ version }) => version > wanted;
    case '>=':
      return ({ version }) => version >= wanted;
    default:
      throw invalidParameter(key, `a comparison of numbers and not ${operator}`);
  }
}

/** Null: the order of the store. */
function toComparison(
  orderBy: readonly string[],
): ((one: PromptVersion, two: PromptVersion) => number) | null {
  const orders = orderBy.map(parseOrder);
  if (orders.length === 0) return null;
  const valueOf: Record<string, (version: PromptVersion) => string | number> = {
    name: ({ name }) => name,
    version_number: ({ version }) => version,
    creation_timestamp: ({ createdAtMs }) => createdAtMs,
    last_updated_timestamp: ({ updatedAtMs }) => updatedAtMs,
  };
  const unknown = orders.find(({ key }) => !Object.hasOwn(valueOf, key));
  if (unknown !== undefined) throw invalidParameter('order_by', `one of ${Object.keys(valueOf).join(', ')}`);
  return (one, two) => {
    for (const { key, descending } of orders) {
      const [left, right] = [valueOf[key]?.(one) ?? 0, valueOf[key]?.(two) ?? 0];
      if (left !== right) return left < right === descending ? 1 : -1;
    }
    return two.version - one.version;
  };
}
