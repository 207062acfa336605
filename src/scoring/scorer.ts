/**
 * The model of quality: what a scorer is, what it sees of a call, and the verdict it gives. Names and values are MLflow's
 * (mlflow/genai/scorers, mlflow/entities/assessment.py); everything below `scoring/` speaks in these terms.
 */
import type { Json } from '../core/json.ts';

/** Where a verdict comes from, as the assessment's source says it. */
export type VerdictSource = 'LLM_JUDGE' | 'CODE';

/** One scorer's word on one subject. Exactly one of `value` and `error` is set. */
export interface Verdict {
  /** Name of the assessment: the scorer's, or `<scorer>/precision` for what is derived. */
  name: string;
  /** `yes` and `no`, a category, a number, or any JSON a custom scorer promises; null with an error. */
  value: Json;
  rationale: string | null;
  error: VerdictError | null;
  source: VerdictSource;
  /** The judge model's URI, or the name of the code scorer. */
  sourceId: string;
  /** The span that was judged; null for the trace as a whole. */
  spanId: string | null;
  metadata: Record<string, string>;
}

/** Why there is no value. */
export interface VerdictError {
  code: VerdictErrorCode;
  message: string;
}

/**
 * `MISSING_INPUT`: the subject lacks what the scorer needs; `UNPARSABLE_VERDICT`: the judge's answer is not of the form
 * asked for; `JUDGE_REFUSED`, `JUDGE_UNAVAILABLE`, `JUDGE_LIMITED`: no answer came; `SCORER_ERROR`: custom code failed.
 */
export type VerdictErrorCode =
  | 'MISSING_INPUT'
  | 'UNPARSABLE_VERDICT'
  | 'JUDGE_REFUSED'
  | 'JUDGE_UNAVAILABLE'
  | 'JUDGE_LIMITED'
  | 'SCORER_ERROR';

/** A retrieved piece of text. */
export interface Chunk {
  text: string;
  /** Where it was found, when the span says so. */
  source: string | null;
}

/** One retrieval of a call: a RETRIEVER span. */
export interface Retrieval {
  spanId: string;
  query: string;
  chunks: Chunk[];
}

/** One tool a call used: a TOOL span, or a tool call in a model's answer. */
export interface ToolUse {
  spanId: string | null;
  name: string;
  input: Json;
  output: Json;
  failed: boolean;
}

/** One exchange of a conversation, as a judge reads it. */
export interface Turn {
  traceId: string;
  request: string;
  answer: string;
  tools: ToolUse[];
}

/** What people expect of an answer, by MLflow's names. */
export interface Expectations {
  expected_response?: Json;
  expected_facts?: Json;
  guidelines?: Json;
  expected_tool_calls?: Json;
  [name: string]: Json | undefined;
}

/** Everything a scorer may look at. A row of a dataset has no trace; then only the first three are known. */
export interface Subject {
  traceId: string | null;
  /** As the caller sent them. */
  inputs: Json;
  /** As the provider or the application answered. */
  outputs: Json;
  expectations: Expectations;
  /** The trace as a person would read it; empty without one. */
  traceText: string;
  retrievals: Retrieval[];
  tools: ToolUse[];
  /** Tools offered to the model, as it saw them. */
  offeredTools: Json[];
  /** The session, oldest first, for scorers of conversations; empty otherwise. */
  turns: Turn[];
  durationMs: number | null;
  costUsd: number | null;
}

/** What a judge is asked, in the parts that `ask-judge.ts` puts together. */
export interface JudgeQuestion {
  /** Name of the verdict. */
  name: string;
  /** What is to be decided, in our own words. Trusted. */
  criteria: string;
  /** What is judged, by label. Never trusted. */
  material: Record<string, string>;
  /** The answer's form. */
  answer: AnswerForm;
  spanId?: string;
  metadata?: Record<string, string>;
  /** Id of the experiment that the call which asks it is filed in; absent: that of all judges. */
  filedIn?: string;
}

/** The values a judge may answer with. */
export type AnswerForm =
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'schema'; schema: { [key: string]: Json } };

/** `yes` or `no`. */
export const yesOrNo: AnswerForm = { kind: 'choice', choices: ['yes', 'no'] };
