/** Lists experiments. */
import type { Experiment } from './experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/**
 * Active experiments, newest first.
 *
 * @param input.within the only experiment the caller may see; null is all
 */
export async function listExperiments({
  services,
  input,
}: {
  services: { experiments: ExperimentStore };
  input: { within: string | null };
}): Promise<Experiment[]> {
  const all = await services.experiments.list();
  return all.filter(
    (experiment) =>
      experiment.lifecycleStage === 'active' &&
      (input.within === null || experiment.experimentId === input.within),
  );
}
