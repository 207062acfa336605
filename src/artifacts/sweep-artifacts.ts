/**
 * Deletes artifacts of traces that are gone. They are unreadable as soon as their trace is; here the bytes go. Each run lists
 * one page of all artifacts and goes on where the last one stopped, so a run costs the same however many there are, and
 * however many experiments.
 */
import type { ArtifactStore, SweepPlace } from './store/artifact-store.ts';
import { callerTraceIdKey } from '../core/ids.ts';
import { readArtifactPath } from './artifact-path.ts';

/** Artifacts may come before their trace. */
const YOUNG_MS = 86_400_000;
/** Traces asked for at once. */
const TRACES_AT_ONCE = 100;

/** What the sweep needs. */
export interface SweepArtifactsServices {
  artifacts: ArtifactStore;
  artifactSweep: SweepPlace;
  traces: {
    getInfos(
      traceIds: string[],
      within: string,
    ): Promise<{ traceId: string; metadata?: Record<string, string> }[]>;
  };
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * One run.
 *
 * @returns how many artifacts were deleted
 */
export async function sweepArtifacts({ services }: { services: SweepArtifactsServices }): Promise<number> {
  const { artifacts, artifactSweep, traces, now } = services;
  const page = await artifacts.listAged(await artifactSweep.get());
  const oldOfTraces = page.artifacts
    .filter(({ storedAtMs }) => storedAtMs < now() - YOUNG_MS)
    .flatMap(({ path }) => {
      const { experimentId, traceId } = readArtifactPath(path);
      return experimentId === null || traceId === null ? [] : [{ path, experimentId, traceId }];
    });
  const orphans: string[] = [];
  for (const [experimentId, own] of Map.groupBy(oldOfTraces, (artifact) => artifact.experimentId)) {
    const ids = [...new Set(own.map(({ traceId }) => traceId))];
    for (let from = 0; from < ids.length; from += TRACES_AT_ONCE) {
      const asked = ids.slice(from, from + TRACES_AT_ONCE);
      const found = new Set<string | undefined>();
      for (const { traceId, metadata } of await traces.getInfos(asked, experimentId))
        found.add(traceId).add(metadata?.[callerTraceIdKey]);
      const gone = new Set(asked.filter((traceId) => !found.has(traceId)));
      orphans.push(...own.filter(({ traceId }) => gone.has(traceId)).map(({ path }) => path));
    }
  }
  await artifacts.deleteAll(orphans);
  await artifactSweep.set(page.more ? (page.artifacts.at(-1)?.path ?? null) : null);
  return orphans.length;
}
