/**
 * What a built-in judge is: a name, what it needs, and the questions it asks about a subject. Judges are pure: asking the
 * model is `ask-judge.ts`, so that every judge is defended, parsed and paid for in the same way.
 */
import { z } from 'zod';
import type { JudgeQuestion, Subject, Verdict } from '../scorer.ts';

/** Options of a scorer, checked when it is made. Members a judge does not know are refused. */
export const judgeOptionsSchema = z.strictObject({
  /** Rules in plain words, for the guideline judges. */
  guidelines: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  /** Tool calls must be the expected ones to the letter, not merely in sense. */
  shouldExactMatch: z.boolean().optional(),
  /** The order of tool calls counts. */
  shouldConsiderOrdering: z.boolean().optional(),
});

/** Options of a scorer. */
export type JudgeOptions = z.infer<typeof judgeOptionsSchema>;

/** What a judge wants to ask, or why it cannot, or the verdicts it reaches without a model. */
export type JudgePlan =
  | { kind: 'ask'; questions: JudgeQuestion[] }
  | { kind: 'missing'; what: string }
  | { kind: 'decided'; verdicts: Pick<Verdict, 'value' | 'rationale'>[] };

/** A built-in judge. */
export interface JudgeDefinition {
  /** MLflow's class name. */
  className: string;
  /** MLflow's default name of its assessment. */
  defaultName: string;
  /** One sentence for people. */
  description: string;
  /** Grows with each change of the words it asks with: verdicts of different versions are not compared blindly. */
  version: number;
  /** Judges a whole session. */
  isSessionLevel: boolean;
  /** The questions about this subject. `name` is the scorer's name, which may differ from the default. */
  plan(subject: Subject, name: string, options: JudgeOptions): JudgePlan;
  /** Verdicts that follow from the answers together, such as a precision. */
  derive?(verdicts: readonly Verdict[], name: string): Verdict[];
}
