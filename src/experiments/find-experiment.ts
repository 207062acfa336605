/** Finds an experiment by what a caller wrote, without creating it. */
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** The experiment of that id, else of that name, else null. */
export async function findExperiment({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { nameOrId: string };
}): Promise<Experiment | null> {
  const byId = /^\d+$/.test(input.nameOrId) ? await services.experiments.get(input.nameOrId) : null;
  return byId ?? services.experiments.getByName(input.nameOrId);
}
