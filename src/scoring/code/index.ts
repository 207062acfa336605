/** Every code scorer by name: the ready ones, and those of `own/`. A table of contents. */
import { answerChecks } from './answer-checks.ts';
import { callChecks } from './call-checks.ts';
import type { CodeScorer } from './define-scorer.ts';
import { ownScorers } from './own/index.ts';

const scorers = new Map(
  [...answerChecks, ...callChecks, ...ownScorers].map((scorer) => [scorer.name, scorer]),
);

/** The code scorer of that name. */
export function findCodeScorer(name: string): CodeScorer | undefined {
  return scorers.get(name);
}

/** All code scorers. */
export function listCodeScorers(): CodeScorer[] {
  return [...scorers.values()];
}
