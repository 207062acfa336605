/**
 * Deletes artifacts of traces that are gone. They are unreadable as soon as their trace is; here the bytes go. Each run
 * looks at the traces whose id begins with the two digits of its turn, so all have their turn once a day.
 */
import type { ArtifactStore } from './store/artifact-store.ts';
import { readArtifactPath } from './artifact-path.ts';

const TURNS = 256;
const TURN_MS = 300_000;
/** Artifacts may come before their trace. */
const YOUNG_MS = 86_400_000;

/** What the sweep needs. */
export interface SweepArtifactsServices {
  artifacts: ArtifactStore;
  traces: { getExperimentId(traceId: string, within: string): Promise<string | null> };
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * One run.
 *
 * @param input.experimentIds experiments to look into
 * @returns how many artifacts were deleted
 */
export async function sweepArtifacts({
  services,
  input,
}: {
  services: SweepArtifactsServices;
  input: { experimentIds: string[] };
}): Promise<number> {
  const { artifacts, traces, now } = services;
  const turn = (Math.floor(now() / TURN_MS) % TURNS).toString(16).padStart(2, '0');
  let deleted = 0;
  for (const experimentId of input.experimentIds) {
    const found = await artifacts.listAged(`${experimentId}/traces/tr-${turn}`);
    const old = found.filter(({ storedAtMs }) => storedAtMs < now() - YOUNG_MS);
    const orphans: string[] = [];
    for (const { path } of old) {
      const { traceId } = readArtifactPath(path);
      if (traceId !== null && (await traces.getExperimentId(traceId, experimentId)) === null)
        orphans.push(path);
    }
    await artifacts.deleteAll(orphans);
    deleted += orphans.length;
  }
  return deleted;
}
