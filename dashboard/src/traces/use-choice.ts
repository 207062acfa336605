/**
 * Traces that somebody chose in the table, to do something with all of them: as many as a labeling session holds. More are
 * named by a search.
 */
import { useState } from 'react';
import type { TraceInfo } from '../api/types.ts';
import { MOST_TRACES } from '../labeling/labeling-search.ts';

/** The chosen ones, by id. */
export interface TraceChoice {
  chosen: ReadonlyMap<string, TraceInfo>;
  toggle: (trace: TraceInfo) => void;
  /** Chooses all of them, as far as there is room; none of them when all are chosen. */
  toggleAll: (traces: readonly TraceInfo[]) => void;
}

export function useTraceChoice(): TraceChoice & { clear: () => void } {
  const [chosen, setChosen] = useState<ReadonlyMap<string, TraceInfo>>(new Map());
  return {
    chosen,
    toggle: (trace) =>
      setChosen((before) => {
        const after = new Map(before);
        if (!after.delete(trace.trace_id) && after.size < MOST_TRACES) after.set(trace.trace_id, trace);
        return after;
      }),
    toggleAll: (traces) =>
      setChosen((before) => {
        const after = new Map(before);
        const missing = traces.filter(({ trace_id: id }) => !before.has(id));
        if (missing.length === 0) for (const { trace_id: id } of traces) after.delete(id);
        for (const trace of missing.slice(0, MOST_TRACES - before.size)) after.set(trace.trace_id, trace);
        return after;
      }),
    clear: () => setChosen(new Map()),
  };
}
