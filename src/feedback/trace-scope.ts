/** The experiment whose trace is spoken of. An id of a trace means another trace in another experiment. */

/** Where a trace is looked for. */
export type TraceScope =
  /** That of a key: the only experiment it may see; null is whichever owns the id. */
  | { within: string | null }
  /** That of a token: the experiment as the caller of the proxy named it; null is the default. */
  | { experiment: string | null };

/**
 * What tells the trace from others: who speaks of an id within one experiment speaks of another trace than who does within
 * another. Asks no store.
 */
export function keyOfTrace(scope: TraceScope, traceId: string): string {
  return JSON.stringify(['within' in scope ? scope.within : scope.experiment, traceId]);
}

/** What finding the experiment needs. */
export interface TraceScopeServices {
  /** The id of the experiment in which a call that names this is recorded. */
  resolveExperimentId(nameOrId: string | null): Promise<string>;
}

/**
 * The experiment whose traces are meant, as the stores want it; null is whichever owns the id.
 *
 * @throws what the registry throws
 */
export async function experimentOfScope(
  scope: TraceScope,
  services: TraceScopeServices,
): Promise<string | null> {
  return 'within' in scope ? scope.within : services.resolveExperimentId(scope.experiment);
}
