/** A piece of scoring work: one scorer, one trace or session. The row outlives the work and says what became of it. */

/** How far it is. `skipped` and `failed` have a reason (F102). */
export type TaskState = 'pending' | 'scored' | 'skipped' | 'failed';

/** Work to be done. */
export interface NewTask {
  /** A hash of scorer, version and subject: the same work has the same id. */
  taskId: string;
  scorerId: string;
  scorerName: string;
  scorerVersion: number;
  experimentId: string;
  /** Of a session: its latest. */
  traceId: string;
  /** Set for scorers of sessions. */
  session: string | null;
  /** The run of a schedule that asked for it; null for traces as they come. */
  jobId: string | null;
  /** Not before; Unix milliseconds. */
  dueAtMs: number;
  /** The experiment that the judge's calls are filed in, which whoever set it up may see; null is that of all judges. */
  judgesFiledIn: string | null;
}

/** Work and what became of it. Times are Unix milliseconds. */
export interface ScoringTask extends NewTask {
  state: TaskState;
  reason: string | null;
  /** How often it was begun. */
  attempts: number;
  createdAtMs: number;
  updatedAtMs: number;
}
