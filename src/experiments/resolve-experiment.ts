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
  /** Unix milliseconds. */
  now: () => number;
}

/**
 * The id of the experiment that is meant. Digits that are the id of an experiment mean that id; anything else is a name,
 * also that of a deleted experiment: what was recorded is not refused because of where it should go.
 *
 * @param input null or blank is the default experiment
 */
export async function resolveExperiment({
  services,
  input,
}: {
  services: ResolveExperimentServices;
  input: { nameOrId: string | null };
}): Promise<string> {
  const { experimentCache } = services;
  const wanted = (input.nameOrId ?? '')
    .toWellFormed()
    .replaceAll('\0', '')
    .trim()
    .slice(0, MAX_NAME_CHARACTERS);
  if (wanted === '') return defaultExperimentId;
  const known = experimentCache.get(wanted);
  if (known !== undefined) return known;
  try {
    const experimentId = await findOrCreate(services, wanted);
    experimentCache.set(wanted, experimentId);
    return experimentId;
  } catch (cause) {
    const lastKnown = experimentCache.lastKnown(wanted);
    if (lastKnown !== undefined && isStoreFailure(cause)) return lastKnown;
    throw cause;
  }
}

async function findOrCreate(
  { experiments, now }: ResolveExperimentServices,
  wanted: string,
): Promise<string> {
  const found =
    (await findExperiment({ services: { experiments }, input: { nameOrId: wanted } })) ??
    (await experiments.create(wanted, now())) ??
    // Somebody else created it between the two questions.
    (await experiments.getByName(wanted));
  if (found === null) throw new Error(`the experiment "${wanted}" could neither be found nor created`);
  return found.experimentId;
}
