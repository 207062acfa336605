/** The port to where evaluations and their rows are kept. */
import type {
  Evaluation,
  EvaluationRow,
  EvaluationState,
  MetricSummary,
  NewRow,
  RowContent,
  RowVerdict,
} from '../evaluation/evaluation.ts';

/** How many rows are in which state. */
export type RowCounts = Record<EvaluationRow['state'], number>;

/** Who holds an evaluation, and how long. */
export interface Lease {
  /** The one worker that may go on with it. */
  holder: string;
  /** Who hands it over; null when nobody does. */
  from: string | null;
  /** Now, and when it is anybody's again; Unix milliseconds. */
  atMs: number;
  untilMs: number;
}

/** What became of a row. */
export interface RowResult {
  state: 'done' | 'failed';
  traceId: string | null;
  content: RowContent;
  verdicts: RowVerdict[];
  error: string | null;
}

/** Storage of evaluations. */
export interface EvaluationStore {
  create(evaluation: Evaluation): Promise<void>;
  /** Rows that are there stay. */
  addRows(evaluationId: string, rows: readonly NewRow[]): Promise<void>;
  get(evaluationId: string): Promise<Evaluation | null>;
  /** By run, or null. */
  findByRun(runId: string): Promise<Evaluation | null>;
  /** Newest first; null is all experiments. */
  list(experimentId: string | null, page: { beforeMs: number; limit: number }): Promise<Evaluation[]>;
  /**
   * Moves on from one of the states named.
   *
   * @returns false when it was in none of them
   */
  transition(
    evaluationId: string,
    from: readonly EvaluationState[],
    to: { state: EvaluationState; summary?: MetricSummary[]; error?: string; endedAtMs?: number },
  ): Promise<boolean>;
  /** Takes a running evaluation for the holder, or keeps it; false when it is not running, or somebody else holds it. */
  lease(evaluationId: string, lease: Lease): Promise<boolean>;
  /** Lets go of what that holder holds. */
  release(evaluationId: string, holder: string): Promise<void>;
  releaseAll(): Promise<void>;
  /** Evaluations that run and that nobody works on. */
  listIdle(atMs: number): Promise<string[]>;
  /** Evaluations whose rows were never all there. */
  listStuck(beforeMs: number): Promise<Evaluation[]>;
  pendingRows(evaluationId: string, limit: number): Promise<EvaluationRow[]>;
  /** A row that is not pending any more stays as it is. */
  finishRow(evaluationId: string, rowNumber: number, result: RowResult): Promise<void>;
  /** In order. With `failing` only rows whose verdict of that name is no, false or zero, or has an error. */
  listRows(
    evaluationId: string,
    page: { after: number; limit: number; failing?: string | undefined },
  ): Promise<EvaluationRow[]>;
  countRows(evaluationId: string): Promise<RowCounts>;
}
