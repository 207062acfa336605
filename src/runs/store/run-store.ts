/** The port to where runs are kept. */
import type { Clause, Order } from '../../core/clauses.ts';
import type { Metric, ModelOutput, Run, RunBatch, RunChanges, RunDataset } from '../run.ts';

/** Which runs; clauses and orders were checked by the verb. */
export interface RunQuery {
  experimentIds: string[];
  clauses: Clause[];
  orders: Order[];
  lifecycleStages: readonly Run['lifecycleStage'][];
  offset: number;
  limit: number;
}

/** What a run used or made. */
export interface RunLinks {
  datasets: RunDataset[];
  modelInputs: string[];
  modelOutputs: ModelOutput[];
}

/** Storage of runs. Each write is whole or not at all. */
export interface RunStore {
  /** Keeps a new run with its tags. */
  create(run: Run): Promise<void>;
  get(runId: string): Promise<Run | null>;
  /** Changes a run; a run that is not there stays so. */
  update(runId: string, changes: RunChanges): Promise<void>;
  /**
   * Adds metrics, replaces tags, and adds parameters. The latest value of a metric is the one of the highest step, then of
   * the latest time, then the greatest.
   */
  log(runId: string, batch: RunBatch): Promise<void>;
  deleteTag(runId: string, key: string): Promise<void>;
  /** Adds; what is there stays, but the step of a model output. */
  link(runId: string, links: RunLinks): Promise<void>;
  /** Values of a metric by time, then step; one more than asked for tells that there are more. */
  metricHistory(runId: string, key: string, page: { offset: number; limit: number }): Promise<Metric[]>;
  /** One run more than asked for tells that there are more. */
  search(query: RunQuery): Promise<Run[]>;
}
