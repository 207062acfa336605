/** Traces that somebody chose in the table, to do something with all of them. */
import { useState } from 'react';
import type { TraceInfo } from '../api/types.ts';

/** They travel in an address, which has bounds. More are named by a search. */
const MOST_CHOSEN = 200;

/** The chosen ones, by id. */
export interface TraceChoice {
  chosen: ReadonlyMap<string, TraceInfo>;
  toggle: (trace: TraceInfo) => void;
}

export function useTraceChoice(): TraceChoice & { clear: () => void } {
  const [chosen, setChosen] = useState<ReadonlyMap<string, TraceInfo>>(new Map());
  return {
    chosen,
    toggle: (trace) =>
      setChosen((before) => {
        const after = new Map(before);
        if (!after.delete(trace.trace_id) && after.size < MOST_CHOSEN) after.set(trace.trace_id, trace);
        return after;
      }),
    clear: () => setChosen(new Map()),
  };
}
