/** Where the traces of a session come from, while somebody chooses; and as the API takes it. */
import { call } from '../api/call.ts';
import type { TraceInfo } from '../api/types.ts';
import { isNarrowed, toFilters, toParameters, type TraceSearch } from '../traces/trace-search.ts';
import { MOST_TRACES } from './labeling-search.ts';

/** Ways to choose. */
export type SourceKind = 'search' | 'chosen' | 'dataset' | 'later';

/** A choice. */
export interface TraceSource {
  kind: SourceKind;
  /** What a search finds, newest first. */
  search: TraceSearch;
  most: number;
  /** Ids, parted by anything but letters, digits and dashes. */
  chosen: string;
  /** Id of a dataset. */
  dataset: string;
}

const PAGE = 1000;

/** The ids that were typed, each once. */
export function idsOf(chosen: string): string[] {
  return [...new Set(chosen.split(/[^\w-]+/).filter((id) => id !== ''))];
}

/** True when there is something to send. */
export function isComplete({ kind, chosen, dataset, most }: TraceSource): boolean {
  if (kind === 'chosen') return idsOf(chosen).length > 0;
  if (kind === 'dataset') return dataset !== '';
  return kind === 'later' || (Number.isInteger(most) && most >= 1 && most <= MOST_TRACES);
}

/**
 * The source as the API takes it; undefined adds nothing. A search that is a filter alone is the API's to find; one by
 * other marks is found here first.
 */
export async function toItems(source: TraceSource, experiment: string): Promise<object | undefined> {
  const { kind, search, most, chosen, dataset } = source;
  if (kind === 'later') return undefined;
  if (kind === 'chosen') return { trace_ids: idsOf(chosen) };
  if (kind === 'dataset') return { dataset };
  const { filter = '', ...marks } = search;
  const hasTime = search.range !== undefined || search.from !== undefined || search.to !== undefined;
  const isFilterAlone = !hasTime && !isNarrowed({ ...marks, experiment: undefined });
  if (isFilterAlone) return { filter, most };
  return { trace_ids: await findIds(search, { experiment, most }) };
}

/** The newest traces of the experiment that the search finds. */
async function findIds(
  search: TraceSearch,
  { experiment, most }: { experiment: string; most: number },
): Promise<string[]> {
  const query = toParameters({ ...search, experiment, order: undefined }, Date.now());
  const found: string[] = [];
  let token: string | null = '';
  while (token !== null && found.length < most) {
    const page: { traces: TraceInfo[]; next_page_token: string | null } = await call('/api/v1/traces', {
      query: { ...query, page_size: Math.min(PAGE, most - found.length), page_token: token },
    });
    found.push(...page.traces.map(({ trace_id: id }) => id));
    token = page.next_page_token;
  }
  if (found.length === 0) throw new Error('No trace is like that in this experiment.');
  return found;
}

/** What counting the traces of a search asks the API for. */
export function toCounting(search: TraceSearch, experiment: string, nowMs: number) {
  const { from, to } = toParameters(search, nowMs);
  return { ...toFilters({ ...search, experiment }), from, to };
}
