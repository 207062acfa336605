/** Runs a built-in judge on a subject: its plan, its questions to the model, and what follows from the answers. */
import { askJudge, type AskJudgeServices } from './ask-judge.ts';
import type { JudgeModel } from './judge-model.ts';
import type { JudgeDefinition, JudgeOptions, JudgePlan } from './judges/judge-definition.ts';
import type { Subject, Verdict } from './scorer.ts';

/** Most questions of one judge under way at the same time. */
const CONCURRENT_QUESTIONS = 4;

/** What is run on what. */
export interface RunJudgeInput {
  judge: JudgeDefinition;
  /** Name of the scorer, and so of its assessments. */
  name: string;
  options: JudgeOptions;
  subject: Subject;
}

/** Runs a judge. A subject that lacks what the judge needs gets a verdict with the error MISSING_INPUT. */
export async function runJudge({
  services,
  input,
}: {
  services: AskJudgeServices;
  input: RunJudgeInput;
}): Promise<Verdict[]> {
  const { judge, name, options, subject } = input;
  const plan = judge.plan(subject, name, options);
  const base = { name, spanId: null, metadata: {}, sourceId: services.model.uri };
  const missing = whatIsMissing(services.model, judge, plan);
  if (missing !== null) {
    const error = { code: 'MISSING_INPUT' as const, message: `${judge.className} needs ${missing}.` };
    return [{ ...base, source: 'LLM_JUDGE', value: null, rationale: null, error }];
  }
  if (plan.kind === 'decided')
    return plan.verdicts.map((verdict) => ({
      ...base,
      ...verdict,
      source: 'CODE',
      sourceId: judge.className,
      error: null,
    }));
  if (plan.kind === 'missing') return [];
  const verdicts: Verdict[] = [];
  for (let next = 0; next < plan.questions.length; next += CONCURRENT_QUESTIONS) {
    const together = plan.questions.slice(next, next + CONCURRENT_QUESTIONS);
    verdicts.push(
      ...(await Promise.all(together.map((question) => askJudge({ services, input: question })))),
    );
  }
  return [...verdicts, ...(judge.derive?.(verdicts, name) ?? [])];
}

function whatIsMissing(model: JudgeModel, judge: JudgeDefinition, plan: JudgePlan): string | null {
  if (plan.kind === 'missing') return plan.what;
  if (plan.kind === 'ask' && model.judges === 'safety' && judge.className !== 'Safety')
    return `a language model to judge by; ${model.uri} can judge safety only`;
  return null;
}
