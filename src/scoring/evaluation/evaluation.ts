/**
 * The model of an evaluation: rows, scorers, maybe a target that answers, and what came of it. Its results are a run, so
 * that MLflow's client finds them. Times are Unix milliseconds.
 */
import type { Json, JsonObject } from '../../core/json.ts';
import type { Interval } from '../../core/statistics/intervals.ts';
import type { ScorerDescription } from '../registry/serialize-scorer.ts';
import type { Verdict } from '../scorer.ts';

/** How far it is. */
export type EvaluationState = 'preparing' | 'running' | 'finished' | 'failed' | 'cancelled';

/** A scorer as a caller asks for it. */
export type WantedScorer = string | { name: string; description: ScorerDescription };

/** A scorer of an evaluation, fixed when it began. */
export interface ChosenScorer {
  name: string;
  /** Null for one that is not registered. */
  version: number | null;
  serialized: string;
}

/** What answers the rows. */
export type Target =
  /** A model through Weir's proxy, with a prompt version when one is named. */
  | { kind: 'model'; provider: string; model: string; prompt: string | null; parameters: JsonObject }
  /** An endpoint of a serving workspace, by the name of its provider row: gets the inputs as its body. */
  | { kind: 'endpoint'; provider: string; endpoint: string }
  /** Any application over HTTP; gets `{"inputs": …}`, or with `bare` the inputs alone. */
  | { kind: 'http'; url: string; timeoutMs: number; bare: boolean };

/** What is to be done. */
export interface EvaluationPlan {
  scorers: ChosenScorer[];
  target: Target | null;
  /** Rows under way at a time. */
  concurrency: number;
  /** Where the rows are from, for people. */
  source: string;
  /** The only experiment whose traces its rows may name: that of a bound key which began it. Absent or null is all. */
  within?: string | null;
  /**
   * The experiment that calls of its judges are filed in, where whoever began it may see no other; null or absent: that of
   * all judges.
   */
  judgesFiledIn?: string | null;
}

/** An evaluation. */
export interface Evaluation {
  evaluationId: string;
  experimentId: string;
  runId: string;
  name: string;
  state: EvaluationState;
  plan: EvaluationPlan;
  summary: MetricSummary[] | null;
  error: string | null;
  rowCount: number;
  createdAtMs: number;
  endedAtMs: number | null;
}

/** What a row says before it is evaluated. */
export interface RowContent {
  inputs: Json;
  outputs: Json;
  expectations: JsonObject;
}

/** Where rows come from. */
export type RowSource =
  | { kind: 'rows'; rows: (RowContent & { traceId: string | null })[] }
  | { kind: 'dataset'; nameOrId: string }
  | { kind: 'traces'; filter: string | null; fromMs: number | null; toMs: number | null; most: number };

/** A verdict as a row keeps it. */
export type RowVerdict = Pick<Verdict, 'name' | 'value' | 'rationale' | 'error' | 'spanId'>;

/** A row to come. */
export interface NewRow {
  rowNumber: number;
  /** The same row of another evaluation has the same key. */
  rowKey: string;
  content: RowContent;
  /** The trace that is judged; null when the row makes its own. */
  traceId: string | null;
}

/** A row. */
export interface EvaluationRow extends NewRow {
  state: 'pending' | 'done' | 'failed';
  verdicts: RowVerdict[];
  error: string | null;
}

/** What the verdicts of one name say together. */
export interface MetricSummary {
  name: string;
  /** Verdicts with a value. */
  count: number;
  /** Verdicts that failed. */
  errors: number;
  /** Verdicts that say nothing and did not fail. Absent in summaries of before: none. */
  withoutValue?: number;
  /** Rows of which all verdicts have a value. Absent in summaries of before: not known. */
  judgedRows?: number;
  /** Mean of what is a number, yes and true as 1; null when nothing is. */
  mean: number | null;
  /** 95 %; Wilson's for shares, Student's for means; null where it says too little. */
  interval: Interval | null;
  /** How often each value occurs, for words. */
  values: Record<string, number>;
}
