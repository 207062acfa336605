/**
 * Which id a name or id stands for, in this isolate: every trace asks, and names rarely change. Kept beyond its short time as
 * the last known answer for a registry that does not answer.
 */

const MAX_ENTRIES = 1000;
const KNOWN_MS = 60_000;
/** Shorter: what is deleted elsewhere should take no more writes. */
const ACTIVE_MS = 5_000;

/** Ids by what callers wrote. */
export interface ExperimentCache {
  get(nameOrId: string): string | undefined;
  /** The same from before, however long ago. */
  lastKnown(nameOrId: string): string | undefined;
  set(nameOrId: string, experimentId: string): void;
  /** Whether an experiment of that id existed and was active a moment ago. */
  wasActive(experimentId: string): boolean;
  /** Notes that it is. */
  setActive(experimentId: string): void;
  /** Forgets everything: after an experiment was renamed. */
  clear(): void;
}

/** Creates an empty cache. Keep one per isolate. */
export function createExperimentCache({ now }: { now: () => number }): ExperimentCache {
  const entries = new Map<string, { experimentId: string; untilMs: number }>();
  const active = new Map<string, number>();
  return {
    get(nameOrId) {
      const entry = entries.get(nameOrId);
      return entry === undefined || entry.untilMs <= now() ? undefined : entry.experimentId;
    },
    lastKnown: (nameOrId) => entries.get(nameOrId)?.experimentId,
    set(nameOrId, experimentId) {
      entries.delete(nameOrId);
      entries.set(nameOrId, { experimentId, untilMs: now() + KNOWN_MS });
      const oldest = entries.size > MAX_ENTRIES ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    wasActive: (experimentId) => (active.get(experimentId) ?? 0) > now(),
    setActive(experimentId) {
      if (active.size >= MAX_ENTRIES) active.clear();
      active.set(experimentId, now() + ACTIVE_MS);
    },
    clear() {
      entries.clear();
      active.clear();
    },
  };
}
