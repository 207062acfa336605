/** What the pages of labeling show, as it stands in the address. */
import { readTraceSearch, type TraceSearch } from '../traces/trace-search.ts';

/** Sessions or label schemas, of an experiment, of a status. */
export interface LabelingSearch {
  tab?: string | undefined;
  experiment?: string | undefined;
  status?: string | undefined;
}

/** Traces that a session holds at most. */
export const MOST_TRACES = 2000;

/** As many ids of traces as an address takes well. More go beside it, in the entry of the browser's history. */
export const MOST_IN_ADDRESS = 200;

declare module '@tanstack/history' {
  interface HistoryState {
    /** Traces a new session begins with, where they are more than an address takes. */
    chosenTraceIds?: string[];
  }
}

/** The traces a new session begins with: chosen ones, those that a search finds, or those of a dataset. */
export interface NewSessionSearch extends TraceSearch {
  /** Ids of chosen traces. */
  trace?: string[] | undefined;
  dataset?: string | undefined;
}

/** What is looked at of a session. */
export interface LabelingSessionSearch {
  view?: string | undefined;
  status?: string | undefined;
}

/** The search of `/labeling`; what is not understood is left out. */
export function readLabelingSearch(search: Record<string, unknown>): LabelingSearch {
  return {
    tab: text(search['tab']),
    experiment: text(search['experiment']),
    status: text(search['status']),
  };
}

/** The search of `/labeling/new`. */
export function readNewSessionSearch(search: Record<string, unknown>): NewSessionSearch {
  const { trace } = search;
  const traces = (Array.isArray(trace) ? trace : [trace]).filter((one) => typeof one === 'string');
  return {
    ...readTraceSearch(search),
    trace: traces.length === 0 ? undefined : traces,
    dataset: text(search['dataset']),
  };
}

/** The search of `/labeling/{session}`. */
export function readLabelingSessionSearch(search: Record<string, unknown>): LabelingSessionSearch {
  return { view: text(search['view']), status: text(search['status']) };
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
