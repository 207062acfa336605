/** Turns what a caller wrote into an experiment's id: an id, a name, or nothing. A new name makes a new experiment. */
import { isStoreFailure } from '../core/store-failure.ts';
import { defaultExperimentId } from './experiment.ts';
import type { ExperimentCache } from './experiment-cache.ts';
import { findExperiment } from './find-experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

const MAX_NAME_CHARACTERS = 500;

/** What resolving needs. */
export interface ResolveExperimentServices {
  experiments: ExperimentStore;
  experimentCache: ExperimentCache;
  settings: { experimentsPerKey: number };
  /** Unix milliseconds. */
  now: () => number;
}

/** An experiment by what a caller wrote. */
export interface ResolvedExperiment {
  experimentId: string;
  /** The name that was asked for and could not be made, because its caller has made as many as it may; else null. */
  refusedName: string | null;
}

/** Who made a call that bore no key. */
const NOBODY = 'nobody';

/**
 * The id of the experiment that is meant. Digits that are the id of an experiment mean that id; anything else is a name,
 * also that of a deleted experiment: what was recorded is not refused because of where it should go. For the same reason
 * a name that may not be made any more means the default experiment.
 *
 * @param input.nameOrId null or blank is the default experiment
 * @param input.by the id of the key that names it; null where there is none
 */
export async function resolveExperiment({
  services,
  input,
}: {
  services: ResolveExperimentServices;
  input: { nameOrId: string | null; by: string | null };
}): Promise<ResolvedExperiment> {
  const { experimentCache } = services;
  const wanted = (input.nameOrId ?? '')
    .toWellFormed()
    .replaceAll('\0', '')
    .trim()
    .slice(0, MAX_NAME_CHARACTERS);
  if (wanted === '') return { experimentId: defaultExperimentId, refusedName: null };
  const known = experimentCache.get(wanted);
  if (known !== undefined) return { experimentId: known, refusedName: null };
  try {
    const experimentId = await findOrCreate(services, wanted, input.by ?? NOBODY);
    if (experimentId === null) return { experimentId: defaultExperimentId, refusedName: wanted };
    experimentCache.set(wanted, experimentId);
    return { experimentId, refusedName: null };
  } catch (cause) {
    const lastKnown = experimentCache.lastKnown(wanted);
    if (lastKnown !== undefined && isStoreFailure(cause))
      return { experimentId: lastKnown, refusedName: null };
    throw cause;
  }
}

/** Null when it is not there and may not be made. */
async function findOrCreate(
  { experiments, settings, now }: ResolveExperimentServices,
  wanted: string,
  by: string,
): Promise<string | null> {
  const asked = { atMs: now(), by, most: settings.experimentsPerKey };
  const found =
    (await findExperiment({ services: { experiments }, input: { nameOrId: wanted } })) ??
    (await experiments.createNamed(wanted, asked)) ??
    // Somebody else created it between the two questions.
    (await experiments.getByName(wanted));
  return found?.experimentId ?? null;
}
