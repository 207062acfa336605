/** An experiment: the drawer that traces lie in, with MLflow's meaning, and how long they stay there. */

/** The experiment every deployment has. */
export const defaultExperimentId = '0';

/** Tag of an experiment that was made because a recorded call named it: the key of the call. */
export const namedByKey = 'weir.named_by';

/** An experiment. Times are Unix milliseconds. */
export interface Experiment {
  /** Decimal digits. */
  experimentId: string;
  name: string;
  lifecycleStage: 'active' | 'deleted';
  /** Null: as long as the deployment keeps traces by default. */
  retentionDays: number | null;
  tags: Record<string, string>;
  createdAtMs: number;
  updatedAtMs: number;
}

/** What can be changed of an experiment; absent members stay. */
export type ExperimentChanges = Partial<
  Pick<Experiment, 'name' | 'lifecycleStage' | 'retentionDays' | 'tags'>
>;
