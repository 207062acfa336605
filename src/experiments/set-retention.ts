/** Says how long an experiment keeps its traces. */
import { invalidParameter } from '../core/app-error.ts';
import type { Experiment } from './experiment.ts';
import { noSuchExperiment } from './get-experiment.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

const MAX_RETENTION_DAYS = 3650;

/**
 * The changed experiment. The next retention run acts on it.
 *
 * @param input.retentionDays null for the deployment's default
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST
 */
export async function setRetention({
  services,
  input,
}: {
  services: { experiments: ExperimentStore; now: () => number };
  input: { experimentId: string; retentionDays: number | null };
}): Promise<Experiment> {
  const { experimentId, retentionDays } = input;
  const valid = retentionDays === null || (Number.isInteger(retentionDays) && retentionDays >= 1);
  if (!valid || (retentionDays ?? 1) > MAX_RETENTION_DAYS) {
    throw invalidParameter(
      'retention_days',
      `a whole number of days from 1 to ${MAX_RETENTION_DAYS}, or null`,
    );
  }
  const changed = await services.experiments.update(experimentId, { retentionDays }, services.now());
  if (changed === null) throw noSuchExperiment(experimentId);
  return changed;
}
