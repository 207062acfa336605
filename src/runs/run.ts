/** The model of a run: one evaluation, optimisation or training, with what it logged. MLflow's entities in camelCase. */

/** States of a run (mlflow/entities/run_status.py), in the order of their numbers in the proto, from 1. */
export const runStatuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;

/** One of {@link runStatuses}. */
export type RunStatus = (typeof runStatuses)[number];

/** A value of a metric. */
export interface Metric {
  key: string;
  /** May be NaN. */
  value: number;
  timestampMs: number;
  step: number;
}

/** A dataset that a run used; schema and profile are JSON text of the client's making. */
export interface RunDataset {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  /** Among them `mlflow.data.context`. */
  tags: Record<string, string>;
}

/** A model that a run made, and at which step. */
export interface ModelOutput {
  modelId: string;
  step: number;
}

/** A run with all that it logged, and the latest value of each metric. Times are Unix milliseconds. */
export interface Run {
  /** 32 hex digits. */
  runId: string;
  experimentId: string;
  name: string;
  userId: string;
  status: RunStatus;
  startTimeMs: number;
  /** Null while it runs. */
  endTimeMs: number | null;
  lifecycleStage: 'active' | 'deleted';
  metrics: Metric[];
  params: Record<string, string>;
  tags: Record<string, string>;
  datasets: RunDataset[];
  modelInputs: string[];
  modelOutputs: ModelOutput[];
}

/** What can be changed of a run; absent members stay. */
export type RunChanges = Partial<Pick<Run, 'name' | 'status' | 'endTimeMs' | 'lifecycleStage'>>;

/** What is logged at once. */
export interface RunBatch {
  metrics: Metric[];
  params: Record<string, string>;
  tags: Record<string, string>;
}

/** The tag that holds a run's name too, as MLflow's clients read it. */
export const runNameTag = 'mlflow.runName';
