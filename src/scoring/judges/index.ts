/** Every built-in judge, by MLflow's class name. A table of contents. */
import { answerJudges } from './answer-judges.ts';
import type { JudgeDefinition } from './judge-definition.ts';
import { retrievalJudges } from './retrieval-judges.ts';
import { sessionJudges } from './session-judges.ts';
import { toolJudges } from './tool-judges.ts';

const judges = new Map(
  [...answerJudges, ...retrievalJudges, ...toolJudges, ...sessionJudges].map((judge) => [
    judge.className,
    judge,
  ]),
);

/** The judge of that class name, such as `Safety`. */
export function findJudge(className: string): JudgeDefinition | undefined {
  return judges.get(className);
}

/** All built-in judges. */
export function listJudges(): JudgeDefinition[] {
  return [...judges.values()];
}
