/** Begins a run. */
import { AppError } from '../core/app-error.ts';
import { randomHex } from '../core/ids.ts';
import { checkActive } from '../experiments/change-experiment.ts';
import { getExperiment } from '../experiments/get-experiment.ts';
import type { ExperimentStore } from '../experiments/store/experiment-store.ts';
import { checkedTag } from './check-entries.ts';
import type { RunServices } from './get-run.ts';
import { runNameTag, type Run } from './run.ts';

/** What a new run should be. */
export interface CreateRunInput {
  experimentId: string;
  /** Null: the one in the tags, or one made here. */
  name: string | null;
  userId: string;
  /** Unix milliseconds; null: now. */
  startTimeMs: number | null;
  tags: Record<string, string>;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The new run, in state RUNNING.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for an experiment that is not there; INVALID_PARAMETER_VALUE for a deleted
 *   one, or when name and tag disagree
 */
export async function createRun({
  services,
  input,
}: {
  services: RunServices & { experiments: ExperimentStore };
  input: CreateRunInput;
}): Promise<Run> {
  const { experimentId, within } = input;
  checkActive(await getExperiment({ services, input: { experimentId, within } }));
  const tags = Object.fromEntries(
    Object.entries(input.tags).map(([key, value]) => [key, checkedTag(key, value)]),
  );
  const tagged = tags[runNameTag];
  if (input.name !== null && tagged !== undefined && tagged !== input.name) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Both 'run_name' argument and '${runNameTag}' tag are specified, but with different values.`,
    );
  }
  const runId = randomHex(16);
  const name = input.name ?? tagged ?? `run-${runId.slice(0, 6)}`;
  const run: Run = {
    runId,
    experimentId,
    name,
    userId: input.userId,
    status: 'RUNNING',
    startTimeMs: input.startTimeMs ?? services.now(),
    endTimeMs: null,
    lifecycleStage: 'active',
    metrics: [],
    params: {},
    tags: { ...tags, [runNameTag]: name },
    datasets: [],
    modelInputs: [],
    modelOutputs: [],
  };
  await services.runs.create(run);
  return run;
}
