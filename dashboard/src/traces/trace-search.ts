/** Which traces somebody looks at, as it stands in the address; and what it asks the API for. */
import type { Parameters } from '../api/call.ts';
import { isRange, resolveRange, type RangeName } from '../format/time-range.ts';

/** Facts that traces can be narrowed to, one value each. */
export const facts = ['state', 'provider', 'model', 'session', 'user'] as const;

/** One of {@link facts}. */
export type Fact = (typeof facts)[number];

/** Orders of the table. */
export const orders = {
  newest: { label: 'Newest first', orderBy: undefined },
  oldest: { label: 'Oldest first', orderBy: 'timestamp_ms ASC' },
  slowest: { label: 'Slowest first', orderBy: 'execution_time_ms DESC' },
} as const;

/** One of {@link orders}. */
export type OrderName = keyof typeof orders;

/** The search. Members that are absent do not narrow it. */
export interface TraceSearch {
  range?: RangeName | undefined;
  /** Unix milliseconds; these outrank the range. */
  from?: number | undefined;
  to?: number | undefined;
  experiment?: string | undefined;
  state?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  session?: string | undefined;
  user?: string | undefined;
  /** `key:value` each. */
  tag?: string[] | undefined;
  text?: string | undefined;
  /** In MLflow's grammar. */
  filter?: string | undefined;
  order?: OrderName | undefined;
}

/** The search of an address; what is not understood is left out. */
export function readTraceSearch(search: Record<string, unknown>): TraceSearch {
  const text = (name: string) => {
    const value = search[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const time = (name: string) => {
    const value = Number(search[name]);
    return search[name] !== undefined && Number.isFinite(value) ? value : undefined;
  };
  const { range, order, tag } = search;
  const tags = (Array.isArray(tag) ? tag : [tag]).filter((one) => typeof one === 'string');
  return {
    range: isRange(range) ? range : undefined,
    from: time('from'),
    to: time('to'),
    experiment: text('experiment'),
    state: text('state'),
    provider: text('provider'),
    model: text('model'),
    session: text('session'),
    user: text('user'),
    tag: tags.length === 0 ? undefined : tags,
    text: text('text'),
    filter: text('filter'),
    order: typeof order === 'string' && Object.hasOwn(orders, order) ? (order as OrderName) : undefined,
  };
}

/** Where the calls of Weir's own judges are traced. Who looks at all experiments means calls of programs and people. */
export const judgeExperiment = 'weir-judges';

/** Everything but time and order, as the API takes it. Judges' own calls only where their experiment is chosen. */
export function toFilters(search: TraceSearch): Parameters {
  const { experiment } = search;
  return {
    ...conditionsOf(search),
    without_experiment: experiment === undefined ? judgeExperiment : undefined,
  };
}

function conditionsOf(search: TraceSearch) {
  const { experiment, state, provider, model, session, user, tag, text, filter } = search;
  return { experiment, state, provider, model, session, user, tag, text, filter };
}

/** What the search of traces asks the API for. */
export function toParameters(search: TraceSearch, nowMs: number): Parameters {
  const range = search.range === undefined ? undefined : resolveRange(search.range, nowMs);
  return {
    ...toFilters(search),
    from: search.from ?? range?.fromMs,
    // The range ends now; what comes while somebody looks belongs to it.
    to: search.to,
    order_by: orders[search.order ?? 'newest'].orderBy,
  };
}

/** True when the search is narrowed by anything but time. */
export function isNarrowed(search: TraceSearch): boolean {
  return Object.values(conditionsOf(search)).some((value) => value !== undefined);
}

/** Text as a value in a filter. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
