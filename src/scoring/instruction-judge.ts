/**
 * Judges made from instructions (MLflow's `make_judge`): a text with `{{ inputs }}`, `{{ outputs }}`, `{{ expectations }}`,
 * `{{ trace }}` or `{{ conversation }}` in it, and the type of its result. A variable becomes a reference to material that
 * stands apart, so what is judged never becomes part of the instructions.
 */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { asArray, type JsonObject } from '../core/json.ts';
import type { JudgePlan } from './judges/judge-definition.ts';
import { describeTurns } from './judges/session-judges.ts';
import { readableContent } from './readable-content.ts';
import { yesOrNo, type AnswerForm, type Subject } from './scorer.ts';

/** Variables that instructions may name (mlflow/genai/judges/make_judge.py). */
const VARIABLES = ['inputs', 'outputs', 'expectations', 'trace', 'conversation'] as const;
type Variable = (typeof VARIABLES)[number];

/** A judge from instructions, checked. */
export interface InstructionJudge {
  instructions: string;
  variables: Variable[];
  answer: AnswerForm;
  /** Judges a whole session: the instructions name the conversation. */
  isSessionLevel: boolean;
}

/** Members of `instructions_judge_pydantic_data` that are read here. */
export const instructionDataSchema = z.looseObject({
  instructions: z.string().min(1, 'expected instructions'),
  feedback_value_type: z.record(z.string(), z.json()).nullish(),
});

/**
 * Checks instructions and the type of their result.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the variable that is not known, or what is missing
 */
export function makeInstructionJudge(data: z.infer<typeof instructionDataSchema>): InstructionJudge {
  const named = [...data.instructions.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map((match) => match[1] ?? '');
  const unknown = named.find((name) => !isVariable(name));
  if (unknown !== undefined) throw invalid(`"${unknown}" is none of ${VARIABLES.join(', ')}`);
  const variables = [...new Set(named.filter(isVariable))];
  if (variables.length === 0)
    throw invalid(`expected at least one of ${VARIABLES.join(', ')} in double braces`);
  const isSessionLevel = variables.includes('conversation');
  if (isSessionLevel && variables.some((name) => name !== 'conversation' && name !== 'expectations'))
    throw invalid('conversation goes together with expectations only');
  return {
    instructions: data.instructions,
    variables,
    answer: answerForm(data.feedback_value_type),
    isSessionLevel,
  };
}

function isVariable(name: string): name is Variable {
  return VARIABLES.some((variable) => variable === name);
}

function invalid(what: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `Invalid value for instructions: ${what}.`, {
    details: { field: 'instructions', expected: what },
  });
}

/** `feedback_value_type` is a JSON schema; without one the result is yes or no. */
function answerForm(type: JsonObject | null | undefined): AnswerForm {
  if (type === null || type === undefined) return yesOrNo;
  const choices = asArray(type.enum);
  const words = choices.filter((choice) => typeof choice === 'string');
  return words.length > 0 && words.length === choices.length
    ? { kind: 'choice', choices: words }
    : { kind: 'schema', schema: type };
}

/** The one question of the judge about a subject. */
export function planInstructionJudge(judge: InstructionJudge, subject: Subject, name: string): JudgePlan {
  const material: Record<string, string> = {};
  for (const variable of judge.variables) {
    const content = CONTENT[variable](subject);
    if (content === '') return { kind: 'missing', what: NEEDED[variable] };
    material[variable] = content;
  }
  const criteria = judge.instructions.replace(
    /\{\{\s*(\w+)\s*\}\}/g,
    (_, variable: string) => `[the material "${variable}" above]`,
  );
  return { kind: 'ask', questions: [{ name, criteria, material, answer: judge.answer }] };
}

const NEEDED: Record<Variable, string> = {
  inputs: 'inputs',
  outputs: 'outputs',
  expectations: 'expectations',
  trace: 'a trace',
  conversation: 'a session',
};

/** What each variable stands for; empty when the subject has none. */
const CONTENT: Record<Variable, (subject: Subject) => string> = {
  inputs: ({ inputs }) => readableContent(inputs),
  outputs: ({ outputs }) => readableContent(outputs),
  expectations: ({ expectations }) =>
    Object.keys(expectations).length === 0 ? '' : JSON.stringify(expectations),
  trace: ({ traceText }) => traceText,
  conversation: ({ turns }) => describeTurns(turns),
};
