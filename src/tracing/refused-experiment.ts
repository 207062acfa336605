/** Says on a trace that it was meant for an experiment that could not be made, because its key has made as many as it may. */
import type { Trace } from './trace.ts';

/** Metadata key: the name of the experiment that was asked for. The trace lies in the default one. */
const refusedExperimentKey = 'weir.experiment.refused';

/** The trace, saying so; the same trace where nothing was refused. */
export function tellRefused(trace: Trace, refusedName: string | null): Trace {
  if (refusedName === null) return trace;
  const metadata = { ...trace.info.metadata, [refusedExperimentKey]: refusedName };
  return { ...trace, info: { ...trace.info, metadata } };
}
