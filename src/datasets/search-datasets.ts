/** Searches datasets. */
import { invalidParameter } from '../core/app-error.ts';
import { parseDatasetFilter, parseDatasetOrder, type Parsed } from './dataset-filter.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetStore } from './store/dataset-store.ts';

/** What to search for. */
export interface SearchDatasetsInput {
  /** Linked to any of these; empty is all the caller may see. */
  experimentIds: string[];
  /** MLflow's grammar; empty is no condition. */
  filter: string;
  /** Such as `name ASC`; empty is newest first. */
  orderBy: string[];
  pageSize: number;
  /** From the page before; opaque. */
  pageToken: string | null;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** A page of datasets. */
export interface DatasetPage {
  datasets: Dataset[];
  /** Null on the last page. */
  nextPageToken: string | null;
}

/**
 * The datasets that are found.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function searchDatasets({
  services,
  input,
}: {
  services: { datasets: DatasetStore };
  input: SearchDatasetsInput;
}): Promise<DatasetPage> {
  const offset = readToken(input.pageToken);
  const found = await services.datasets.search({
    experimentIds: restrict(input.experimentIds, input.within),
    conditions: valueOf('filter', parseDatasetFilter(input.filter)),
    order: valueOf('order_by', parseDatasetOrder(input.orderBy)),
    pageSize: input.pageSize + 1,
    offset,
  });
  const more = found.length > input.pageSize;
  return {
    datasets: found.slice(0, input.pageSize),
    nextPageToken: more ? btoa(JSON.stringify({ offset: offset + input.pageSize })) : null,
  };
}

function restrict(wanted: string[], within: string | null): string[] | null {
  if (within === null) return wanted.length === 0 ? null : wanted;
  return wanted.length === 0 ? [within] : wanted.filter((id) => id === within);
}

function valueOf<Value>(field: string, parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw invalidParameter(field, parsed.expected);
  return parsed.value;
}

function readToken(token: string | null): number {
  if (token === null || token === '') return 0;
  const bad = invalidParameter('page_token', 'the next_page_token of the page before');
  try {
    const read: unknown = JSON.parse(atob(token));
    const offset = typeof read === 'object' && read !== null && 'offset' in read ? read.offset : null;
    if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset;
  } catch {
    throw bad;
  }
  throw bad;
}
